import type { EncodingFault } from './types.ts';

/** The bytes that a text stands for, and in which ways it departs from the encoding that is expected. */
export interface Decoded {
  readonly bytes?: Buffer;
  readonly faults: readonly EncodingFault[];
}

const isBase64 = (text: string) => /^[A-Za-z0-9+/_-]+={0,2}$/.test(text);
const isHex = (text: string) => text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text);

/** Shortest text that is long enough for a blob: anything encoded twice is longer. */
const shortest = 300;

/** What base64 text stands for once more, where that is text of the same kind. */
function innerText(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1').trim();
  return text.length >= shortest && (isBase64(text) || isHex(text)) ? text : undefined;
}

/** Takes the armour of PEM off. */
function unarmoured(text: string): string | undefined {
  const found = /-----BEGIN [^-]+-----([\s\S]*?)-----END [^-]+-----/.exec(text);
  return found?.[1]?.replaceAll(/\s/g, '');
}

/**
 * Reads base64 in the alphabet that is expected. `lines`: whether line breaks are let pass. Another encoding of the same bytes is read all the
 * same, and named.
 */
export function decode(given: string, due: 'base64' | 'base64url', lines: boolean): Decoded {
  const faults: EncodingFault[] = [];
  let text = given;
  const armoured = unarmoured(text);
  if (armoured !== undefined) {
    faults.push('pem');
    text = armoured;
  } else {
    const joined = text.replaceAll(/[\r\n]/g, '');
    if (joined !== text && !lines) faults.push('lines');
    text = joined;
  }
  if (text === '') return { faults: ['empty'] };
  if (isHex(text) && text.length >= shortest)
    return { bytes: Buffer.from(text, 'hex'), faults: [...faults, 'hex'] };
  if (!isBase64(text)) return { faults: [...faults, 'not-base64'] };
  const bytes = Buffer.from(text.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
  const inner = innerText(bytes);
  if (inner !== undefined) {
    const again = decode(inner, due, true);
    return again.bytes === undefined
      ? { bytes, faults }
      : { bytes: again.bytes, faults: [...faults, 'twice'] };
  }
  if (armoured !== undefined) return { bytes, faults };
  if (due === 'base64url' && /[+/]/.test(text)) faults.push('standard-alphabet');
  if (due === 'base64' && /[-_]/.test(text)) faults.push('url-alphabet');
  const isPadded = text.endsWith('=');
  if (due === 'base64url' && isPadded && faults.length === 0) faults.push('padded');
  if (due === 'base64' && !isPadded && text.length % 4 !== 0 && faults.length === 0) faults.push('unpadded');
  return { bytes, faults };
}
