import type { Surplus } from '../../../formats/keys/facts.ts';
import { sha256Hex } from '../../../crypto/hash.ts';
import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

/** Bytes behind the private key, or behind one of its parts. */
export const trailingBytes: MaterialRule = ({ structure, trailing, content, der, lengths }) => {
  if (!structure || lengths) return undefined;
  const surplus = 'surplus' in structure ? structure.surplus : [];
  const all = trailing.length > 0 ? [{ at: 'material', bytes: trailing }, ...surplus] : surplus;
  if (all.length === 0) return undefined;
  return joined(all).map(({ at, bytes }) =>
    finding('material-trailing-bytes', at, {
      expected: 'nothing behind the end',
      found:
        at === 'material' && bytes.equals(content.subarray(0, der.end))
          ? 'the same key once more'
          : describe(bytes),
    }),
  );
};

/** What follows the same part in several pieces is one surplus. */
function joined(all: readonly Surplus[]): readonly Surplus[] {
  const places = [...new Set(all.map(({ at }) => at))];
  return places.map((at) => ({
    at,
    bytes: Buffer.concat(all.filter((one) => one.at === at).map(({ bytes }) => bytes)),
  }));
}

/** More bytes than this are not looked at one by one. */
const compared = 1 << 16;

/** How many and which, without the bytes themselves: they may be another key. */
function describe(bytes: Buffer): string {
  const count = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  if (bytes.length <= compared && bytes.every((byte) => byte === bytes[0]))
    return `${count}, ${bytes.length === 1 ? 'of' : 'all of'} value ${bytes[0]}`;
  return `${count}, SHA-256 ${sha256Hex(bytes).slice(0, 16)}…`;
}
