import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import { materialFindings } from '../../../src/tables/findings/material/index.ts';
import { keySpecs, keySpecNames, keySpecRow, type KeySpec } from '../../../src/tables/key-specs.ts';
import { materialFaults } from '../../../src/samples/faults/material/index.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';

const nodeCurves: Partial<Record<KeySpec, string>> = {
  ECC_NIST_P256: 'prime256v1',
  ECC_NIST_P384: 'secp384r1',
  ECC_NIST_P521: 'secp521r1',
  ECC_SECG_P256K1: 'secp256k1',
  SM2: 'SM2',
};

function soundMaterial(keySpec: KeySpec): Buffer {
  const row = keySpecRow(keySpec);
  if (row.kind === 'symmetric' || row.kind === 'hmac') return randomBytes(row.bytes.aws);
  const { privateKey } =
    row.kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: row.modulusBits })
      : generateKeyPairSync('ec', { namedCurve: nodeCurves[keySpec]! });
  return privateKey.export({ type: 'pkcs8', format: 'der' });
}

// RSA_3072 and RSA_4096 differ from RSA_2048 in nothing but time.
const specs = keySpecNames.filter(
  (name) => keySpecRow(name).importable && name !== 'RSA_3072' && name !== 'RSA_4096',
);

describe.each(specs)('%s: each fault is named by its finding and nothing else', (keySpec) => {
  const sound = soundMaterial(keySpec);
  const { kind } = keySpecRow(keySpec);
  const faults = materialFaults.filter(
    (fault) => fault.kinds.includes(kind) && (fault.only?.includes(keySpec) ?? true),
  );

  it.each(faults.map((fault, index) => [fault.id, index, fault] as const))('%s (%i)', (_, index, fault) => {
    const random = seededRandom(Buffer.from(keySpec), `fault ${index}`);
    const before = Buffer.from(sound);
    const material = fault.make({ sound, keySpec: keySpecs[keySpec], random });
    expect(sound).toEqual(before);
    const reference = fault.withReference ? { reference: sound } : {};
    const { findings } = lintMaterial(material, { keySpec, partition: 'aws', ...reference });
    expect(findings.map(({ id }) => id).sort()).toEqual([...fault.expect].sort());
    for (const { at, fix, source, message } of findings)
      expect([at, fix, source, message].every(Boolean)).toBe(true);
  });
});

it('the makers cover every finding that one subject alone can show', () => {
  const made = new Set(materialFaults.flatMap(({ expect: ids }) => ids));
  const missing = Object.keys(materialFindings).filter(
    (id) => !made.has(id as keyof typeof materialFindings),
  );
  expect(missing).toEqual(['material-duplicate']);
});
