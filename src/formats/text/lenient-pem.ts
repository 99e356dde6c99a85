import type { Encoding, Loss, PemEncryption, PemLineBreaks } from './layer.ts';
import type { Dress, Dressed } from './dress.ts';

type PemLayer = Extract<Encoding, { kind: 'pem' }>;

const begin = '-----BEGIN ';
const end = '-----END ';
const dashes = '-----';

/** Most blocks of one text that are read: a bundle of authorities has 150. */
const mostBlocks = 512;

/** Longest label that is believed (RFC 7468 has none above 30). */
const longestLabel = 64;

interface Block {
  readonly label: string;
  readonly body: string;
  readonly missing?: 'begin' | 'end';
}

const isPrivate = (label: string) => label.includes('PRIVATE KEY');

/**
 * Every PEM block of a text (RFC 7468, 2; RFC 1421), those with a private key first. Line breaks may be kept, spelled out as `\n` or gone,
 * lines indented, quoted or commented, and the first or the last line missing.
 */
export const readPem: Dress = (text) => {
  const blocks = blocksOf(text);
  const read = blocks.map((block, at) => readBlock(block, at + 1, blocks.length));
  const labelled = (one: Dressed) => isPrivate((one.layer as PemLayer).label);
  return [...read.filter(labelled), ...read.filter((one) => !labelled(one))];
};

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (let at = text.indexOf(begin); at >= 0 && blocks.length < mostBlocks;) {
    const labelStart = at + begin.length;
    const labelEnd = text.indexOf(dashes, labelStart);
    if (labelEnd < 0) break;
    const next = text.indexOf(begin, labelStart);
    const label = text.slice(labelStart, labelEnd);
    at = next;
    if (label.length > longestLabel || (next >= 0 && next < labelEnd)) continue;
    const bodyStart = labelEnd + dashes.length;
    const stop = text.indexOf(dashes, bodyStart);
    const ended = stop >= 0 && text.startsWith(end, stop);
    const body = text.slice(bodyStart, stop < 0 ? undefined : stop);
    blocks.push(ended ? { label, body } : { label, body, missing: 'end' });
  }
  return blocks.length > 0 ? blocks : withoutFirstLine(text);
}

/** A block whose first line was left after when it was copied. */
function withoutFirstLine(text: string): Block[] {
  const at = text.indexOf(end);
  const labelEnd = at < 0 ? -1 : text.indexOf(dashes, at + end.length);
  const label = text.slice(at + end.length, labelEnd);
  if (labelEnd < 0 || label.length === 0 || label.length > longestLabel) return [];
  return [{ label, body: text.slice(0, at), missing: 'begin' }];
}

/** Line ends that a string literal or a JSON document spells out, once or twice escaped. */
const escapedLineEnd = /\\{1,4}[rnt]/;

function lineBreaksOf(body: string): PemLineBreaks {
  if (/[\r\n]./.test(body.trim())) return 'kept';
  return escapedLineEnd.test(body) ? 'escaped' : 'gone';
}

function readBlock({ label, body, missing }: Block, block: number, blocks: number): Dressed {
  const lineBreaks = lineBreaksOf(body);
  const lines = linesOf(body, lineBreaks);
  const encryption = encryptionOf(lines.filter(isHeader));
  const digits = bodyLines(lines, label, missing).join('').replaceAll(/\s/g, '');
  const layer: PemLayer = {
    kind: 'pem',
    label,
    block,
    blocks,
    lineBreaks,
    ...(missing ? { missing } : {}),
    ...(encryption ? { encryption } : {}),
  };
  const lost = lossOf(digits);
  return lost ? { layer, lost } : { layer, bytes: Buffer.from(digits, 'base64') };
}

function linesOf(body: string, lineBreaks: PemLineBreaks): string[] {
  if (lineBreaks === 'gone') return withHeaders(body.split(/\s+/).map(cleaned));
  return body
    .split(/[\r\n]/)
    .map(cleaned)
    .flatMap((line) => line.split(escapedLineEnd))
    .map((line) => (line.endsWith('\\') ? line.slice(0, -1) : line).trim());
}

/** A line without its indentation, comment or quotation mark, the quotes of a literal and what joins literals. */
function cleaned(line: string): string {
  const inner = line.trim().replace(/^(?:[>#|*]+|\/\/ )\s*/, '');
  const quote = /["'`]/.exec(inner);
  if (quote === null) return inner;
  if (quote.index > 0) return inner.slice(0, quote.index);
  const close = inner.indexOf(quote[0], 1);
  return inner.slice(1, close < 0 ? undefined : close);
}

/** A header whose name and value became words of one line is a line again. */
function withHeaders(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    if (word.endsWith(':')) lines.push(`${word} ${words[++at] ?? ''}`);
    else lines.push(word);
  }
  return lines;
}

const isHeader = (line: string) => line.includes(':');
const isBase64 = (line: string) => /^[A-Za-z0-9+/]+={0,2}$/.test(line.trim());

/** The lines of digits. Where the block's end is not told, what is not base64 ends it; the checksum of OpenPGP (RFC 4880, 6.1) is left out. */
function bodyLines(lines: readonly string[], label: string, missing: Block['missing']): readonly string[] {
  if (missing === 'begin') {
    const filled = lines.filter((line) => line !== '');
    return filled.slice(filled.findLastIndex((line) => !isBase64(line)) + 1);
  }
  const isChecksum = (line: string) => label.startsWith('PGP ') && line.startsWith('=');
  const body = lines.filter((line) => line !== '' && !isHeader(line) && !isChecksum(line));
  if (missing !== 'end') return body;
  const stop = body.findIndex((line) => !isBase64(line));
  return stop < 0 ? body : body.slice(0, stop);
}

/** Padding ends the digits and stands nowhere else. */
function lossOf(digits: string): Loss | undefined {
  const unpadded = digits.replace(/={1,2}$/, '');
  const count = unpadded.replaceAll(/[A-Za-z0-9+/]/g, '').length;
  if (count > 0) return { why: 'foreign-characters', count };
  return unpadded.length % 4 === 1 ? { why: 'character-count', characters: unpadded.length } : undefined;
}

/** RFC 1421, 4.6.1: `Proc-Type: 4,ENCRYPTED` and `DEK-Info: AES-256-CBC,<iv>`. */
function encryptionOf(headers: readonly string[]): PemEncryption | undefined {
  const value = (name: string) =>
    headers
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  if (value('Proc-Type')?.includes('ENCRYPTED') !== true) return undefined;
  const [cipher, iv] = (value('DEK-Info') ?? '').split(',');
  const isIv = iv !== undefined && /^(?:[0-9A-Fa-f]{2}){1,32}$/.test(iv.trim());
  return {
    ...(cipher ? { cipher } : {}),
    ...(isIv ? { iv: Buffer.from(iv.trim(), 'hex') } : {}),
  };
}

/** The first block with a private key, else the first; undefined where there is none. A block whose bytes are lost is empty. */
export function decodePem(text: string): { layer: PemLayer; bytes: Buffer } | undefined {
  const [first] = readPem(text);
  if (first === undefined) return undefined;
  return { layer: first.layer as PemLayer, bytes: 'bytes' in first ? first.bytes : Buffer.alloc(0) };
}
