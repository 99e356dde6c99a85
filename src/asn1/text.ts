import { fromBase64Text } from './base64-text.ts';
import { fromHexText } from './hex-text.ts';
import { fromJsonText } from './json-text.ts';

/** A text encoding around the bytes that are meant. */
export interface TextLayer {
  readonly kind: 'pem' | 'base64' | 'hex';
  /** Label of the PEM block (RFC 7468, 2). */
  readonly label?: string;
  /** The PEM block is encrypted with a password (RFC 1421 headers), so its content cannot be read. */
  readonly encrypted?: boolean;
  /** What the text was found in, in words: a field of a JSON document. */
  readonly within?: string;
}

export interface Decoded {
  readonly layer: TextLayer;
  readonly bytes: Buffer;
}

/** Text longer than this is not looked at: the longest key in hex has 20 KB. */
const textLimit = 1 << 20;

/** The bytes as text without byte order mark (UTF-8, UTF-16 either way); undefined where a control byte or a non-ASCII one says that they are none. */
export function asText(bytes: Buffer): string | undefined {
  if (bytes.length === 0 || bytes.length > textLimit) return undefined;
  const text = withoutMark(bytes);
  // eslint-disable-next-line no-control-regex -- whitespace and printable ASCII is the whole point
  return /^[\t\n\v\f\r -~]*$/.test(text) ? text : undefined;
}

function withoutMark(bytes: Buffer): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return bytes.toString('latin1', 3);
  if (a === 0xff && b === 0xfe) return bytes.toString('utf16le', 2);
  if (a === 0xfe && b === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return b === 0 && bytes.length % 2 === 0 ? bytes.toString('utf16le') : bytes.toString('latin1');
}

const privateLabel = /PRIVATE KEY/;

/** First PEM block with a private key, else the first block; text around the blocks is allowed (RFC 7468, 2). */
export function decodePem(text: string): Decoded | undefined {
  let first: Decoded | undefined;
  for (let at = text.indexOf('-----BEGIN '); at >= 0; at = text.indexOf('-----BEGIN ', at + 1)) {
    const labelEnd = text.indexOf('-----', at + 11);
    if (labelEnd < 0) break;
    const label = text.slice(at + 11, labelEnd);
    if (label.length > 64) continue;
    const end = text.indexOf('-----', labelEnd + 5);
    const block = decodeBlock(label, text.slice(labelEnd + 5, end < 0 ? undefined : end));
    if (privateLabel.test(label)) return block;
    first ??= block;
  }
  return first;
}

function decodeBlock(label: string, body: string): Decoded {
  const lines = body.split(/\r\n|\r|\n/);
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
  return { layer: { kind: 'base64', ...layers.get(field.inner), within: field.detail }, bytes: field.inner };
}

function decodePlain(text: string): Decoded | undefined {
  const pem = decodePem(text);
  if (pem) return pem;
  const hex = fromHexText(text);
  if (hex) return { layer: { kind: 'hex' }, bytes: hex };
  const base64 = fromBase64Text(text);
  return base64 && { layer: { kind: 'base64' }, bytes: base64 };
}
