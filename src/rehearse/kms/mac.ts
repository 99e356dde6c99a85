import { createHmac } from 'node:crypto';
import { boolean, grantTokens, keyId, oneOf, plaintext, required, type Request } from '../model/fields.ts';
import type { Call } from './call.ts';
import { findKey, type Found } from './find-key.ts';
import { statesFor } from './key-state.ts';
import { requireUsage } from './key-usage.ts';
import { currentBytes } from './material.ts';

/** Node's hash of each MAC algorithm. */
const hashes = {
  HMAC_SHA_384: 'sha384',
  HMAC_SHA_256: 'sha256',
  HMAC_SHA_224: 'sha224',
  HMAC_SHA_512: 'sha512',
} as const;
type MacAlgorithm = keyof typeof hashes;

/** Fields of GenerateMac and VerifyMac. */
export const macFields = {
  Message: required(plaintext),
  KeyId: required(keyId),
  MacAlgorithm: required(oneOf(Object.keys(hashes) as MacAlgorithm[])),
  GrantTokens: grantTokens,
  DryRun: boolean,
} as const;

/** The MAC (RFC 2104) under the key's material. @throws KmsException */
export function macOf(call: Call, request: Request<typeof macFields>): { found: Found; mac: Buffer } {
  const found = findKey(call, request.KeyId, { alias: true, states: statesFor.use });
  requireUsage(call, found, 'GENERATE_VERIFY_MAC', request.MacAlgorithm);
  const hash = hashes[request.MacAlgorithm];
  return { found, mac: createHmac(hash, currentBytes(found)).update(request.Message).digest() };
}
