import { isUtf8 } from 'node:buffer';
import type { Place } from './layer.ts';

/** Text longer than this is not looked at: the longest key in hex has 20 KB. */
export const textLimit = 1 << 20;

export interface Characters {
  readonly text: string;
  /** Where the characters are in UTF-16, or after a byte order mark. */
  readonly place?: Place;
}

type UnicodePlace = Extract<Place, { kind: 'unicode' }>;

const unicode = (text: string, encoding: UnicodePlace['encoding'], mark: boolean): Characters => ({
  text,
  place: { kind: 'unicode', encoding, mark },
});

/**
 * The bytes as text without byte order mark (UTF-8, UTF-16 either way) and without the zero bytes that end a string in C; undefined
 * where they are binary: a control character says so. A PEM block shows itself, whatever stands around it.
 */
export function charactersOf(bytes: Buffer): Characters | undefined {
  if (bytes.length === 0 || bytes.length > textLimit) return undefined;
  const { text: whole, place } = decode(bytes);
  const text = withoutTerminator(whole);
  // eslint-disable-next-line no-control-regex -- control characters are the whole point
  const isText = /^[^\0-\x08\x0e-\x1f\x7f-\x9f\ufffd]+$/.test(text);
  if (!isText && !text.includes('-----BEGIN ')) return undefined;
  return place ? { text, place } : { text };
}

function decode(bytes: Buffer): Characters {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return unicode(bytes.toString('utf8', 3), 'utf-8', true);
  if (a === 0xff && b === 0xfe) return unicode(bytes.toString('utf16le', 2), 'utf-16le', true);
  const isPaired = bytes.length % 2 === 0;
  if (a === 0xfe && b === 0xff) return unicode(bigEndian(bytes.subarray(2)), 'utf-16be', true);
  if (b === 0 && a !== 0 && isPaired) return unicode(bytes.toString('utf16le'), 'utf-16le', false);
  if (a === 0 && b !== 0 && isPaired) return unicode(bigEndian(bytes), 'utf-16be', false);
  return { text: bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1') };
}

const bigEndian = (bytes: Buffer) =>
  Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');

function withoutTerminator(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\0') end -= 1;
  return text.slice(0, end);
}
