import { randomBytes, timingSafeEqual } from 'node:crypto';
import { KmsKeywrapError } from '../errors.ts';
import { curveRow } from '../tables/curves.ts';
import { curvePoints } from './ec-public-key.ts';
import { digest } from './hash.ts';
import { xorInto } from './mgf1.ts';
import { hashes, type HashName } from '../tables/hashes.ts';

/** Group order (GB/T 32918.5-2017, 4). */
export const sm2Order = curveRow('SM2').n;

/** The curve, built when it is first needed: that takes as long as a whole command without SM2. */
const sm2Curve = () => curvePoints('SM2');

export type Sm2Point = InstanceType<ReturnType<typeof curvePoints>>;

/** The public point of a private scalar. */
export const sm2PublicOf = (scalar: bigint): Sm2Point => sm2Curve().BASE.multiply(scalar);

/** The parts of an SM2 ciphertext, whatever their encoding. `c1` is 64 bytes, x ‖ y; `hash` is C3. */
export interface Sm2Parts {
  readonly c1: Buffer;
  readonly hash: Buffer;
  readonly ciphertext: Buffer;
}

export interface Sm2Decrypted {
  readonly plaintext: Buffer;
  /** Whether C3 is SM3(x2 ‖ plaintext ‖ y2). */
  readonly hashMatches: boolean;
}

const fieldBytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const toBigint = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
/** C3 over x2 ‖ message ‖ y2. */
const hashOf = (shared: Buffer, message: Uint8Array, hash: HashName = 'sm3') =>
  digest(hash, Buffer.concat([shared.subarray(0, 32), message, shared.subarray(32)]));

/** 64 bytes x ‖ y of a point. */
export function sm2Coordinates(point: Sm2Point): Buffer {
  const { x, y } = point.toAffine();
  return Buffer.concat([fieldBytes(x), fieldBytes(y)]);
}

/** The point with these 64 bytes x ‖ y; undefined when it is not on the curve. */
export function sm2PointFrom(coordinates: Uint8Array): Sm2Point | undefined {
  if (coordinates.length !== 64) return undefined;
  try {
    const point = sm2Curve().fromAffine({
      x: toBigint(coordinates.subarray(0, 32)),
      y: toBigint(coordinates.subarray(32)),
    });
    point.assertValidity();
    return point;
  } catch {
    return undefined;
  }
}

/** 64 bytes x ‖ y of a compressed point, 02 or 03 and x; undefined when no point of the curve has this x. */
export function sm2Decompress(compressed: Uint8Array): Buffer | undefined {
  try {
    return sm2Coordinates(sm2Curve().fromBytes(compressed));
  } catch {
    return undefined;
  }
}

/** KDF of GB/T 32918.4, 5.4.3, over x2 ‖ y2. */
function kdf(shared: Uint8Array, length: number, hash: HashName = 'sm3'): Buffer {
  const blocks: Buffer[] = [];
  const counter = Buffer.alloc(4);
  for (let i = 1; (i - 1) * hashes[hash].bytes < length; i++) {
    counter.writeUInt32BE(i);
    blocks.push(digest(hash, Buffer.concat([shared, counter])));
  }
  return Buffer.concat(blocks).subarray(0, length);
}

const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

/** A uniform scalar in [1, n − 1]. */
function randomScalar(random: (bytes: number) => Buffer): bigint {
  for (;;) {
    const k = toBigint(random(32));
    if (k > 0n && k < sm2Order) return k;
  }
}

/**
 * SM2 encryption (GB/T 32918.4, 6.1).
 * @param options.k the ephemeral scalar, for known answers; otherwise drawn from `options.random`
 * @throws KmsKeywrapError ERR_KEY_MATERIAL for an empty message, which the standard cannot encrypt
 */
export function sm2Encrypt(
  publicKey: Sm2Point,
  message: Uint8Array,
  options: { readonly k?: bigint; readonly random?: (bytes: number) => Buffer } = {},
): Sm2Parts {
  if (message.length === 0)
    throw new KmsKeywrapError('ERR_KEY_MATERIAL', 'SM2 encrypts at least one byte, found none');
  for (;;) {
    const k = options.k ?? randomScalar(options.random ?? randomBytes);
    const shared = sm2Coordinates(publicKey.multiply(k));
    const mask = kdf(shared, message.length);
    if (isZero(mask)) {
      if (options.k !== undefined) throw new RangeError('this k masks the message with zero bytes');
      continue;
    }
    const hash = hashOf(shared, message);
    const ciphertext = xorInto(Buffer.from(message), mask);
    shared.fill(0);
    return { c1: sm2Coordinates(sm2PublicOf(k)), hash, ciphertext };
  }
}

/** x2 ‖ y2 of a ciphertext, the secret that masks it; undefined when C1 is not on the curve. The caller clears it. */
export function sm2Shared(privateKey: bigint, c1: Uint8Array): Buffer | undefined {
  const point = sm2PointFrom(c1);
  return point && sm2Coordinates(point.multiply(privateKey));
}

/**
 * Takes the mask off and compares C3, without enforcing it. A mask of zeros, which the standard refuses (GB/T 32918.4, 7.1, B4),
 * counts as a hash that does not match.
 * @param hashes SM3 in both places by the standard; others name what another tool did
 */
export function sm2Unmask(
  shared: Buffer,
  { ciphertext, hash }: Pick<Sm2Parts, 'ciphertext' | 'hash'>,
  hashes: { readonly kdf: HashName; readonly hash: HashName } = { kdf: 'sm3', hash: 'sm3' },
): Sm2Decrypted {
  const mask = kdf(shared, ciphertext.length, hashes.kdf);
  const plaintext = xorInto(Buffer.from(ciphertext), mask);
  const expected = hashOf(shared, plaintext, hashes.hash);
  const matches = hash.length === expected.length && timingSafeEqual(hash, expected);
  return { plaintext, hashMatches: matches && !isZero(mask) };
}

/** SM2 decryption (GB/T 32918.4, 7.1) with the hash compared but not enforced; undefined when C1 is not on the curve. */
export function sm2Decrypt(privateKey: bigint, parts: Sm2Parts): Sm2Decrypted | undefined {
  const shared = sm2Shared(privateKey, parts.c1);
  if (shared === undefined) return undefined;
  const decrypted = sm2Unmask(shared, parts);
  shared.fill(0);
  return decrypted;
}
