import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditBlob, type AuditRequest } from '../../../src/audit/blob/audit.ts';
import { wrapMaterial } from '../../../src/crypto/wrap.ts';
import type { WrappingPrivateKey } from '../../../src/crypto/wrapping-key.ts';
import { keySpecRow, type KeySpec } from '../../../src/tables/key-specs.ts';
import { allCombinations, combinationId, support, type Combination } from '../../../src/tables/support.ts';
import { wrappingAlgorithms, type WrappingKeySpec } from '../../../src/tables/wrapping.ts';
import { rsaKey, sm2Key } from '../../crypto/keys.ts';
import { material } from './materials.ts';

const keys: Record<WrappingKeySpec, WrappingPrivateKey> = {
  RSA_2048: rsaKey(2048),
  RSA_3072: rsaKey(3072),
  RSA_4096: rsaKey(4096),
  SM2: sm2Key(),
};

const taken = [...allCombinations()].filter((combination) => support(combination).status !== 'unsupported');

/** Material that suits the partition: SYMMETRIC_DEFAULT has 16 bytes in China Regions. */
function materialFor({ keySpec, partition }: Combination): Buffer {
  const row = keySpecRow(keySpec);
  return row.kind === 'symmetric' ? randomBytes(row.bytes[partition]) : material(keySpec);
}

const audit = (
  combination: Combination,
  blob: Buffer,
  keys: Pick<AuditRequest, 'privateKey' | 'publicKey'>,
) => auditBlob({ id: 'x', path: 'x', blob, ...combination, ...keys, primalityRounds: 1 }).result;

function blobOf(combination: Combination, plain: Buffer): Buffer {
  const { wrappingAlgorithm, wrappingKeySpec } = combination;
  return wrapMaterial({
    material: plain,
    publicKey: keys[wrappingKeySpec],
    wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
  });
}

describe('every combination that KMS supports: a sound blob has no error finding', () => {
  for (const combination of taken)
    it(`accepts ${combinationId(combination)}`, () => {
      const plain = materialFor(combination);
      const blob = blobOf(combination, plain);
      const privateKey = keys[combination.wrappingKeySpec];
      const whole = audit(combination, blob, { privateKey });
      const disputed = support(combination).status === 'disputed';
      expect(whole.findings.map(({ id }) => id)).toEqual(disputed ? ['combination-disputed'] : []);
      expect(whole.verdict).toBe('accept');
      expect(whole.observed.materialBytes).toBe(plain.length);
      const seen = audit(combination, blob, { publicKey: privateKey });
      expect(seen.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(seen.verdict).toBe('undetermined');
    });
});

it('600 sound blobs more, of all kinds: none has an error finding', () => {
  const quick = taken.filter(
    ({ keySpec, wrappingKeySpec }) => !keySpec.startsWith('RSA') && wrappingKeySpec !== 'RSA_4096',
  );
  for (let i = 0; i < 600; i++) {
    const combination = quick[i % quick.length]!;
    const blob = blobOf(combination, materialFor(combination));
    const result = audit(combination, blob, { privateKey: keys[combination.wrappingKeySpec] });
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result.verdict).toBe('accept');
  }
});

it('300 sound blobs without the private key: none has an error finding', () => {
  const rsaOnly = taken.filter(({ wrappingKeySpec }) => wrappingKeySpec === 'RSA_2048');
  const made = rsaOnly.map((combination) => ({ combination, material: materialFor(combination) }));
  for (let i = 0; i < 300; i++) {
    const { combination, material } = made[i % made.length]!;
    const blob = blobOf(combination, material);
    const result = audit(combination, blob, { publicKey: keys.RSA_2048 });
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  }
});

it('what was really used is told of a sound blob too', () => {
  const combination: Combination = {
    partition: 'aws',
    keySpec: 'ECC_NIST_P256' satisfies KeySpec,
    wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
    wrappingKeySpec: 'RSA_2048',
  };
  const result = audit(combination, blobOf(combination, material('ECC_NIST_P256')), {
    privateKey: keys.RSA_2048,
  });
  expect(result.observed).toMatchObject({
    padding: 'oaep',
    oaepHash: 'sha256',
    mgf1Hash: 'sha256',
    label: '',
    kekBits: 256,
    kw: 'kwp',
    keySpec: 'ECC_NIST_P256',
  });
  expect(result.expected).toEqual(combination);
});
