import {
  createDecipheriv,
  type CipherCCMTypes,
  type CipherChaCha20Poly1305Types,
  type CipherGCMTypes,
  type CipherOCBTypes,
  type DecipherGCM,
} from 'node:crypto';
import type { NoncePlace } from './cipher.ts';
import type { WrapReading } from './key-wrap.ts';

/** Where nonce, ciphertext and tag stand. */
interface Parts {
  readonly nonce: Buffer;
  readonly data: Buffer;
  readonly tag: Buffer;
  readonly at: NoncePlace;
}

/** Nonce and tag of these lengths in every usual order. */
function inFile(wrapped: Buffer, nonceBytes: number, tagBytes: number): Parts[] {
  const both = nonceBytes + tagBytes;
  const front = wrapped.subarray(0, nonceBytes);
  return [
    {
      nonce: front,
      data: wrapped.subarray(nonceBytes, -tagBytes),
      tag: wrapped.subarray(-tagBytes),
      at: 'nonce-front-tag-after',
    },
    {
      nonce: front,
      data: wrapped.subarray(both),
      tag: wrapped.subarray(nonceBytes, both),
      at: 'nonce-and-tag-front',
    },
    {
      nonce: wrapped.subarray(-nonceBytes),
      data: wrapped.subarray(0, -both),
      tag: wrapped.subarray(-both, -nonceBytes),
      at: 'tag-and-nonce-after',
    },
  ];
}

/** A nonce that is not in the file: zeros, or the initial value of the recipe filled up with them. */
function fixed(wrapped: Buffer, nonceBytes: number, tagBytes: number): Parts[] {
  const data = wrapped.subarray(0, -tagBytes);
  const tag = wrapped.subarray(-tagBytes);
  const recipe = Buffer.concat([Buffer.from('a65959a6', 'hex'), Buffer.alloc(nonceBytes)]);
  return [
    { nonce: Buffer.alloc(nonceBytes), data, tag, at: 'zero-nonce' },
    { nonce: recipe.subarray(0, nonceBytes), data, tag, at: 'recipe-nonce' },
  ];
}

interface Mode {
  readonly name: 'gcm' | 'ccm' | 'ocb' | 'chacha20-poly1305';
  readonly nonceBytes: number;
  readonly tagBytes: number;
}

/** The lengths that libraries and tokens use: NIST SP 800-38D and 800-38C and RFC 7253 allow more. RFC 8439 has these alone. */
const modes: readonly Mode[] = [
  ...[12, 16].map((nonceBytes) => ({ name: 'gcm' as const, nonceBytes, tagBytes: 16 })),
  { name: 'chacha20-poly1305', nonceBytes: 12, tagBytes: 16 },
  ...[12, 15].map((nonceBytes) => ({ name: 'ocb' as const, nonceBytes, tagBytes: 16 })),
  ...[12, 13, 7, 8, 11].flatMap((nonceBytes) =>
    [16, 8, 12].map((tagBytes) => ({ name: 'ccm' as const, nonceBytes, tagBytes })),
  ),
];

/** What all of them do; the types of node differ in what else they take. */
type Decipher = Pick<DecipherGCM, 'setAuthTag' | 'update' | 'final'>;

function decipherOf({ name, tagBytes }: Mode, kek: Buffer, nonce: Buffer): Decipher {
  const bits = kek.length === 16 ? 128 : kek.length === 24 ? 192 : 256;
  if (name === 'ccm') {
    const cipher: CipherCCMTypes = `aes-${bits}-ccm`;
    return createDecipheriv(cipher, kek, nonce, { authTagLength: tagBytes });
  }
  if (name === 'ocb') {
    const cipher: CipherOCBTypes = `aes-${bits}-ocb`;
    return createDecipheriv(cipher, kek, nonce, { authTagLength: tagBytes });
  }
  if (name === 'chacha20-poly1305') {
    const cipher: CipherChaCha20Poly1305Types = name;
    return createDecipheriv(cipher, kek, nonce, { authTagLength: tagBytes });
  }
  const cipher: CipherGCMTypes = `aes-${bits}-gcm`;
  return createDecipheriv(cipher, kek, nonce);
}

/** Reads the wrapped part as an authenticated mode without additional data: the tag proves it. */
export function readAuthenticated(kek: Buffer, wrapped: Buffer): WrapReading | undefined {
  for (const mode of modes) {
    const { name, nonceBytes, tagBytes } = mode;
    const places = [...inFile(wrapped, nonceBytes, tagBytes), ...fixed(wrapped, nonceBytes, tagBytes)];
    for (const { nonce, data, tag, at } of places) {
      if (data.length === 0 || tag.length !== tagBytes || nonce.length !== nonceBytes) continue;
      if (name === 'chacha20-poly1305' && kek.length !== 32) continue;
      try {
        const decipher = decipherOf(mode, kek, nonce);
        decipher.setAuthTag(tag);
        const material = Buffer.concat([decipher.update(data), decipher.final()]);
        return { kind: 'other-cipher', material, cipher: { mode: name, bits: kek.length * 8, nonce: at } };
      } catch {
        continue;
      }
    }
  }
  return undefined;
}
