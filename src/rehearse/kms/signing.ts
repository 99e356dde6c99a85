import { digestBytes, digestOf, type SigningAlgorithm } from '../crypto/signature.ts';
import { KmsException } from '../model/exceptions.ts';
import { boolean, grantTokens, keyId, oneOf, plaintext, required, type Request } from '../model/fields.ts';
import type { Call } from './call.ts';
import { publicKeyBytes } from './encryption.ts';
import { findKey, type Found } from './find-key.ts';
import { statesFor } from './key-state.ts';
import { requireUsage } from './key-usage.ts';

/** All of the API; those after SM2DSA are of key specs that cannot be imported. */
const signingAlgorithms = [
  'RSASSA_PSS_SHA_256',
  'RSASSA_PSS_SHA_384',
  'RSASSA_PSS_SHA_512',
  'RSASSA_PKCS1_V1_5_SHA_256',
  'RSASSA_PKCS1_V1_5_SHA_384',
  'RSASSA_PKCS1_V1_5_SHA_512',
  'ECDSA_SHA_256',
  'ECDSA_SHA_384',
  'ECDSA_SHA_512',
  'SM2DSA',
  'ML_DSA_SHAKE_256',
  'ED25519_SHA_512',
  'ED25519_PH_SHA_512',
] as const;

/** Fields of Sign and Verify. */
export const signing = {
  KeyId: required(keyId),
  Message: required(plaintext),
  MessageType: oneOf(['RAW', 'DIGEST', 'EXTERNAL_MU']),
  SigningAlgorithm: required(oneOf(signingAlgorithms)),
  GrantTokens: grantTokens,
  DryRun: boolean,
} as const;

export interface Signing {
  readonly found: Found;
  readonly algorithm: SigningAlgorithm;
  readonly hashed: Buffer;
}

/** Key, algorithm and digest of a request to sign or verify. @throws KmsException */
export function signingOf(call: Call, request: Request<typeof signing>): Signing {
  const found = findKey(call, request.KeyId, { alias: true, states: statesFor.use });
  requireUsage(call, found, 'SIGN_VERIFY', request.SigningAlgorithm);
  // Of no key spec here has an algorithm beyond those: requireUsage has seen to it.
  const algorithm = request.SigningAlgorithm as SigningAlgorithm;
  const { MessageType: type = 'RAW', Message: message } = request;
  if (type === 'EXTERNAL_MU')
    throw new KmsException('ValidationException', {
      detail: 'MessageType EXTERNAL_MU is for ML-DSA keys alone.',
      undocumented: 'which exception KMS gives for it',
    });
  if (type === 'RAW')
    return { found, algorithm, hashed: digestOf(algorithm, publicKeyBytes(found), message) };
  if (message.length !== digestBytes(algorithm))
    throw new KmsException('ValidationException', {
      text: `Digest is invalid length for algorithm ${algorithm}.`,
    });
  return { found, algorithm, hashed: message };
}
