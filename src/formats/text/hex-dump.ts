import { isHexDigit, isSpace, shortestBytes, type Dressed } from './dress.ts';

interface Row {
  readonly offset: string;
  readonly columns: string;
}

/** Longest row, in characters: `xxd` writes up to 256 bytes in one. */
const longestRow = 1024;

/** Offset of 4 to 16 digits, then a colon or a blank, then columns. */
function rowOf(line: string): Row | undefined {
  if (line.length > longestRow) return undefined;
  let at = 0;
  while (isSpace(line.charCodeAt(at))) at += 1;
  if (line[at] === '0' && line[at + 1] === 'x') at += 2;
  const start = at;
  while (isHexDigit(line.charCodeAt(at))) at += 1;
  const length = at - start;
  const isEnded = at === line.length || line[at] === ':' || isSpace(line.charCodeAt(at));
  if (length < 4 || length > 16 || !isEnded) return undefined;
  return { offset: line.slice(start, at), columns: line.slice(at + 1).trimStart() };
}

/** Rows from the one with offset zero on; a heading may stand before it. Undefined when a line after it is not a row. */
function rowsOf(text: string): Row[] | undefined {
  const rows: Row[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const row = rowOf(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (row === undefined && rows.length > 0) return undefined;
    if (row === undefined || (rows.length === 0 && !/^0+$/.test(row.offset))) continue;
    rows.push(row);
  }
  return rows;
}

/** The row without the characters that stand between bars or angle brackets at its end. */
function withoutCharacters(columns: string): string {
  const text = columns.trimEnd();
  const close = text.at(-1);
  const open = close === '|' ? '|' : close === '<' ? '>' : undefined;
  const start = open === undefined ? -1 : text.indexOf(open);
  return start > 0 && start < text.length - 1 && isSpace(text.charCodeAt(start - 1))
    ? text.slice(0, start).trimEnd()
    : text;
}

interface Taken {
  readonly groups: string[];
  /** Where in the row they end. */
  readonly end: number;
}

/** Hexadecimal groups of a row, at most `count` bytes; without a count up to the gap before the characters. */
function take(columns: string, count?: number): Taken {
  const hex = withoutCharacters(columns);
  const marked = hex.length < columns.trimEnd().length;
  const groups: string[] = [];
  let bytes = 0;
  let end = 0;
  for (const { 0: whole, 1: gap = '', 2: group = '', index } of hex.matchAll(/(\s*)(\S+)/g)) {
    const ended = count === undefined ? gap.length > 1 && !marked && groups.length > 0 : bytes >= count;
    if (ended || !/^(?:[0-9a-f]{2}){1,4}$/i.test(group)) break;
    groups.push(group);
    bytes += group.length / 2;
    end = index + whole.length;
  }
  return { groups, end };
}

const bytesIn = (list: readonly string[]) => list.join('').length / 2;

/** Base of the offsets: `od` counts in octal. The first row holds as many bytes as the second offset says. */
function offsetBase(rows: readonly Row[]): 8 | 16 | undefined {
  const second = rows[1]?.offset;
  if (second === undefined) return 16;
  const available = bytesIn(take(rows[0]!.columns, 64).groups);
  return ([16, 8] as const).find((base) => {
    const width = Number.parseInt(second, base);
    return width > 0 && width <= available;
  });
}

/**
 * Bytes of a dump with offsets: `xxd`, `hexdump` with and without `-C`, `od -tx1`, `od -x`, `Format-Hex`.
 * Groups of two bytes without a colon after the offset are little-endian words.
 */
export function fromHexDump(text: string): Buffer | undefined {
  const rows = rowsOf(text);
  if (rows === undefined || rows.length === 0) return undefined;
  const base = offsetBase(rows);
  if (base === undefined) return undefined;
  const words = !text.includes(':') && take(rows[0]!.columns, 64).groups.every((group) => group.length === 4);
  const parts: Buffer[] = [];
  let width = { bytes: 0, end: 0 };
  for (const [i, { offset, columns }] of rows.entries()) {
    const next = rows[i + 1];
    const count = next && Number.parseInt(next.offset, base) - Number.parseInt(offset, base);
    if (count !== undefined && (Number.isNaN(count) || count < 0)) return undefined;
    // The last row is no longer than the first, and its characters stand where they stand there.
    const last = count === undefined && width.bytes > 0;
    const { groups, end } = last ? take(columns.slice(0, width.end), width.bytes) : take(columns, count);
    if (i === 0 && count !== undefined) width = { bytes: count, end };
    const bytes = Buffer.from(groups.join(''), 'hex');
    const ordered = words && bytes.length % 2 === 0 ? bytes.swap16() : bytes;
    if (count !== undefined && ordered.length < count) return undefined;
    parts.push(count === undefined ? ordered : ordered.subarray(0, count));
  }
  return Buffer.concat(parts);
}

/** A dump long enough to hold a key; undefined where the text is not one. */
export function readHexDump(text: string): Dressed | undefined {
  const bytes = fromHexDump(text);
  return bytes && bytes.length >= shortestBytes
    ? { layer: { kind: 'hex', style: 'dump', digits: 2 * bytes.length }, bytes }
    : undefined;
}
