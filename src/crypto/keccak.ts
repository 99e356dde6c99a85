import { keccak_256 } from '@noble/hashes/sha3.js';

/** Keccak-256 as Ethereum uses it: the padding of the submission, not of FIPS 202. */
export const keccak256 = (bytes: Uint8Array): Buffer => Buffer.from(keccak_256(bytes));

/** Ethereum's address of a public key: the last 20 bytes of Keccak-256 of x and y (Yellow Paper, appendix F). */
export const ethereumAddress = (uncompressedPoint: Uint8Array): Buffer =>
  keccak256(uncompressedPoint.subarray(1)).subarray(-20);
