import type { IvPlace, NoncePlace, OtherCipher } from '../facts/cipher.ts';
import type { WrapReading, WrapWay } from '../facts/key-wrap.ts';

const nonces: Readonly<Record<NoncePlace, string>> = {
  'nonce-front-tag-after': 'nonce before, tag after',
  'nonce-and-tag-front': 'nonce and tag before',
  'tag-and-nonce-after': 'tag and nonce after',
  'zero-nonce': 'zero nonce, tag after',
  'recipe-nonce': 'nonce A65959A6, tag after',
};

const ivs: Readonly<Record<Exclude<IvPlace, 'none' | 'unknown'>, string>> = {
  'zero': 'zero IV',
  'recipe': 'IV A65959A6',
  'front': 'IV before',
  'after': 'IV after',
  'nonce-front': 'nonce before',
  'not-in-blob': 'an IV that is not in the blob',
};

/** An AES mode other than key wrap, and what is known of its parameters. */
export function describeCipher(cipher: OtherCipher): string {
  if (cipher.mode === 'unpadded') {
    const cut = cipher.orCut ? ', or a wrap that was cut by 8 bytes' : '';
    return `AES in a mode without padding, by its length; which one cannot be told${cut}`;
  }
  const name =
    cipher.mode === 'chacha20-poly1305'
      ? 'ChaCha20-Poly1305'
      : `AES-${cipher.bits}-${cipher.mode.toUpperCase()}`;
  if ('nonce' in cipher) return `${name}, ${nonces[cipher.nonce]}`;
  if (cipher.byPadding) return `${name} with PKCS#7 padding`;
  return cipher.iv === 'none' || cipher.iv === 'unknown' ? name : `${name}, ${ivs[cipher.iv]}`;
}

type Departure = Exclude<WrapReading, { kind: 'kwp' }>;
const initialValue = (initial: string | undefined) =>
  initial === undefined ? [] : [`initial value ${initial}`];

/** What was found in place of RFC 5649 with its own initial value. */
export function describeWrap(wrap: Departure): string {
  switch (wrap.kind) {
    case 'kw':
      return ['RFC 3394', ...initialValue(wrap.initial)].join(', ');
    case 'kw-pkcs7':
      return [
        'RFC 3394 over padded key material',
        ...(wrap.initial === undefined
          ? [`${wrap.padding} bytes of PKCS#7 padding`]
          : initialValue(wrap.initial)),
      ].join(', ');
    case 'kwp-icv':
      return wrap.icv;
    case 'kwp-length':
      return `${wrap.indicator} in a wrap of ${wrap.most - 7} to ${wrap.most} bytes`;
    case 'kwp-padding':
      return `${wrap.padding} bytes, not all zero`;
    case 'kwp-chunked':
      return `${wrap.lengths.length} wraps, of ${wrap.lengths.join(', ')} bytes of material`;
    case 'other-cipher':
      return describeCipher(wrap.cipher);
  }
}

/** What RFC 5649 has in the same place. */
export const expectedWrap: Readonly<Record<Exclude<WrapWay['kind'], 'kwp'>, string>> = {
  'kw': 'RFC 5649',
  'kw-pkcs7': 'RFC 5649',
  'kwp-icv': 'A65959A6',
  'kwp-length': 'the length of the key material in bytes',
  'kwp-padding': 'zero bytes',
  'kwp-chunked': 'one wrap of the whole',
  'other-cipher': 'AES-256 key wrap with padding',
};
