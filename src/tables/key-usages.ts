/** What a KMS key can be for (AWS KMS API Reference, CreateKey, `KeyUsage`). */
export const keyUsages = [
  'SIGN_VERIFY',
  'ENCRYPT_DECRYPT',
  'GENERATE_VERIFY_MAC',
  'KEY_AGREEMENT',
  'ENCAPSULATE_DECAPSULATE',
] as const;
export type KeyUsage = (typeof keyUsages)[number];

/** The algorithm lists of KeyMetadata and GetPublicKey, under their field names. */
export interface UsageAlgorithms {
  readonly SigningAlgorithms?: readonly string[];
  readonly EncryptionAlgorithms?: readonly string[];
  readonly MacAlgorithms?: readonly string[];
  readonly KeyAgreementAlgorithms?: readonly string[];
  readonly EncapsulationAlgorithms?: readonly string[];
}

/** The usages of a key spec, and the algorithms of each. */
export type Usages = Readonly<Partial<Record<KeyUsage, UsageAlgorithms>>>;

const keyAgreement: Usages = { KEY_AGREEMENT: { KeyAgreementAlgorithms: ['ECDH'] } };

export const symmetricUsages: Usages = { ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] } };

export const hmacUsages = (bits: number): Usages => ({
  GENERATE_VERIFY_MAC: { MacAlgorithms: [`HMAC_SHA_${bits}`] },
});

export const rsaUsages: Usages = {
  ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] },
  SIGN_VERIFY: {
    SigningAlgorithms: ['PKCS1_V1_5', 'PSS'].flatMap((scheme) =>
      [256, 384, 512].map((bits) => `RSASSA_${scheme}_SHA_${bits}`),
    ),
  },
};

export const signingUsages = (...algorithms: readonly string[]): Usages => ({
  SIGN_VERIFY: { SigningAlgorithms: algorithms },
});

/** ECDSA with the hash of this length, and key agreement. */
export const nistCurveUsages = (hashBits: number): Usages => ({
  ...signingUsages(`ECDSA_SHA_${hashBits}`),
  ...keyAgreement,
});

export const sm2Usages: Usages = {
  ENCRYPT_DECRYPT: { EncryptionAlgorithms: ['SM2PKE'] },
  ...signingUsages('SM2DSA'),
  ...keyAgreement,
};

export const encapsulationUsages = (...algorithms: readonly string[]): Usages => ({
  ENCAPSULATE_DECAPSULATE: { EncapsulationAlgorithms: algorithms },
});
