import { isDecimalDigit, isSpace, shortestBytes, type Dress } from './dress.ts';

/** Casts and suffixes that stand between numbers without changing them. */
const casts = ['(byte)', '(sbyte)', 'u8', 'i8', 'uy', 'y'];

interface Run {
  readonly values: number[];
  /** Whether every number has two digits and no sign: then it may be hexadecimal as well. */
  twoDigits: boolean;
  end: number;
}

/**
 * Bytes as a list of decimal numbers, 0 to 255 or −128 to 127, in the dress of any language: `[12, -3]` of Java,
 * `Uint8Array(2) [ 12, 253 ]`, `[]byte{12, 253}`, `bytes([12, 253])`, `12,253`, one number a line.
 */
export const readNumbers: Dress = (text) => {
  const run = onlyRun(text);
  if (run === undefined) return [];
  const { values } = run;
  const signed = values.some((value) => value < 0);
  if (signed && values.some((value) => value > 127)) return [];
  const layer = { kind: 'numbers', count: values.length, signed } as const;
  if (isAbridgedAt(text, run.end)) return [{ layer, lost: { why: 'abridged' } }];
  return [{ layer, bytes: Buffer.from(values) }];
};

/** Whether a list of numbers may as well be hexadecimal digits in pairs. */
export const isAlsoHex = (text: string): boolean => onlyRun(text)?.twoDigits === true;

/** `... 156 more items` of node, `...` of Python and numpy. */
const isAbridgedAt = (text: string, end: number) => /^[\s,]*(?:\.\.\.|…)/.test(text.slice(end, end + 64));

/** The one list of byte values in the text; undefined where it has none or several, or numbers that are not bytes beside it. */
function onlyRun(text: string): Run | undefined {
  let at = listStart(text);
  let found: Run | undefined;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (!isNumberStart(text, at, code)) {
      at += 1;
      continue;
    }
    const run = readRun(text, at);
    if (run.values.length >= shortestBytes) {
      if (found !== undefined) return undefined;
      found = run;
    } else if (run.values.length > 1) return undefined;
    at = Math.max(run.end, at + 1);
  }
  return found;
}

/** The length in `Uint8Array(32) [` and `new byte[32] {` is not a member of the list. */
function listStart(text: string): number {
  const open = text.search(/[[{]/);
  if (open < 0) return 0;
  const brace = text.indexOf('{', open);
  return brace > open && /^\[\s*\d*\s*\]\s*$/.test(text.slice(open, Math.min(brace, open + 32)))
    ? brace
    : open;
}

function isNumberStart(text: string, at: number, code: number): boolean {
  if (!isDecimalDigit(code)) return false;
  const before = at === 0 ? ' ' : text[at - 1]!;
  return !/[\w.]/.test(before);
}

/** Numbers from `start` on that nothing but separators and casts part. A number that is not a byte ends the list and spoils it. */
function readRun(text: string, start: number): Run {
  const run: Run = { values: [], twoDigits: true, end: start };
  let at = start > 0 && text[start - 1] === '-' ? start - 1 : start;
  for (;;) {
    const negative = text[at] === '-';
    const digits = digitsFrom(text, negative ? at + 1 : at);
    const value = digits === undefined ? Number.NaN : Number(digits) * (negative ? -1 : 1);
    if (!(value >= -128 && value < 256)) return digits === undefined ? run : { ...run, values: [0, 0] };
    run.values.push(value);
    if (negative || digits!.length !== 2) run.twoDigits = false;
    run.end = at + digits!.length + (negative ? 1 : 0);
    at = nextNumber(text, run.end);
  }
}

/** At most three decimal digits that no letter, point or further digit follows. */
function digitsFrom(text: string, at: number): string | undefined {
  let end = at;
  while (isDecimalDigit(text.charCodeAt(end))) end += 1;
  if (end === at) return undefined;
  const digits = text.slice(at, end);
  const after = text[end] ?? ' ';
  const isWord =
    (/[A-Za-z_]/.test(after) && !casts.some((cast) => text.startsWith(cast, end))) || isPoint(text, end);
  return digits.length > 3 || isWord ? '999' : digits;
}

/** A decimal point: the full stops of an abridged list follow a separator. */
const isPoint = (text: string, at: number) => text[at] === '.' && text[at + 1] !== '.';

/** Where the next number would begin: after separators and casts. */
function nextNumber(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isSpace(code) || code === 0x2c || code === 0x3b) at += 1;
    else {
      const cast = casts.find((one) => text.startsWith(one, at));
      if (cast === undefined) return at;
      at += cast.length;
    }
  }
}
