import { timingSafeEqual } from 'node:crypto';
import { KmsKeywrapError } from '../errors.ts';
import { digest } from './hash.ts';
import { mgf1, xorInto } from './mgf1.ts';
import { hashes, type HashName } from '../tables/hashes.ts';

/** Everything that an OAEP encoding depends on beside message and seed. */
export interface OaepParameters {
  /** Hash of the label; its length is also the length of the seed. */
  readonly hash: HashName;
  /** Hash inside MGF1; the same as `hash` unless given. */
  readonly mgf1Hash?: HashName;
  /** Empty unless given. */
  readonly label?: Uint8Array;
}

/** An encoded message with its masks taken off, before anything in it was believed. */
export interface OaepUnmasked {
  /** The first byte, 0 in a valid encoding. */
  readonly y: number;
  readonly seed: Buffer;
  /** label hash ‖ zero bytes ‖ 0x01 ‖ message */
  readonly dataBlock: Buffer;
}

export interface OaepDecoded {
  readonly message: Buffer;
  readonly seed: Buffer;
}

const emptyLabelHashes = new Map<HashName, Buffer>();

/** Hash of the label; the one of the empty label is computed once. */
export function labelHash(hash: HashName, label: Uint8Array = new Uint8Array()): Buffer {
  if (label.length > 0) return digest(hash, label);
  const known = emptyLabelHashes.get(hash) ?? digest(hash, label);
  emptyLabelHashes.set(hash, known);
  return known;
}

/** Longest message in bytes that fits a modulus of `k` bytes, k − 2h − 2 (RFC 8017, 7.1.1). Negative when none does. */
export function oaepCapacity(k: number, hash: HashName): number {
  return k - 2 * hashes[hash].bytes - 2;
}

/** Takes the masks off a block of k bytes (RFC 8017, 7.1.2 step 3, b to f). The block must hold more than 2·seedBytes + 1 bytes. */
export function oaepUnmask(block: Buffer, seedBytes: number, mgf1Hash: HashName): OaepUnmasked {
  const maskedDataBlock = block.subarray(1 + seedBytes);
  const maskedSeed = block.subarray(1, 1 + seedBytes);
  const seed = xorInto(mgf1(mgf1Hash, maskedDataBlock, seedBytes), maskedSeed);
  const dataBlock = xorInto(mgf1(mgf1Hash, seed, maskedDataBlock.length), maskedDataBlock);
  return { y: block[0]!, seed, dataBlock };
}

/**
 * Offset of the message in a data block, or -1. Reads every byte whatever it holds:
 * zero bytes from `start`, then 0x01, then the message.
 */
export function messageOffset(dataBlock: Buffer, start: number): number {
  let looking = 1;
  let bad = 0;
  let offset = 0;
  for (let i = start; i < dataBlock.length; i++) {
    const byte = dataBlock[i]!;
    const isOne = Number(byte === 1);
    const isZero = Number(byte === 0);
    offset += looking * isOne * (i + 1);
    bad |= looking & (1 - isOne) & (1 - isZero);
    looking &= 1 - isOne;
  }
  return bad | looking ? -1 : offset;
}

/**
 * EME-OAEP decoding of an RSA_NO_PADDING result of k bytes (RFC 8017, 7.1.2 step 3), giving the seed too.
 * Undefined when anything does not fit; it does not tell what, and takes the same steps in each case.
 */
export function oaepDecode(block: Buffer, parameters: OaepParameters): OaepDecoded | undefined {
  const { hash, mgf1Hash = hash, label } = parameters;
  if (block.length < 2 * hashes[hash].bytes + 2) return undefined;
  const { y, seed, dataBlock } = oaepUnmask(block, hashes[hash].bytes, mgf1Hash);
  const sameLabel = timingSafeEqual(dataBlock.subarray(0, hashes[hash].bytes), labelHash(hash, label));
  const offset = messageOffset(dataBlock, hashes[hash].bytes);
  const valid = Number(y === 0) & Number(sameLabel) & Number(offset !== -1);
  return valid ? { message: dataBlock.subarray(offset), seed } : undefined;
}

/**
 * EME-OAEP encoding into k bytes with the given seed (RFC 8017, 7.1.1 step 2), so that a block can be computed again.
 * @throws KmsKeywrapError ERR_KEY_MATERIAL when the message is longer than k − 2h − 2
 */
export function oaepEncode(
  message: Uint8Array,
  k: number,
  parameters: OaepParameters,
  seed: Uint8Array,
): Buffer {
  const { hash, mgf1Hash = hash, label } = parameters;
  const hashLength = hashes[hash].bytes;
  const capacity = oaepCapacity(k, hash);
  if (message.length > capacity)
    throw new KmsKeywrapError(
      'ERR_KEY_MATERIAL',
      `${message.length} bytes do not fit RSAES-OAEP with ${hash} under a ${k * 8}-bit key: at most ${Math.max(capacity, 0)} do`,
      { hint: 'take a larger wrapping key or an RSA_AES_KEY_WRAP algorithm' },
    );
  if (seed.length !== hashLength) throw new RangeError(`OAEP seed of ${hashLength} bytes expected`);
  const block = Buffer.alloc(k);
  const maskedSeed = block.subarray(1, 1 + hashLength);
  const dataBlock = block.subarray(1 + hashLength);
  dataBlock.set(labelHash(hash, label));
  dataBlock[dataBlock.length - message.length - 1] = 1;
  dataBlock.set(message, dataBlock.length - message.length);
  xorInto(dataBlock, mgf1(mgf1Hash, seed, dataBlock.length));
  maskedSeed.set(seed);
  xorInto(maskedSeed, mgf1(mgf1Hash, dataBlock, hashLength));
  return block;
}
