const shortest = 16;

/** `xxd`, `hexdump -C`, `od -tx1`, `Format-Hex`: an offset, then the bytes, then perhaps a column of characters. */
const dumpLine = /^\s*(?:0x)?([0-9a-f]{4,16})(?::\s?|\s+)((?:[0-9a-f]{2,8}(?: {1,2}|$))+)/i;

function fromDump(text: string): Buffer | undefined {
  const bytes: Buffer[] = [];
  let rows = 0;
  for (const line of text.split(/\r?\n/)) {
    const match = dumpLine.exec(`${line.replace(/\|.*$/, '')} `);
    if (match === null) {
      // A heading, a blank line, or the closing offset of hexdump and od.
      if (/^\s*[0-9a-f]{4,16}\s*$/i.test(line) || line.trim() === '' || rows === 0) continue;
      return undefined;
    }
    bytes.push(dumpRow(match[2]!));
    rows++;
  }
  return rows > 0 ? Buffer.concat(bytes) : undefined;
}

/** Bytes of one row. The character column stands behind two spaces; `hexdump -C` puts two in the middle as well. */
function dumpRow(columns: string): Buffer {
  const single = columns.trim().split(/ {2,}/);
  const digits = /^(?:[0-9a-f]{2} ){7}[0-9a-f]{2}$/i.test(single[0]!)
    ? single.slice(0, 2)
    : single.slice(0, 1);
  return Buffer.from(digits.join('').replaceAll(' ', ''), 'hex');
}

/** Bytes of hexadecimal text in any usual layout; undefined when the text is something else. */
export function fromHexText(text: string): Buffer | undefined {
  const escaped = text.match(/(?:0x|\\x)[0-9a-f]{2}\b/gi) ?? text.match(/(?:0x|\\x)[0-9a-f]{2}/gi);
  if (escaped !== null && escaped.length >= shortest)
    return Buffer.from(escaped.map((item) => item.slice(2)).join(''), 'hex');
  const plain = text.replace(/^\s*0x/i, '').replaceAll(/[\s:,;"'-]/g, '');
  if (/^[0-9a-f]+$/i.test(plain) && !isOffsetDump(text))
    return plain.length % 2 === 0 && plain.length >= 2 * shortest ? Buffer.from(plain, 'hex') : undefined;
  const dump = fromDump(text);
  return dump !== undefined && dump.length >= shortest ? dump : undefined;
}

/** Lines that each begin with a rising offset: a dump without a character column is hexadecimal throughout. */
function isOffsetDump(text: string): boolean {
  const lines = text.trim().split(/\r?\n/);
  if (lines.length < 2) return false;
  const offsets = lines.map((line) => /^\s*([0-9a-f]{6,16})(?::| )/i.exec(`${line} `)?.[1]);
  if (offsets.some((offset) => offset === undefined || offset.length !== offsets[0]!.length)) return false;
  return /^0+$/.test(offsets[0]!) && /^0+(?:10|20|8|18|40)$/i.test(offsets[1]!);
}
