import { bytesOf } from './base64.ts';
import { isAbridged, isHexDigit, isSpace, shortestBytes, type Dress, type Dressed } from './dress.ts';
import { readHexDump } from './hex-dump.ts';
import { readLiteral } from './literal.ts';

/** `0x30, 0x82` with one or two digits, and `\x30\x82`. */
const escape = /(?:0x|\\x)([0-9a-f]{1,2})(?![0-9a-f])|\\x([0-9a-f]{2})/gi;

/** What may stand between escapes: separators, casts, suffixes, the quotes and line ends of adjacent literals. */
const betweenEscapes = /^(?:[\s,;:+"'(){}[\]\\]|u8|[uU]|\(?s?byte\)?)*$/;

/** Longest text between two escapes that is looked at. */
const longestGap = 64;

/** Bytes in escapes, whatever language they are written for. */
function readEscapes(text: string): Dressed | undefined {
  const digits: string[] = [];
  let end = 0;
  let clean = true;
  for (const { 0: whole, 1: one, 2: other, index } of text.matchAll(escape)) {
    if (digits.length > 0) {
      const gap = index - end > longestGap ? '?' : text.slice(end, index);
      clean &&= betweenEscapes.test(gap);
    }
    digits.push((one ?? other ?? '').padStart(2, '0'));
    end = index + whole.length;
  }
  if (digits.length < shortestBytes || !clean) return undefined;
  const layer = { kind: 'hex', style: 'escapes', digits: 2 * digits.length } as const;
  return isAbridged(text.slice(end, end + longestGap))
    ? { layer, lost: { why: 'abridged' } }
    : { layer, bytes: Buffer.from(digits.join(''), 'hex') };
}

/** What stands around digits that are written as one number or one string: prefixes and suffixes of languages and displays. */
const before = /^\s*(?:<Buffer\s|<|["'`]?(?:0x|[xX]'|\\{1,2}x|#)?)/;
const after = /(?:["'`]|>|h)?[;,]?\s*$/i;

interface Groups {
  readonly list: readonly string[];
  readonly abridged: boolean;
}

/** Groups of hexadecimal digits and what parts them; undefined where anything else stands among them. */
function groupsOf(text: string): Groups | undefined {
  const list: string[] = [];
  let start = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isHexDigit(code)) {
      if (start < 0) start = at;
      continue;
    }
    if (start >= 0) list.push(text.slice(start, at));
    start = -1;
    if (at === text.length || isSeparator(code)) continue;
    // `<Buffer 30 82 ... 206 more bytes>`
    const isCut = list.length > 0 && isAbridged(text.slice(at, at + 4));
    return isCut ? { list, abridged: true } : undefined;
  }
  return { list, abridged: false };
}

/** Space, colon, comma, semicolon, hyphen, quotes. */
const isSeparator = (code: number) =>
  isSpace(code) ||
  code === 0x3a ||
  code === 0x2c ||
  code === 0x3b ||
  code === 0x2d ||
  code === 0x22 ||
  code === 0x27;

/** Groups that belong together: lines of one width, or groups of the same even length; single bytes with or without their zero. */
function isUniform(groups: readonly string[]): boolean {
  const [first = ''] = groups;
  const last = groups.at(-1)!;
  const whole = groups.slice(0, -1);
  if (whole.every(({ length }) => length === first.length) && last.length <= first.length)
    return first.length % 2 === 0 || first.length >= 2 * shortestBytes;
  return groups.every(({ length }) => length <= 2);
}

function readDigits(text: string): Dressed[] {
  const tail = after.exec(text.slice(-16));
  const head = before.exec(text)?.[0].length ?? 0;
  const body = text.slice(head, tail ? text.length - tail[0].length : undefined);
  const groups = groupsOf(body);
  if (groups === undefined) return [];
  const { list, abridged } = groups;
  if (list.length > 1 && !isUniform(list)) return [];
  const isBytes = list.length > 1 && list.every(({ length }) => length <= 2);
  const digits = isBytes ? list.map((group) => group.padStart(2, '0')).join('') : list.join('');
  if (digits.length < 2 * shortestBytes - 1) return [];
  const odd = digits.length % 2 === 1;
  const layer = {
    kind: 'hex',
    style: list.length > 1 && list[0]!.length <= 16 ? 'separated' : 'digits',
    digits: digits.length,
    ...(odd ? { odd: true as const } : {}),
  } as const;
  if (abridged) return [{ layer, lost: { why: 'abridged' } }];
  const bytes = Buffer.from(odd ? `0${digits}` : digits, 'hex');
  return isWords(text, list)
    ? [
        { layer, bytes },
        { layer: { ...layer, style: 'dump' }, bytes: Buffer.from(bytes).swap16() },
      ]
    : [{ layer, bytes }];
}

/** Rows of eight groups of four digits with a blank before them: `od -An -x` prints little-endian words so, others do not. */
const isWords = (text: string, list: readonly string[]) =>
  list.every(({ length }) => length === 4) &&
  text
    .split('\n')
    .every((line) => line.trim() === '' || (/^\s/.test(line) && line.trim().split(/\s+/).length <= 8));

/** Hexadecimal text in any usual layout. */
export const readHex: Dress = (text) => {
  const escapes = readEscapes(text);
  if (escapes) return [escapes];
  const dump = readHexDump(text);
  if (dump) return [dump];
  return readDigits(text);
};

/** The bytes of hexadecimal text or of a literal; undefined when the text is something else, or the bytes are lost. */
export function fromHexText(text: string): Buffer | undefined {
  return bytesOf(readLiteral(text)[0]) ?? bytesOf(readHex(text)[0]);
}
