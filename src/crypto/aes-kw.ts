import { createCipheriv, createDecipheriv } from 'node:crypto';
import { KmsKeywrapError } from '../errors.ts';

/** Initial value of AES Key Wrap (RFC 3394, 2.2.3.1). */
export const kwInitialValue = Buffer.alloc(8, 0xa6);
/** Constant half of the alternative initial value of AES Key Wrap with Padding (RFC 5649, 3). */
export const kwpInitialValue = Buffer.from('a65959a6', 'hex');

/** What stands inside a wrap once it is inverted; nothing in it has been checked. */
export interface Inverted {
  /** The register A after the last step: 8 bytes of initial value. */
  readonly initial: Buffer;
  /** The register R: key data, padding included. */
  readonly body: Buffer;
}

const aesBits = (kek: Uint8Array): 128 | 192 | 256 => {
  const bits = kek.length * 8;
  if (bits === 128 || bits === 192 || bits === 256) return bits;
  throw new RangeError(`AES key of 16, 24 or 32 bytes expected, ${kek.length} found`);
};

const ecb = (kek: Uint8Array, direction: 'encrypt' | 'decrypt') => {
  const make = direction === 'encrypt' ? createCipheriv : createDecipheriv;
  return make(`aes-${aesBits(kek)}-ecb`, kek, null).setAutoPadding(false);
};

/** XORs the step counter into the low bytes of A. */
function xorCounter(a: Buffer, t: number): void {
  a.writeUInt32BE((a.readUInt32BE(4) ^ t) >>> 0, 4);
}

/**
 * The wrapping process W by AES blocks (RFC 3394, 2.2.1), with any initial value. One semiblock is one block of
 * AES-ECB (RFC 5649, 4.1).
 * @param body a multiple of 8 bytes, at least 8
 */
export function kwTransform(kek: Uint8Array, initial: Uint8Array, body: Uint8Array): Buffer {
  const cipher = ecb(kek, 'encrypt');
  const out = Buffer.concat([initial, body]);
  if (body.length === 8) return cipher.update(out);
  const semiblocks = body.length / 8;
  const block = Buffer.allocUnsafe(16);
  block.set(initial);
  for (let round = 0, t = 1; round < 6; round++)
    for (let i = 1; i <= semiblocks; i++, t++) {
      out.copy(block, 8, 8 * i, 8 * i + 8);
      cipher.update(block).copy(block);
      xorCounter(block, t);
      block.copy(out, 8 * i, 8);
    }
  block.copy(out, 0, 0, 8);
  return out;
}

/**
 * The inverse of W by AES blocks (RFC 3394, 2.2.2), with the initial value shown instead of checked: so KWP,
 * another initial value, KW and KW over padded data can be told apart.
 * @param wrapped a multiple of 8 bytes, at least 16
 */
export function kwInvert(kek: Uint8Array, wrapped: Uint8Array): Inverted {
  const decipher = ecb(kek, 'decrypt');
  const out = Buffer.from(wrapped);
  const block = Buffer.allocUnsafe(16);
  if (out.length === 16) decipher.update(out).copy(out);
  else {
    const semiblocks = out.length / 8 - 1;
    out.copy(block, 0, 0, 8);
    for (let round = 5, t = 6 * semiblocks; round >= 0; round--)
      for (let i = semiblocks; i >= 1; i--, t--) {
        xorCounter(block, t);
        out.copy(block, 8, 8 * i, 8 * i + 8);
        decipher.update(block).copy(block);
        block.copy(out, 8 * i, 8);
      }
    block.copy(out, 0, 0, 8);
  }
  return { initial: out.subarray(0, 8), body: out.subarray(8) };
}

/** AES Key Wrap (RFC 3394) of a multiple of 8 bytes, at least 16. */
export function kwWrap(kek: Uint8Array, plaintext: Uint8Array): Buffer {
  return kwTransform(kek, kwInitialValue, plaintext);
}

/** Plaintext bytes → wrapped bytes, 8·⌈n/8⌉ + 8 (RFC 5649, 4.1). */
export function kwpLength(plaintextBytes: number): number {
  return 8 * Math.ceil(plaintextBytes / 8) + 8;
}

/**
 * AES Key Wrap with Padding (RFC 5649) with an AES key of any size.
 * @throws KmsKeywrapError ERR_KEY_MATERIAL when there is nothing to wrap
 */
export function kwpWrap(kek: Uint8Array, plaintext: Uint8Array): Buffer {
  if (plaintext.length === 0)
    throw new KmsKeywrapError(
      'ERR_KEY_MATERIAL',
      'AES key wrap with padding takes at least one byte, found none',
    );
  // The wrap ciphers take the whole input in one update() and write nothing in final().
  return createCipheriv(`id-aes${aesBits(kek)}-wrap-pad`, kek, kwpInitialValue).update(plaintext);
}

/** RFC 5649 unwrapping; undefined when the integrity check fails, without saying how. */
export function kwpUnwrap(kek: Uint8Array, wrapped: Uint8Array): Buffer | undefined {
  // An empty input comes back from update() as an empty success.
  if (wrapped.length < 16 || wrapped.length % 8 !== 0) return undefined;
  try {
    return createDecipheriv(`id-aes${aesBits(kek)}-wrap-pad`, kek, kwpInitialValue).update(wrapped);
  } catch {
    return undefined;
  }
}
