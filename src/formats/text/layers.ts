import { isUtf8 } from 'node:buffer';
import { fromBase64Text } from './base64.ts';
import { fromHexText } from './hex.ts';
import { fromJsonText, type JsonField } from './json.ts';

/** A text encoding around the bytes that are meant. */
export interface TextLayer {
  readonly kind: 'pem' | 'base64' | 'hex';
  /** Label of the PEM block (RFC 7468, 2). */
  readonly label?: string;
  /** The PEM block is encrypted with a password (RFC 1421 headers), so its content cannot be read. */
  readonly encrypted?: boolean;
  /** What the text was found in. */
  readonly within?: JsonField;
}

export interface Decoded {
  readonly layer: TextLayer;
  readonly bytes: Buffer;
}

/** Text longer than this is not looked at: the longest key in hex has 20 KB. */
const textLimit = 1 << 20;

const pemStart = '-----BEGIN ';

/**
 * The bytes as text without byte order mark (UTF-8, UTF-16 either way) and without the zero bytes that end a string in C; undefined where
 * a control character says that they are none. A PEM block shows itself, whatever stands around it.
 */
export function asText(bytes: Buffer): string | undefined {
  if (bytes.length === 0 || bytes.length > textLimit) return undefined;
  const text = withoutTerminator(withoutMark(bytes));
  // eslint-disable-next-line no-control-regex -- control characters are the whole point
  const isText = /^[^\0-\x08\x0e-\x1f\x7f-\x9f\ufffd]+$/.test(text);
  return isText || text.includes(pemStart) ? text : undefined;
}

function withoutMark(bytes: Buffer): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return bytes.toString('utf8', 3);
  if (a === 0xff && b === 0xfe) return bytes.toString('utf16le', 2);
  if (a === 0xfe && b === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  if (b === 0 && bytes.length % 2 === 0) return bytes.toString('utf16le');
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

function withoutTerminator(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\0') end -= 1;
  return text.slice(0, end);
}

const privateLabel = /PRIVATE KEY/;

/** First PEM block with a private key, else the first block; text around the blocks is allowed (RFC 7468, 2). */
export function decodePem(text: string): Decoded | undefined {
  let first: Decoded | undefined;
  for (let at = text.indexOf(pemStart); at >= 0; at = text.indexOf(pemStart, at + 1)) {
    const labelStart = at + pemStart.length;
    const labelEnd = text.indexOf('-----', labelStart);
    if (labelEnd < 0) break;
    const label = text.slice(labelStart, labelEnd);
    if (label.length > 64) continue;
    const end = text.indexOf('-----', labelEnd + 5);
    const block = decodeBlock(label, text.slice(labelEnd + 5, end < 0 ? undefined : end));
    if (privateLabel.test(label)) return block;
    first ??= block;
  }
  return first ?? withoutFirstLine(text);
}

const lastLine = /-----END ([^-]{1,64})-----/;

/** A PEM block whose first line was left behind when it was copied. */
function withoutFirstLine(text: string): Decoded | undefined {
  const [, label] = lastLine.exec(text) ?? [];
  return label === undefined ? undefined : decodeBlock(label, text.slice(0, text.search(lastLine)));
}

/** Line ends are line ends too where a string literal or a JSON document spells them out. */
function decodeBlock(label: string, body: string): Decoded {
  const lines = body.split(/[\r\n]|\\[rn]/);
  const headers = lines.filter((line) => line.includes(':'));
  const base64 = lines.filter((line) => !line.includes(':') && !line.startsWith('=')).join('');
  const encrypted = headers.some((line) => /^Proc-Type:.*ENCRYPTED/.test(line));
  return {
    layer: { kind: 'pem', label, ...(encrypted ? { encrypted } : {}) },
    bytes: Buffer.from(base64, 'base64'),
  };
}

/** What the text stands for: a PEM block, hex or base64 in any usual layout, or the likeliest field of a JSON document. */
export function decodeText(text: string): Decoded | undefined {
  const plain = decodePlain(text);
  if (plain?.layer.kind === 'pem') return plain;
  const layers = new Map<Buffer, TextLayer>();
  const field = fromJsonText(text, (value) => {
    const decoded = decodePlain(value);
    if (decoded) layers.set(decoded.bytes, decoded.layer);
    return decoded?.bytes;
  });
  if (!field) return plain;
  return { layer: { kind: 'base64', ...layers.get(field.inner), within: field.field }, bytes: field.inner };
}

function decodePlain(text: string): Decoded | undefined {
  return decodePem(text) ?? decodeDigits(text) ?? decodeDigits(text.replace(name, ''));
}

/** What stands before digits in a shell assignment, a YAML document or a log: `AES_KEY=`, `key: |`. */
const name = /^\s*["']?[A-Za-z][\w .-]{0,63}["']?\s*[:=]\s*(?:[|>]-?\s)?/;

function decodeDigits(text: string): Decoded | undefined {
  const hex = fromHexText(text);
  if (hex) return { layer: { kind: 'hex' }, bytes: hex };
  const base64 = fromBase64Text(text);
  return base64 && { layer: { kind: 'base64' }, bytes: base64 };
}
