interface Row {
  readonly offset: string;
  readonly columns: string;
}

/** Offset, colon or space, columns. */
const rowPattern = /^\s*(?:0x)?([0-9a-f]{4,16})(?:(?::|\s)\s*(.*))?$/i;

/** Longest row, in characters: `xxd` writes up to 256 bytes in one. What finds the columns takes the square of the length. */
const longestRow = 1024;

/** Rows from the one with offset zero on; a heading may stand before it. Undefined when a line is no row. */
function rowsOf(text: string): Row[] | undefined {
  const rows: Row[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const [, offset, columns = ''] = line.length > longestRow ? [] : (rowPattern.exec(line) ?? []);
    const begun = rows.length > 0;
    if (offset === undefined && begun) return undefined;
    if (offset === undefined || (!begun && !/^0+$/.test(offset))) continue;
    rows.push({ offset, columns });
  }
  return rows;
}

/** Hexadecimal groups of a row, at most `count` bytes; without a count up to the gap before the characters. */
function groups(columns: string, count?: number): string[] {
  return split(columns, count).taken;
}

/** The groups, and where in the row they end. */
function split(columns: string, count?: number): { taken: string[]; end: number } {
  const hex = columns.replace(/\s+(?:\|.*\||>.*<)\s*$/, '');
  const marked = hex.length < columns.trimEnd().length;
  const taken: string[] = [];
  let bytes = 0;
  let end = 0;
  for (const { 0: whole, 1: gap = '', 2: group = '', index } of hex.matchAll(/(\s*)(\S+)/g)) {
    const ended = count === undefined ? gap.length > 1 && !marked && taken.length > 0 : bytes >= count;
    if (ended || !/^(?:[0-9a-f]{2}){1,4}$/i.test(group)) break;
    taken.push(group);
    bytes += group.length / 2;
    end = index + whole.length;
  }
  return { taken, end };
}

const bytesIn = (list: readonly string[]) => list.join('').length / 2;

/** Base of the offsets: `od` counts in octal. The first row holds as many bytes as the second offset says. */
function offsetBase(rows: readonly Row[]): 8 | 16 | undefined {
  const second = rows[1]?.offset;
  if (second === undefined) return 16;
  const available = bytesIn(groups(rows[0]!.columns, 64));
  return ([16, 8] as const).find((base) => {
    const width = Number.parseInt(second, base);
    return width > 0 && width <= available;
  });
}

/**
 * Bytes of a dump with offsets: `xxd`, `hexdump` with and without `-C`, `od -tx1`, `od -x`, `Format-Hex`.
 * Groups of two bytes without a colon behind the offset are little-endian words.
 */
export function fromHexDump(text: string): Buffer | undefined {
  const rows = rowsOf(text);
  if (rows === undefined || rows.length === 0) return undefined;
  const base = offsetBase(rows);
  if (base === undefined) return undefined;
  const words = !text.includes(':') && groups(rows[0]!.columns, 64).every((group) => group.length === 4);
  const parts: Buffer[] = [];
  let width = { bytes: 0, end: 0 };
  for (const [i, { offset, columns }] of rows.entries()) {
    const next = rows[i + 1];
    const count = next && Number.parseInt(next.offset, base) - Number.parseInt(offset, base);
    if (count !== undefined && (Number.isNaN(count) || count < 0)) return undefined;
    // The last row is no longer than the first, and its characters stand where they stand there.
    const last = count === undefined && width.bytes > 0;
    const { taken, end } = last ? split(columns.slice(0, width.end), width.bytes) : split(columns, count);
    if (i === 0 && count !== undefined) width = { bytes: count, end };
    const bytes = Buffer.from(taken.join(''), 'hex');
    const ordered = words && bytes.length % 2 === 0 ? bytes.swap16() : bytes;
    parts.push(count === undefined ? ordered : ordered.subarray(0, count));
  }
  return Buffer.concat(parts);
}
