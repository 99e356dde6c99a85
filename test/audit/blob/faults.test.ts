import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditBlob, type AuditRequest } from '../../../src/audit/blob/audit.ts';
import type { WrappingPrivateKey } from '../../../src/crypto/wrapping-key.ts';
import { keySpecs, type KeySpec } from '../../../src/tables/key-specs.ts';
import type { Partition } from '../../../src/tables/partitions.ts';
import { wrappingAlgorithms, type WrappingAlgorithm } from '../../../src/tables/wrapping.ts';
import { faultsFor } from '../../../src/samples/faults/blob/index.ts';
import { rsaKey, sm2Key } from '../../crypto/keys.ts';
import { material } from './materials.ts';

const keys = {
  rsa: [rsaKey(2048), rsaKey(2048)],
  large: [rsaKey(3072), rsaKey(3072)],
  sm2: [sm2Key(), sm2Key()],
} as const;

const cases: readonly [KeySpec, WrappingAlgorithm, Partition, keyof typeof keys][] = [
  ['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_256', 'aws', 'rsa'],
  ['HMAC_224', 'RSAES_OAEP_SHA_1', 'aws-cn', 'rsa'],
  ['ECC_NIST_P384', 'RSAES_OAEP_SHA_256', 'aws', 'rsa'],
  ['SYMMETRIC_DEFAULT', 'RSA_AES_KEY_WRAP_SHA_256', 'aws', 'rsa'],
  ['HMAC_224', 'RSA_AES_KEY_WRAP_SHA_256', 'aws', 'rsa'],
  ['ECC_SECG_P256K1', 'RSA_AES_KEY_WRAP_SHA_1', 'aws', 'rsa'],
  ['ECC_NIST_P521', 'RSA_AES_KEY_WRAP_SHA_256', 'aws', 'large'],
  ['RSA_2048', 'RSA_AES_KEY_WRAP_SHA_256', 'aws', 'rsa'],
  ['ECC_NIST_P256', 'SM2PKE', 'aws-cn', 'sm2'],
  ['RSA_2048', 'SM2PKE', 'aws-cn', 'sm2'],
];

const errors = (request: AuditRequest, blob: Buffer) => {
  const { result } = auditBlob({ id: 'x', path: 'x', blob, primalityRounds: 1, ...request });
  return { ids: result.findings.filter(({ severity }) => severity === 'error').map(({ id }) => id), result };
};

for (const [keySpec, wrappingAlgorithm, partition, kind] of cases) {
  const [key, otherKey] = keys[kind];
  const input = {
    keySpec: keySpecs[keySpec],
    wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
    material: material(keySpec),
    key,
    otherKey,
    random: randomBytes,
  };
  const faults = faultsFor(input);
  const base = { keySpec, wrappingAlgorithm, partition };

  describe(`${keySpec} by ${wrappingAlgorithm}: one fault, one error finding`, () => {
    for (const { id, name, make } of faults) {
      it(`${name} is ${id}`, () => {
        const blob = make();
        const { ids, result } = errors({ ...base, privateKey: key }, blob);
        const outOfRange = id === 'wrapping-key-mismatch' && ids[0] === 'rsa-out-of-range';
        expect(ids).toEqual([outOfRange ? 'rsa-out-of-range' : id]);
        expect(result.verdict).toBe('reject');
        for (const { message, fix, source } of result.findings)
          expect([message, fix, source]).not.toContain('');
      });
    }

    for (const { id, name, make } of faults.filter(({ visible }) => visible)) {
      it(`${name} is ${id} without the private key too`, () => {
        expect(errors({ ...base, publicKey: key }, make()).ids).toEqual([id]);
      });
    }
  });
}

it('every id of the layers of a blob has a fault', () => {
  const ids = new Set<string>();
  for (const [keySpec, wrappingAlgorithm, , kind] of cases) {
    const [key, otherKey]: readonly [WrappingPrivateKey, WrappingPrivateKey] = keys[kind];
    const input = {
      keySpec: keySpecs[keySpec],
      wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
      material: Buffer.alloc(100),
      key,
      otherKey,
      random: randomBytes,
    };
    for (const { id } of faultsFor(input)) ids.add(id);
  }
  expect(ids.size).toBeGreaterThan(35);
});
