import { hexDigest } from './hash.ts';
import { hashes, type HashName } from '../tables/hashes.ts';

/** MGF1 mask of `length` bytes from `seed` (RFC 8017, B.2.1). Digests in hexadecimal are made faster than Buffers are. */
export function mgf1(hash: HashName, seed: Uint8Array, length: number): Buffer {
  const input = new Uint8Array(seed.length + 4);
  input.set(seed);
  const counter = new DataView(input.buffer, seed.length);
  const blocks = Math.ceil(length / hashes[hash].bytes);
  let mask = '';
  for (let block = 0; block < blocks; block++) {
    counter.setUint32(0, block);
    mask += hexDigest(hash, input);
  }
  return Buffer.from(mask.slice(0, 2 * length), 'hex');
}

/** XORs `mask` into `target`, in place, from its first byte. */
export function xorInto(target: Buffer, mask: Uint8Array): Buffer {
  for (let i = 0; i < target.length; i++) target[i]! ^= mask[i]!;
  return target;
}
