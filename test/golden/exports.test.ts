import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditBlob } from '../../src/audit/blob/audit.ts';
import { readPrivateKey } from '../../src/crypto/wrapping-key.ts';
import type { KeySpec } from '../../src/tables/key-specs.ts';
import type { Partition } from '../../src/tables/partitions.ts';
import type { WrappingAlgorithm } from '../../src/tables/wrapping.ts';

interface Line {
  readonly id: string;
  readonly blob: string;
  readonly privateKey: string;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly keySpec: KeySpec;
  readonly partition: Partition;
  readonly expect: readonly string[];
}

const root = path.join(import.meta.dirname, '../../golden/exports');

describe.each(readdirSync(root))('what %s exported is named right', (device) => {
  const read = (name: string) => readFileSync(path.join(root, device, name));
  const text = read('manifest.jsonl').toString().trimEnd();
  const lines = text.split('\n').map((line) => JSON.parse(line) as Line);

  it.each(lines.map((line) => [line.id, line] as const))('%s', (id, line) => {
    const { wrappingAlgorithm, keySpec, partition } = line;
    const { result } = auditBlob({
      id,
      path: line.blob,
      blob: read(line.blob),
      privateKey: readPrivateKey(read(line.privateKey)),
      wrappingAlgorithm,
      keySpec,
      partition,
    });
    expect(result.findings.map((found) => found.id).sort()).toEqual([...line.expect].sort());
  });
});
