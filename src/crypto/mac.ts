import { createHmac } from 'node:crypto';
import { keySpecRow, type KeySpec } from '../tables/key-specs.ts';

/** MAC algorithm of an HMAC key as GenerateMac names it, and the hash in it; undefined for other key specs. */
export function macAlgorithmOf(keySpec: KeySpec) {
  const row = keySpecRow(keySpec);
  if (row.kind !== 'hmac') return undefined;
  const bits = row.bytes.aws * 8;
  return { name: `HMAC_SHA_${bits}`, hash: `sha${bits}`, bytes: row.bytes.aws } as const;
}

/** HMAC (RFC 2104) with the hash of the key spec, untruncated: what GenerateMac returns. undefined for other key specs. */
export function macOf(keySpec: KeySpec, key: Buffer, message: Buffer): Buffer | undefined {
  const algorithm = macAlgorithmOf(keySpec);
  return algorithm && createHmac(algorithm.hash, key).update(message).digest();
}

/** What an HMAC key must give for a message. */
export interface ExpectedMac {
  readonly mac: Buffer;
  readonly message: Buffer;
}
