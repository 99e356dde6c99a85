import { describe, expect, it } from 'vitest';
import { keySpecs, keySpecNames, type KeySpec } from '../../src/tables/key-specs.ts';
import type { Partition } from '../../src/tables/partitions.ts';
import { sources } from '../../src/tables/sources.ts';
import { allCombinations, combinationId, impliedPartition, support } from '../../src/tables/support.ts';
import { wrappingAlgorithms, type WrappingAlgorithm } from '../../src/tables/wrapping.ts';

/*
 * The AWS KMS Developer Guide's table of wrapping algorithms ("Step 2: Download the wrapping public key and import
 * token"), written out by hand: partition, key specs, algorithms, wrapping key specs, what is said of it.
 */
const oaep = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] as const;
const rsaAes = ['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'] as const;
const anyRsa = ['RSA_2048', 'RSA_3072', 'RSA_4096'] as const;
const symmetric = ['SYMMETRIC_DEFAULT', 'HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512'] as const;
const rsa = ['RSA_2048', 'RSA_3072', 'RSA_4096'] as const;
const smallCurves = ['ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_SECG_P256K1'] as const;

const documented: [Partition, readonly KeySpec[], readonly WrappingAlgorithm[], readonly string[], string][] =
  [
    ['aws', symmetric, oaep, anyRsa, 'supported'],
    ['aws', symmetric, rsaAes, anyRsa, 'disputed'],
    ['aws', rsa, rsaAes, anyRsa, 'supported'],
    ['aws', [...smallCurves, 'ECC_NIST_P521'], rsaAes, anyRsa, 'supported'],
    ['aws', smallCurves, oaep, anyRsa, 'supported'],
    ['aws', ['ECC_NIST_P521'], oaep, ['RSA_3072', 'RSA_4096'], 'supported'],
    ['aws-cn', symmetric, oaep, anyRsa, 'supported'],
    ['aws-cn', rsa, ['SM2PKE'], ['SM2'], 'supported'],
    ['aws-cn', [...smallCurves, 'SM2'], oaep, anyRsa, 'supported'],
    ['aws-cn', ['ECC_NIST_P521'], oaep, ['RSA_3072', 'RSA_4096'], 'supported'],
    ['aws-cn', [...smallCurves, 'ECC_NIST_P521', 'SM2'], ['SM2PKE'], ['SM2'], 'supported'],
  ];

const expected = new Map<string, string>(
  documented.flatMap(([partition, keySpecs, algorithms, wrappingKeySpecs, status]) =>
    keySpecs.flatMap((keySpec) =>
      algorithms.flatMap((algorithm) =>
        wrappingKeySpecs.map((key) => [`${partition}/${keySpec}/${algorithm}/${key}`, status] as const),
      ),
    ),
  ),
);

describe('support', () => {
  it('is what the documented table says, for every one of the 960 combinations', () => {
    const wrong = [...allCombinations()]
      .map((one) => ({ id: combinationId(one), status: support(one).status }))
      .filter(({ id, status }) => status !== (expected.get(id) ?? 'unsupported'));
    expect(wrong).toEqual([]);
    expect([...allCombinations()]).toHaveLength(960);
    expect(expected.size).toBe(190);
  });

  it('gives a reason and a source for everything but plain support', () => {
    for (const one of allCombinations()) {
      const { status, reason, sources: cited } = support(one);
      expect(cited.length, combinationId(one)).toBeGreaterThan(0);
      expect(cited.every((id) => id in sources)).toBe(true);
      expect(reason === undefined, combinationId(one)).toBe(status === 'supported');
    }
  });

  it('names both sides of a dispute', () => {
    const { reason, sources: cited } = support({
      partition: 'aws',
      keySpec: 'HMAC_384',
      wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
      wrappingKeySpec: 'RSA_3072',
    });
    expect(cited).toEqual(['S3', 'S2', 'API']);
    expect(reason).toMatch(/documents disagree/);
  });

  it('gives the most fundamental reason: a retired algorithm before a size, a missing key spec before a partition', () => {
    const reason = (keySpec: KeySpec, wrappingAlgorithm: WrappingAlgorithm) =>
      support({ partition: 'aws', keySpec, wrappingAlgorithm, wrappingKeySpec: 'RSA_2048' }).reason;
    expect(reason('ECC_NIST_P521', 'RSAES_PKCS1_V1_5')).toMatch(/2023-10-10/);
    expect(reason('ML_DSA_65', 'SM2PKE')).toMatch(/ML-DSA/);
    expect(reason('SM2', 'SM2PKE')).toMatch(/China Regions/);
    expect(reason('ECC_NIST_P521', 'RSAES_OAEP_SHA_1')).toMatch(/RSA_2048/);
  });

  it('takes the partition from a name that exists in one alone', () => {
    expect(impliedPartition({ keySpec: keySpecs.SM2 })).toBe('aws-cn');
    expect(impliedPartition({ wrappingAlgorithm: wrappingAlgorithms.SM2PKE })).toBe('aws-cn');
    expect(
      keySpecNames.filter((keySpec) => impliedPartition({ keySpec: keySpecs[keySpec] }) === 'aws-cn'),
    ).toEqual(['SM2']);
    expect(impliedPartition({})).toBe('aws');
  });
});
