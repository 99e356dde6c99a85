import { tags } from './tlv.ts';

/** One DER element: identifier octet, shortest length, the parts as content. */
export function der(id: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  if (length < 0x80) return Buffer.concat([Buffer.of(id, length), body]);
  const octets = Buffer.from(evenHex(length.toString(16)), 'hex');
  return Buffer.concat([Buffer.of(id, 0x80 | octets.length), octets, body]);
}

export const sequence = (...parts: readonly Uint8Array[]) => der(tags.sequence, ...parts);
export const octets = (bytes: Uint8Array) => der(tags.octetString, bytes);
export const bits = (bytes: Uint8Array) => der(tags.bitString, Buffer.of(0), bytes);
export const nullValue = () => der(tags.null);

/** INTEGER of a non-negative number, in its shortest form. */
export function integer(value: bigint | number): Buffer {
  const hex = evenHex(value.toString(16));
  return der(tags.integer, Buffer.from(hex >= '8' ? `00${hex}` : hex, 'hex'));
}

/** OBJECT IDENTIFIER from its dotted notation. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(tags.oid, Buffer.from([40 * first + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const digits = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
    digits.unshift(0x80 | (rest % 128));
  return digits;
}

const evenHex = (hex: string) => (hex.length % 2 === 0 ? hex : `0${hex}`);
