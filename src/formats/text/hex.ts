import { fromHexDump } from './hex-dump.ts';

/** Shortest run of bytes that is worth taking for a blob or key inside text. */
const shortest = 16;

/** `0x30, 0x82` and `\x30\x82`. */
const escapes = /(?:0x|\\x)([0-9a-f]{2})(?![0-9a-f])|\\x([0-9a-f]{2})/gi;

const shortEscapes = new Map(
  Object.entries({ n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', a: '\x07', b: '\b' }),
);

/** A string literal in which only bytes that do not print are escaped, as Python, C and shells write it. */
function fromLiteral(text: string): Buffer | undefined {
  const literal = /(["'])([^]*)\1/.exec(text)?.[2]?.replaceAll(/"\s*\n\s*"/g, '');
  if (literal === undefined || (literal.match(/\\x[0-9a-f]{2}/gi) ?? []).length < shortest) return undefined;
  const characters = literal.replaceAll(
    /\\(?:x([0-9a-f]{2})|([^]))/gi,
    (_, hex: string | undefined, short: string) =>
      hex === undefined ? (shortEscapes.get(short) ?? short) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(characters, 'latin1');
}

/** Bytes of hexadecimal text in any usual layout; undefined when the text is something else. */
export function fromHexText(text: string): Buffer | undefined {
  const literal = fromLiteral(text);
  if (literal !== undefined) return literal;
  const escaped = Array.from(text.matchAll(escapes), ([, one, other]) => one ?? other ?? '');
  if (escaped.length >= shortest) return Buffer.from(escaped.join(''), 'hex');
  const dump = fromHexDump(text);
  if (dump !== undefined && dump.length >= shortest) return dump;
  const plain = text
    .replace(/^\s*["']?(?:0x|x'|\\{1,2}x)?/i, '')
    .replace(/h\s*$/i, '')
    .replaceAll(/[\s:,;"'-]/g, '');
  if (plain.length < 2 * shortest || !/^[0-9a-f]+$/i.test(plain)) return undefined;
  // A big-integer type prints no leading zero.
  return Buffer.from(plain.length % 2 === 0 ? plain : `0${plain}`, 'hex');
}
