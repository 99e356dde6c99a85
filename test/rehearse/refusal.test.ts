import { describe, expect, it } from 'vitest';
import { finding } from '../../src/audit/finding.ts';
import { refusal } from '../../src/rehearse/kms/refusal.ts';
import { findings, type FindingId, type FindingInfo } from '../../src/tables/findings/index.ts';

const errors = Object.entries<FindingInfo>(findings).filter(([, { severity }]) => severity === 'error');
const exposed = errors.filter(([, { exposure }]) => exposure === 'undetected').map(([id]) => id);
const refused = errors.filter(([, { exposure }]) => exposure !== 'undetected').map(([id]) => id);
const undocumentedOf = (id: string, at: string) =>
  refusal([finding(id as FindingId, at)])?.said.undocumented ?? 'nothing';

describe('what a refusal says is not documented', () => {
  it.for(exposed)(
    '%s: KMS may well import it, so it is not called something that KMS cannot decrypt',
    (id) => {
      expect(undocumentedOf(id, 'blob.kek')).toBe('whether KMS notices this at all');
    },
  );

  it('an AES key that anyone would try is among them', () => {
    expect(exposed).toContain('kek-predictable');
  });

  it.for(refused)('%s: what no document says is the exception, not that there is one', (id) => {
    expect(undocumentedOf(id, 'blob')).toMatch(/cannot decrypt/);
    expect(undocumentedOf(id, 'material')).toMatch(/which exception/);
  });
});
