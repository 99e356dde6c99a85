import * as crypto from 'node:crypto';
import { hashNames, type HashName } from '../tables/hashes.ts';

let available: readonly HashName[] | undefined;

/** The hashes that this node was built with: FIPS and some distribution builds lack MD5, SHA-3 or SM3. */
export function availableHashes(): readonly HashName[] {
  available ??= hashNames.filter((name) => {
    try {
      crypto.createHash(name);
      return true;
    } catch {
      return false;
    }
  });
  return available;
}

/** Digest in hexadecimal, of bytes or of text as UTF-8. `crypto.hash` is a third faster than `createHash`. */
export const hexDigest = (hash: HashName, data: Uint8Array | string): string =>
  crypto.hash(hash, data, 'hex');

/** Digest of some bytes. */
export const digest = (hash: HashName, data: Uint8Array): Buffer => Buffer.from(hexDigest(hash, data), 'hex');

/** SHA-256 in hexadecimal, of bytes or of text as UTF-8. */
export const sha256Hex = (data: Uint8Array | string): string => hexDigest('sha256', data);
