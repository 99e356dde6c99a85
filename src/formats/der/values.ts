import { tags, type Tlv } from './tlv.ts';

/** The content octets as they stand, without a copy. */
export function content(bytes: Buffer, element: Tlv): Buffer {
  return bytes.subarray(element.contentStart, element.contentEnd);
}

/** The element with its header, without a copy. */
export function encoding(bytes: Buffer, element: Tlv): Buffer {
  return bytes.subarray(element.start, element.end);
}

/** Dotted notation of an OBJECT IDENTIFIER; undefined where the element is not one or its content is invalid (X.690, 8.19). */
export function oid(bytes: Buffer, element: Tlv | undefined): string | undefined {
  if (element?.id !== tags.oid) return undefined;
  const octets = content(bytes, element);
  if (octets.length === 0 || octets.length > 64 || octets.at(-1)! >= 0x80) return undefined;
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of octets) {
    arc = arc * 128 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER) return undefined;
    if (octet >= 0x80) continue;
    if (arcs.length === 0) {
      const root = Math.min(Math.floor(arc / 40), 2);
      arcs.push(root, arc - 40 * root);
    } else arcs.push(arc);
    arc = 0;
  }
  return arcs.join('.');
}

/** Value of an INTEGER that fits 32 bits; undefined for any other element. */
export function smallInteger(bytes: Buffer, element: Tlv | undefined): number | undefined {
  if (element?.id !== tags.integer) return undefined;
  const octets = content(bytes, element);
  return octets.length >= 1 && octets.length <= 4 ? octets.readIntBE(0, octets.length) : undefined;
}

/** Magnitude of a positive INTEGER without leading zeros (zero: no bytes), no copy; undefined for a negative or any other element. */
export function unsignedInteger(bytes: Buffer, element: Tlv | undefined): Buffer | undefined {
  if (element?.id !== tags.integer) return undefined;
  const octets = content(bytes, element);
  return octets.length === 0 || octets[0]! >= 0x80 ? undefined : withoutLeadingZeros(octets);
}

export function withoutLeadingZeros(octets: Buffer): Buffer {
  let zeros = 0;
  while (octets[zeros] === 0) zeros += 1;
  return octets.subarray(zeros);
}

/** The integer whose big-endian magnitude this is (OS2IP, RFC 8017, 4.2). */
export function toBigInt(magnitude: Uint8Array): bigint {
  return magnitude.length === 0
    ? 0n
    : BigInt(`0x${Buffer.from(magnitude.buffer, magnitude.byteOffset, magnitude.length).toString('hex')}`);
}

/** Big-endian magnitude of `length` bytes (I2OSP, RFC 8017, 4.1). The integer must fit. */
export function toBytes(integer: bigint, length: number): Buffer {
  return Buffer.from(integer.toString(16).padStart(2 * length, '0'), 'hex');
}

/**
 * Octets of an OCTET STRING, primitive (no copy) or constructed (put together); undefined for any other element.
 * `id` is another tag for an implicitly tagged one.
 */
export function octetString(
  bytes: Buffer,
  element: Tlv | undefined,
  id: number = tags.octetString,
): Buffer | undefined {
  const parts = element && stringParts(element, id, tags.octetString);
  if (!parts) return undefined;
  return parts.length === 1
    ? content(bytes, parts[0]!)
    : Buffer.concat(parts.map((part) => content(bytes, part)));
}

/** Octets of a BIT STRING of whole octets, primitive or constructed; undefined for any other element. */
export function bitString(
  bytes: Buffer,
  element: Tlv | undefined,
  id: number = tags.bitString,
): Buffer | undefined {
  const parts = element && stringParts(element, id, tags.bitString);
  if (!parts || parts.some((part) => part.contentEnd === part.contentStart || bytes[part.contentStart] !== 0))
    return undefined;
  const octets = parts.map((part) => content(bytes, part).subarray(1));
  return octets.length === 1 ? octets[0]! : Buffer.concat(octets);
}

/** The primitive pieces of a string (X.690, 8.7.3), in order; undefined where anything else is among them. */
function stringParts(element: Tlv, id: number, inner: number): Tlv[] | undefined {
  if (element.id === id) return [element];
  if (element.id !== (id | 0x20)) return undefined;
  const parts: Tlv[] = [];
  const pending = [...element.children].reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.id === inner) parts.push(next);
    else if (next.id === (inner | 0x20)) pending.push(...[...next.children].reverse());
    else return undefined;
  }
  return parts;
}
