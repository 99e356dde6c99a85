import { describe, expect, it } from 'vitest';
import { findings, type FindingInfo } from '../../src/tables/findings/index.ts';

const idsWith = (wanted: (info: FindingInfo) => boolean) =>
  Object.entries<FindingInfo>(findings)
    .filter(([, info]) => wanted(info))
    .map(([id]) => id);

describe('what logic asks of a finding', () => {
  it('the key is exposed, and no document says that KMS looks for it', () => {
    expect(idsWith(({ exposure }) => exposure === 'undetected')).toEqual([
      'kek-all-zero',
      'kek-predictable',
      'kek-zero-padded',
      'rsa-weak-modulus',
      'rsa-small-private-exponent',
      'material-constant',
      'material-known',
    ]);
  });

  it('the key is exposed, and KMS cannot import it in this form', () => {
    expect(idsWith(({ exposure }) => exposure === 'rejected')).toEqual(['blob-plaintext']);
  });

  it('a fix for an exposed key begins with another key', () => {
    const errors = idsWith(({ exposure, severity }) => exposure !== 'none' && severity === 'error');
    const fixes = Object.entries<FindingInfo>(findings)
      .filter(([id]) => errors.includes(id) && id !== 'kek-zero-padded')
      .map(([, { fix }]) => fix);
    for (const fix of fixes)
      expect(fix).toMatch(/^(Discard this key|Treat the key as exposed|Do not use the key|Generate a key)/);
  });

  it('three findings tell a subject and its reference apart', () => {
    expect(idsWith(({ compares }) => compares)).toEqual([
      'reference-differs',
      'reference-mismatch',
      'reference-encoding',
    ]);
  });

  it('a published key alone is wrapped in spite of an error', () => {
    expect(idsWith(({ wrappable }) => wrappable)).toEqual(['material-known']);
  });

  it('findings on the key material alone suggest what it is', () => {
    expect(idsWith(({ suggests }) => suggests === 'raw')).toEqual([
      'material-base64',
      'material-hex',
      'material-trailing-newline',
      'material-numbers',
      'material-literal',
    ]);
  });
});
