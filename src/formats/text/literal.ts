import { shortestBytes, type Dress } from './dress.ts';

const shortEscapes: Readonly<Record<string, number>> = {
  n: 0x0a,
  r: 0x0d,
  t: 0x09,
  f: 0x0c,
  v: 0x0b,
  a: 0x07,
  b: 0x08,
  e: 0x1b,
};

/** Numeric escapes without which a quoted text is not taken for bytes. */
const fewestEscapes = 2;

/** Text before a literal, in characters: an assignment, a call. */
const longestHead = 200;

interface Pieces {
  readonly bytes: number[];
  readonly escapes: number;
  readonly isPython: boolean;
}

/**
 * A string literal of bytes, in one piece or several: `b'…'` of Python, `"\x30\x82"` and `"\060\202"` of C, Go, JavaScript and shells.
 * Only the escaped bytes say for sure that it is one, so there have to be several, unless a `b` stands before it.
 */
export const readLiteral: Dress = (text) => {
  const pieces = readPieces(text);
  if (pieces === undefined) return [];
  const { bytes, escapes, isPython } = pieces;
  if (bytes.length < shortestBytes || (!isPython && escapes < fewestEscapes)) return [];
  return [
    { layer: { kind: 'literal', language: isPython ? 'python' : 'c', escapes }, bytes: Buffer.from(bytes) },
  ];
};

/** All literals of the text, which only what joins literals may part; undefined where something else does, or a character is not a byte. */
function readPieces(text: string): Pieces | undefined {
  const first = firstQuote(text);
  if (first === undefined) return undefined;
  const isPython = /(?:^|[^A-Za-z0-9_])[bB]$/.test(text.slice(Math.max(0, first - 2), first));
  const bytes: number[] = [];
  let escapes = 0;
  let at = first;
  for (;;) {
    const piece = readPiece(text, at, bytes);
    if (piece === undefined) return undefined;
    escapes += piece.escapes;
    const next = nextQuote(text, piece.end);
    if (next === undefined) return { bytes, escapes, isPython };
    at = next;
  }
}

function firstQuote(text: string): number | undefined {
  const at = text.slice(0, longestHead).search(/["']/);
  return at < 0 ? undefined : at;
}

/** The next literal of a sum or of adjacent ones; undefined where none follows, whatever else does. */
function nextQuote(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '"' || character === "'") return at;
    if (!/[\s+()\\.bB]/.test(character)) return undefined;
  }
  return undefined;
}

function readPiece(
  text: string,
  start: number,
  bytes: number[],
): { end: number; escapes: number } | undefined {
  const quote = text[start];
  let escapes = 0;
  let at = start + 1;
  while (at < text.length) {
    const character = text[at]!;
    if (character === quote) return { end: at + 1, escapes };
    if (character === '\\') {
      const escape = readEscape(text, at + 1);
      if (escape === undefined) return undefined;
      if (escape.value !== undefined) bytes.push(escape.value);
      escapes += escape.numeric ? 1 : 0;
      at = escape.end;
    } else {
      const code = text.charCodeAt(at);
      if (code < 0x20 || code > 0x7e) return undefined;
      bytes.push(code);
      at += 1;
    }
  }
  return undefined;
}

interface Escape {
  /** undefined for a line break that the escape takes out. */
  readonly value?: number;
  readonly numeric: boolean;
  readonly end: number;
}

/** What follows a backslash. Escapes for characters above 0xFF are not bytes. */
function readEscape(text: string, at: number): Escape | undefined {
  const hex = /^(?:x([0-9a-fA-F]{2})|u00([0-9a-fA-F]{2}))/.exec(text.slice(at, at + 5));
  if (hex) return { value: Number.parseInt(hex[1] ?? hex[2]!, 16), numeric: true, end: at + hex[0].length };
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0];
  if (octal !== undefined) {
    const value = Number.parseInt(octal, 8);
    return value < 256 ? { value, numeric: true, end: at + octal.length } : undefined;
  }
  const character = text[at];
  if (character === undefined) return undefined;
  if (character === '\n') return { numeric: false, end: at + 1 };
  const value = shortEscapes[character] ?? (/["'\\/?]/.test(character) ? character.charCodeAt(0) : undefined);
  return value === undefined ? undefined : { value, numeric: false, end: at + 1 };
}
