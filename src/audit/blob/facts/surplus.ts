import { mostLineFeeds } from '../../budgets.ts';
import type { Surplus } from './types.ts';

/** Whether the bytes are line ends and nothing else. */
export function isNewline(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.length <= 4 && /^[\r\n]+$/.test(bytes.toString('latin1'));
}

const isConstant = (bytes: Buffer) => bytes.every((byte) => byte === bytes[0]);

/** What stands after a complete blob. `isBlob` says whether bytes begin with another complete one. */
export function surplusOf(bytes: Buffer, isBlob: (rest: Buffer) => boolean): Surplus | undefined {
  if (bytes.length === 0) return undefined;
  if (isNewline(bytes)) return { kind: 'newline', bytes: bytes.length, text: bytes.toString('latin1') };
  if (isBlob(bytes)) return { kind: 'copies', bytes: bytes.length };
  const value = isConstant(bytes) ? bytes[0] : undefined;
  return { kind: 'bytes', bytes: bytes.length, ...(value === undefined ? {} : { value }) };
}

/** How many times the bytes repeat one and the same part; 1 where they do not. */
export function copies(bytes: Buffer): number {
  for (let n = 2; n <= 16; n++) {
    if (bytes.length % n !== 0 || bytes.length / n < 64) continue;
    const part = bytes.length / n;
    if (!isConstant(bytes) && bytes.subarray(0, bytes.length - part).equals(bytes.subarray(part))) return n;
  }
  return 1;
}

/** Bytes with every CRLF turned back into LF; undefined when there is none. */
export function withoutCarriageReturns(bytes: Buffer): Buffer | undefined {
  const text = bytes.toString('latin1');
  return text.includes('\r\n') ? Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1') : undefined;
}

/** Bytes with a lone LF turned into CRLF, one at a time: what a conversion to LF may have taken. */
export function* withCarriageReturn(bytes: Buffer, within: number): Generator<Buffer> {
  let tried = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < within; at = bytes.indexOf(0x0a, at + 1))
    if (tried++ < mostLineFeeds)
      yield Buffer.concat([bytes.subarray(0, at), Buffer.from('\r'), bytes.subarray(at)]);
}

/** Whether a structured header seems to stand in these bytes: text, runs of zeros, or a length that fits what follows. */
export function looksLikeHeader(bytes: Buffer, whole: number): boolean {
  if (bytes.length === 0 || bytes.length > 1024) return false;
  const quiet = bytes.filter((byte) => byte === 0 || byte === 0xff || (byte >= 0x20 && byte < 0x7f)).length;
  if (bytes.length >= 8 && quiet >= 0.9 * bytes.length) return true;
  const lengths = new Set([whole, whole - bytes.length, whole + bytes.length]);
  for (let i = 0; i + 2 <= Math.min(bytes.length, 16); i++) {
    if (lengths.has(bytes.readUInt16BE(i)) || lengths.has(bytes.readUInt16LE(i))) return true;
  }
  return bytes.length <= 2 && isConstant(bytes) && bytes[0] === 0;
}

/** Whether a trailer of filling bytes stands here. */
export function looksLikeFilling(bytes: Buffer): boolean {
  return bytes.length >= 1 && isConstant(bytes) && (bytes.length >= 3 || bytes[0] === 0);
}
