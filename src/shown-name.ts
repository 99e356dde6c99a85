import { printableLine } from './printable.ts';

/** Longest name that is shown whole, and how much of a longer one is: its start and its end. In characters. */
const shown = { whole: 160, start: 100, end: 50 } as const;
/** No system has a longer path (PATH_MAX of Linux). */
const longestPath = 4096;

const pem = /-----\s*(?:BEGIN|END)|BEGIN [A-Z0-9 ]{0,40}KEY/;
/** Names of KMS keys and of their files. */
const uuid = /\b([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\b/i;
/** 16 bytes or more as digits in a row, or with blanks or colons between. */
const hexDigits = /[0-9a-f](?:[:\s]{0,2}[0-9a-f]){31,}/gi;
/** The same in the dress of a programming language: `0x30, 0x82` or `\x30\x82`. */
const hexEscapes = /(?:(?:0x|\\x)[0-9a-f]{2}[,\s]{0,3}){16,}/gi;
const base64Digits = /[A-Za-z0-9+/_-]{20,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}/g;

type Kind = 'upper' | 'lower' | 'digit' | 'mark';

function kindOf(character: string): Kind {
  if (character >= '0' && character <= '9') return 'digit';
  if (character >= 'A' && character <= 'Z') return 'upper';
  return character >= 'a' && character <= 'z' ? 'lower' : 'mark';
}

/** Neighbours that are looked at together. */
const neighbours = 24;

/**
 * Whether capitals, small letters and digits follow each other as in random base64, where 62 of 100 neighbours are of two
 * kinds; in words written together it is 50 at the most, and fewer beside digits. Of 32 random bytes without padding it
 * misses 1 in 500, of 48 none in 4000; of 170,000 paths on a machine it holds 1 in 100 for base64.
 */
function isRandom(text: string): boolean {
  const kinds = Array.from(text, kindOf);
  if (text.endsWith('=')) return true;
  if (text.includes('+') && kinds.includes('upper') && kinds.includes('lower')) return true;
  for (let start = 0; start === 0 || start + neighbours <= kinds.length; start += 2) {
    const seen = kinds.slice(start, start + neighbours);
    const pairs = seen.slice(1).map((kind, at) => [seen[at], kind] as const);
    const letters = pairs.filter((pair) => !pair.includes('mark'));
    const changes = letters.filter(([one, other]) => one !== other).length;
    const most = seen.includes('digit') ? 0.42 : 0.55;
    if (letters.length >= 10 && changes > most * letters.length) return true;
  }
  return false;
}

const instead = (what: string) => (run: string) => `[${run.length} characters of ${what}]`;

function hide(text: string): string {
  return text
    .replaceAll(hexEscapes, instead('hexadecimal'))
    .replaceAll(hexDigits, instead('hexadecimal'))
    .replaceAll(base64Digits, (run) => (isRandom(run) ? instead('base64')(run) : run));
}

function withoutKeys(text: string): string {
  if (text.length > longestPath) return instead('text')(text);
  if (pem.test(text)) return instead('PEM')(text);
  return text
    .split(uuid)
    .map((piece, at) => (at % 2 === 0 ? hide(piece) : piece))
    .join('');
}

/** Whether text that was given as a name looks like a key in PEM, hexadecimal digits or base64. */
export const looksLikeKey = (text: string): boolean =>
  text.length <= longestPath && withoutKeys(text) !== text;

/**
 * A name that came from outside, such as a path, as a message may show it: on one line, shortened in the middle when it is
 * long, and without what looks like a key, which was given where a name is expected.
 */
export function shownName(text: string): string {
  const name = printableLine(withoutKeys(text));
  return name.length <= shown.whole ? name : `${name.slice(0, shown.start)}…${name.slice(-shown.end)}`;
}

/** The same in quotation marks. */
export const quotedName = (text: string): string => JSON.stringify(shownName(text));
