import { describe, expect, it } from 'vitest';
import { KmsKeywrapError } from '../../src/errors.ts';
import {
  nearestName,
  resolveKeySpec,
  resolvePartition,
  resolveWrappingAlgorithm,
  resolveWrappingKeySpec,
} from '../../src/api/names.ts';
import { keySpecNames } from '../../src/tables/key-specs.ts';

const refusal = (work: () => unknown): KmsKeywrapError => {
  try {
    work();
  } catch (error) {
    if (error instanceof KmsKeywrapError) return error;
  }
  throw new Error('nothing was refused');
};

describe('names', () => {
  it.each([
    ['rsa-2048', 'RSA_2048'],
    ['P-256', 'ECC_NIST_P256'],
    ['prime256v1', 'ECC_NIST_P256'],
    ['secp521r1', 'ECC_NIST_P521'],
    ['ECC_NIST_P385', 'ECC_NIST_P384'],
    ['secp256k1', 'ECC_SECG_P256K1'],
    ['AES_256', 'SYMMETRIC_DEFAULT'],
    ['sm2', 'SM2'],
    ['hmac256', 'HMAC_256'],
  ])('%s is taken for a slip for %s', (given, meant) => {
    expect(nearestName(given, keySpecNames)).toBe(meant);
    expect(refusal(() => resolveKeySpec(given)).hint).toContain(`did you mean ${meant}?`);
  });

  it('makes no suggestion where nothing is near', () => {
    expect(nearestName('banana', keySpecNames)).toBeUndefined();
    expect(refusal(() => resolveKeySpec('banana')).hint).toMatch(/^known: SYMMETRIC_DEFAULT/);
  });

  it('does not accept a property of every object for a name', () => {
    expect(refusal(() => resolveKeySpec('constructor')).code).toBe('ERR_UNKNOWN_KEY_SPEC');
    expect(refusal(() => resolveKeySpec('__proto__')).code).toBe('ERR_UNKNOWN_KEY_SPEC');
  });

  it('has a code of its own for each kind of name', () => {
    expect(refusal(() => resolveWrappingAlgorithm('RSAES_OAEP_SHA_512')).code).toBe(
      'ERR_UNKNOWN_WRAPPING_ALGORITHM',
    );
    expect(refusal(() => resolveWrappingAlgorithm('RSAES_OAEP_SHA256')).hint).toContain(
      'RSAES_OAEP_SHA_256?',
    );
    expect(refusal(() => resolveWrappingKeySpec('RSA_1024')).code).toBe('ERR_UNKNOWN_WRAPPING_KEY_SPEC');
    expect(refusal(() => resolvePartition('china')).hint).toContain('did you mean aws-cn?');
  });
});
