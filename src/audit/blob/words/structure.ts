import type { Conversion, OddLength, Plaintext, Surplus, Truncation } from '../facts/types.ts';
import { bytesOf } from './count.ts';

/** Why a blob is too short. */
export function describeTruncation(truncated: Truncation): string {
  switch (truncated.of) {
    case 'blob':
      return `${truncated.bytes} of ${bytesOf(truncated.due)}`;
    case 'encrypted-key':
      return `${bytesOf(truncated.bytes)}, where the encrypted AES key alone takes ${truncated.due}`;
    case 'missing-wrap':
      return `the encrypted AES key and ${bytesOf(truncated.bytes)}: the wrapped key material is missing`;
    case 'wrap':
      return `${bytesOf(truncated.bytes)} of wrapped key material, expected ${truncated.due}`;
    case 'semiblocks':
      return `${bytesOf(truncated.bytes)} of wrapped key material, not a multiple of 8`;
    case 'leading-zeros':
      return `${truncated.zeros} leading zero ${truncated.zeros === 1 ? 'byte is' : 'bytes are'} missing`;
    case 'sequence':
      return `${truncated.bytes} of ${truncated.due} bytes that the SEQUENCE announces`;
  }
}

/** Why a length is not one that the algorithm gives. */
export function describeLength(length: OddLength, most: string): string {
  switch (length.why) {
    case 'too-long':
      return `${length.bytes} bytes; ${most}`;
    case 'text':
      return `${length.characters} characters of text that do not contain a blob`;
    case 'surplus':
      return `${bytesOf(length.bytes)}, ${length.surplus} extra bytes before or after the blob`;
    case 'semiblocks':
      return `${bytesOf(length.bytes)} of wrapped key material, not a multiple of 8`;
    case 'not-sm2':
      return `${bytesOf(length.bytes)} that are not an SM2 ciphertext in any known form`;
  }
}

export function describeConversion(mangled: Conversion): string {
  if (mangled.to === 'lf') return 'a CRLF has become LF';
  return mangled.extra === undefined
    ? 'each LF has become CRLF'
    : `${mangled.extra} extra ${mangled.extra === 1 ? 'byte' : 'bytes'}, as many as there are CRLF`;
}

export function describeSurplus(surplus: Exclude<Surplus, { kind: 'copies' }>): string {
  if (surplus.kind === 'newline') return JSON.stringify(surplus.text);
  const all = surplus.value === undefined ? '' : `, all 0x${surplus.value.toString(16).padStart(2, '0')}`;
  return `${bytesOf(surplus.bytes)}${all}`;
}

const around: Readonly<Record<Plaintext['around'], string>> = {
  'nothing': '',
  'line-end': ' with a line end',
  'other-bytes': ' with other bytes around it',
  'bytes-before': ' after other bytes',
  'encrypted-key-before': ' after the encrypted AES key',
};

/** In which text forms key material in the clear was found, and what is around it. */
export function describePlaintext(plaintext: Plaintext): string {
  const forms = plaintext.forms.length === 0 ? 'binary' : plaintext.forms.join(', then ');
  return `${forms}${around[plaintext.around]}`;
}
