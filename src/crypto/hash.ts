import * as crypto from 'node:crypto';
import type { HashName } from '../tables/wrapping.ts';

/** Digest length in bytes. */
export const hashBytes = {
  'md5': 16,
  'sha1': 20,
  'sha224': 28,
  'sha256': 32,
  'sha384': 48,
  'sha512': 64,
  'sha512-224': 28,
  'sha512-256': 32,
  'sha3-224': 28,
  'sha3-256': 32,
  'sha3-384': 48,
  'sha3-512': 64,
  'sm3': 32,
} as const satisfies Record<HashName, number>;

const hashNames = Object.keys(hashBytes).filter((name): name is HashName => Object.hasOwn(hashBytes, name));

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
