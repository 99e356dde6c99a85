import type { HashName } from '../spec/wrapping.ts';
import { digestInto, hashBytes } from './hash.ts';

/** MGF1 mask of `length` bytes from `seed` (RFC 8017, B.2.1). */
export function mgf1(hash: HashName, seed: Uint8Array, length: number): Buffer {
  const mask = Buffer.allocUnsafe(Math.ceil(length / hashBytes[hash]) * hashBytes[hash]);
  const input = Buffer.allocUnsafe(seed.length + 4);
  input.set(seed);
  for (let counter = 0, offset = 0; offset < length; counter++, offset += hashBytes[hash]) {
    input.writeUInt32BE(counter, seed.length);
    digestInto(hash, input, mask, offset);
  }
  return mask.subarray(0, length);
}

/** XORs `mask` into `target`, in place, from its first byte. */
export function xorInto(target: Buffer, mask: Uint8Array): Buffer {
  for (let i = 0; i < target.length; i++) target[i]! ^= mask[i]!;
  return target;
}
