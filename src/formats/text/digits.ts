import { isHexDigit } from './dress.ts';

/** Shortest stretch of digits inside other text that is taken for bytes, in characters. */
const shortest = 64;

/** Lengths of the lines into which digits are wrapped, in characters. */
const wrapped = { from: 32, to: 160 };

/** A stretch of base64 or hexadecimal digits, and where in the text it begins. */
export interface Stretch {
  readonly digits: string;
  readonly offset: number;
}

const token = /[A-Za-z0-9+/_-]+={0,2}/g;
const lineBreak = /^["'\\,]*\s+["']*$/;

/** Stretches of digits; lines of one width that only line breaks of one kind part are one stretch, a shorter last line too. */
function* stretches(text: string): Generator<Stretch> {
  let parts: string[] = [];
  let offset = 0;
  let width = 0;
  let end = 0;
  let gap: string | undefined;
  let full = false;
  for (const { 0: digits, index } of text.matchAll(token)) {
    const between = text.slice(end, index);
    const continues =
      full &&
      /[A-Za-z0-9]/.test(digits) &&
      digits.length <= width &&
      (gap === undefined ? lineBreak.test(between) : between === gap);
    if (!continues) {
      if (parts.length > 0) yield { digits: parts.join(''), offset };
      parts = [];
      offset = index;
      width = digits.length;
      gap = undefined;
    } else gap = between;
    parts.push(digits);
    full = digits.length === width && width >= wrapped.from && width <= wrapped.to && !digits.endsWith('=');
    end = index + digits.length;
  }
  if (parts.length > 0) yield { digits: parts.join(''), offset };
}

/** Most separators between two bytes in pairs of digits, in characters. */
const longestGap = 8;

/** Bytes in pairs of hexadecimal digits that only separators part. */
function* pairs(text: string): Generator<Stretch> {
  let start = 0;
  let end = 0;
  let count = 0;
  const isPairAt = (at: number) =>
    isHexDigit(text.charCodeAt(at)) &&
    isHexDigit(text.charCodeAt(at + 1)) &&
    !isHexDigit(text.charCodeAt(at + 2)) &&
    (at === 0 || !isHexDigit(text.charCodeAt(at - 1)));
  for (let at = 0; at < text.length; at += 1) {
    if (!isPairAt(at)) continue;
    const gap = text.slice(end, at);
    if (count > 0 && gap.length >= 1 && gap.length <= longestGap && /^[\s:,;-]+$/.test(gap)) count += 1;
    else {
      if (2 * count >= shortest) yield { digits: text.slice(start, end), offset: start };
      start = at;
      count = 1;
    }
    end = at + 2;
    at += 1;
  }
  if (2 * count >= shortest) yield { digits: text.slice(start, end), offset: start };
}

/**
 * Stretches of base64 or hexadecimal digits inside other text, such as a log line, an assignment, an XML element or a MIME part,
 * that are long enough to hold a key, the longest first.
 */
export function stretchesInText(text: string): readonly Stretch[] {
  const found: Stretch[] = [];
  for (const stretch of stretches(text)) if (stretch.digits.length >= shortest) found.push(stretch);
  found.push(...pairs(text));
  return found.sort((a, b) => b.digits.length - a.digits.length);
}

/** The longest stretch of digits inside other text. */
export const digitsInText = (text: string): string | undefined => stretchesInText(text)[0]?.digits;

/** Text as it was before an escape for JSON, a shell or a URL: line breaks, slashes, quotes and base64's three signs. */
export function unescaped(text: string): string {
  return text
    .replaceAll(/\\r\\n|\\[nr]/g, '\n')
    .replaceAll(/\\([/"'])/g, '$1')
    .replaceAll(/%(?:2B|2F|3D)/gi, decodeURIComponent);
}
