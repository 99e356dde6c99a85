import { sha256Hex } from '../../../crypto/hash.ts';

/** More bytes than this are not looked at one by one. */
const compared = 1 << 16;

/** How many bytes and which, without the bytes themselves: they may be another key. */
export function describeBytes(bytes: Buffer): string {
  const count = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  if (bytes.length <= compared && bytes.every((byte) => byte === bytes[0]))
    return `${count}, ${bytes.length === 1 ? 'of' : 'all of'} value ${bytes[0]}`;
  return `${count}, SHA-256 ${sha256Hex(bytes).slice(0, 16)}…`;
}
