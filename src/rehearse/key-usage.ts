import { isRaw, keySpecRow, type KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';

export type KeyUsage = 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC' | 'KEY_AGREEMENT';

/** The algorithm lists of KeyMetadata and GetPublicKey, under their field names. */
export type UsageAlgorithms = Readonly<Record<string, readonly string[]>>;

const rsaSigning = ['PKCS1_V1_5', 'PSS'].flatMap((scheme) =>
  [256, 384, 512].map((bits) => `RSASSA_${scheme}_SHA_${bits}`),
);
const ecdh: UsageAlgorithms = { KeyAgreementAlgorithms: ['ECDH'] };
const ecdsa = (bits: number): UsageAlgorithms => ({ SigningAlgorithms: [`ECDSA_SHA_${bits}`] });

type Usages = Readonly<Partial<Record<KeyUsage, UsageAlgorithms>>>;

const rsa: Usages = {
  ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] },
  SIGN_VERIFY: { SigningAlgorithms: rsaSigning },
};
const nist = (bits: number): Usages => ({ SIGN_VERIFY: ecdsa(bits), KEY_AGREEMENT: ecdh });
const hmac = (bits: number): Usages => ({ GENERATE_VERIFY_MAC: { MacAlgorithms: [`HMAC_SHA_${bits}`] } });

/** What each importable key spec can be used for (AWS KMS API Reference, CreateKey, `KeyUsage`). */
const usages: Readonly<Partial<Record<KeySpec, Usages>>> = {
  SYMMETRIC_DEFAULT: { ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] } },
  HMAC_224: hmac(224),
  HMAC_256: hmac(256),
  HMAC_384: hmac(384),
  HMAC_512: hmac(512),
  RSA_2048: rsa,
  RSA_3072: rsa,
  RSA_4096: rsa,
  ECC_NIST_P256: nist(256),
  ECC_NIST_P384: nist(384),
  ECC_NIST_P521: nist(512),
  ECC_SECG_P256K1: { SIGN_VERIFY: ecdsa(256) },
  SM2: {
    ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['SM2PKE'] },
    SIGN_VERIFY: { SigningAlgorithms: ['SM2DSA'] },
    KEY_AGREEMENT: ecdh,
  },
};

/** The algorithms of a key, or undefined when its spec cannot be used that way. */
export function usageAlgorithms(keySpec: KeySpec, usage: KeyUsage): UsageAlgorithms | undefined {
  return usages[keySpec]?.[usage];
}

/** Whether GetPublicKey makes sense for this key spec. */
export function isAsymmetric(keySpec: KeySpec): boolean {
  return !isRaw(keySpecRow(keySpec));
}

/** Whether the partition has this key spec at all. */
export function isOffered(keySpec: KeySpec, partition: Partition): boolean {
  return keySpecRow(keySpec).partitions.includes(partition);
}
