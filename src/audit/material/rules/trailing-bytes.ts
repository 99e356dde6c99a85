import { sha256Hex } from '../../../crypto/hash.ts';
import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

/** Bytes after the end of the private key. Surplus inside it is a fault of its grammar. */
export const trailingBytes: MaterialRule = ({ structure, trailing, content, der, lengths }) => {
  if (!structure || lengths || trailing.length === 0) return undefined;
  const isCopy = trailing.equals(content.subarray(0, der.end));
  return finding('material-trailing-bytes', 'material', {
    expected: 'nothing after the end',
    found: isCopy ? 'the same key once more' : describe(trailing),
  });
};

/** More bytes than this are not looked at one by one. */
const compared = 1 << 16;

/** How many and which, without the bytes themselves: they may be another key. */
function describe(bytes: Buffer): string {
  const count = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  if (bytes.length <= compared && bytes.every((byte) => byte === bytes[0]))
    return `${count}, ${bytes.length === 1 ? 'of' : 'all of'} value ${bytes[0]}`;
  return `${count}, SHA-256 ${sha256Hex(bytes).slice(0, 16)}…`;
}
