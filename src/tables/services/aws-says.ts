import type { FindingId } from '../findings/index.ts';
import { sources } from '../sources.ts';
import type { Saying } from './types.ts';

const said = (text: string, meaning: string, causes: readonly FindingId[]): Saying => ({
  text,
  meaning,
  causes,
  source: sources.API,
});

const notDecrypted = [
  'wrapping-key-mismatch',
  'oaep-hash',
  'oaep-mgf1-hash',
  'direct-for-hybrid',
  'hybrid-for-direct',
  'rsa-pkcs1v15',
  'blob-base64',
  'blob-pem',
  'blob-hex',
  'blob-trailing-newline',
  'blob-doubled',
  'blob-truncated',
  'blob-parts-swapped',
  'kw-not-kwp',
  'kwp-icv',
  'kek-mismatch',
  'kek-length',
  'kwp-other-cipher',
  'oaep-label',
  'sm2-raw-c1c3c2',
  'sm2-raw-c1c2c3',
  'sm2-device-structure',
  'material-pem',
  'key-spec-mismatch',
] as const satisfies readonly FindingId[];

const unexpected = [
  'material-length',
  'key-spec-mismatch',
  'material-pem',
  'material-sec1',
  'material-pkcs1',
  'material-hex',
  'material-base64',
  'material-trailing-newline',
  'material-encrypted',
  'ec-curve-disagreement',
  'rsa-modulus-size',
  'reference-differs',
] as const satisfies readonly FindingId[];

/** Exceptions of ImportKeyMaterial and their texts (AWS KMS API Reference, ImportKeyMaterial, "Errors"). */
export const awsSays: readonly Saying[] = [
  said(
    'InvalidCiphertextException',
    'KMS could not decrypt the encrypted key material; it gives no reason.',
    notDecrypted,
  ),
  said(
    'could not decrypt the encrypted (wrapped) key material',
    'KMS could not decrypt the encrypted key material; it gives no reason.',
    notDecrypted,
  ),
  said(
    'IncorrectKeyMaterialException',
    'KMS decrypted the key material, but it is not what the KMS key takes, or not the same that was imported into it before.',
    unexpected,
  ),
  said(
    'the key material in the request is, expired, invalid, or does not meet expectations',
    'KMS decrypted the key material, but it is not what the KMS key takes, or not the same that was imported into it before.',
    unexpected,
  ),
  said(
    "Value at 'encryptedKeyMaterial' failed to satisfy constraint",
    'The encrypted key material has to have 1 to 6144 bytes.',
    ['blob-length', 'blob-empty', 'blob-hex', 'blob-base64', 'blob-doubled'],
  ),
  said(
    'InvalidImportTokenException',
    'The import token is not one of this KMS key, or its bytes were changed: send ImportToken decoded from base64 once, and the one that came with the wrapping public key.',
    [],
  ),
  said(
    'the provided import token is invalid or is associated with a different KMS key',
    'The import token is not one of this KMS key, or its bytes were changed: send ImportToken decoded from base64 once, and the one that came with the wrapping public key.',
    [],
  ),
  said(
    'ExpiredImportTokenException',
    'The import token is older than 24 hours: call GetParametersForImport again, wrap under the new public key, and import with the new token.',
    [],
  ),
  said(
    'the specified import token is expired',
    'The import token is older than 24 hours: call GetParametersForImport again, wrap under the new public key, and import with the new token.',
    [],
  ),
  said(
    'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
    'The request has no ValidTo: give one, or --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE.',
    [],
  ),
  said(
    'KMSInvalidStateException',
    'The state of the KMS key does not allow the import: a new key has to be PendingImport, and one that is pending deletion takes nothing.',
    [],
  ),
  said(
    'UnsupportedOperationException',
    'The KMS key does not accept imported key material (its Origin has to be EXTERNAL), or not with these parameters.',
    ['combination-unsupported', 'wrapping-algorithm-retired'],
  ),
];
