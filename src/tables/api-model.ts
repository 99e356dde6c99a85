/*
 * What the AWS KMS API model says of the fields around an import (AWS KMS API Reference, CreateKey, GetParametersForImport and
 * ImportKeyMaterial). Tests hold the lists against the pinned @aws-sdk/client-kms.
 */

/**
 * CreateKey, `Origin`: where the key material comes from. The model says of EXTERNAL that it "is valid only for symmetric KMS keys"; every
 * page of the developer guide on imported key material names asymmetric and HMAC keys too, and they are what counts here.
 */
export const keyOrigins = ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'] as const;

/** ImportKeyMaterial, `ExpirationModel`; the first one is the default. */
export const expirationModels = ['KEY_MATERIAL_EXPIRES', 'KEY_MATERIAL_DOES_NOT_EXPIRE'] as const;
export type ExpirationModel = (typeof expirationModels)[number];

/** ImportKeyMaterial, `ImportType`. */
export const importTypes = ['NEW_KEY_MATERIAL', 'EXISTING_KEY_MATERIAL'] as const;
export type ImportType = (typeof importTypes)[number];

/** Most bytes of a blob in a request or an answer; the least is 1. */
export const longest = {
  publicKey: 8192,
  importToken: 6144,
  encryptedKeyMaterial: 6144,
  macMessage: 4096,
} as const;
