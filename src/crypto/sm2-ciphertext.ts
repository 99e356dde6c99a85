import { readTlv, readTlvs, writeTlv, type Tlv } from './der-tlv.ts';
import { sm2Decompress, type Sm2Parts } from './sm2.ts';

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;

/** How the ASN.1 form departs from DER: a length or an INTEGER in more bytes than it needs, an INTEGER without its sign byte. */
export type Sm2Departure = 'length-not-shortest' | 'integer-not-shortest' | 'integer-negative';

/** An ASN.1 SM2 ciphertext as read; nothing of it was decrypted. */
export interface Sm2Der extends Sm2Parts {
  /** Whether hash and ciphertext stand in the standard's order: hash first. */
  readonly hashFirst: boolean;
  /** Bytes after the SEQUENCE. */
  readonly trailingBytes: number;
  /** Departures from DER. Empty in a sound one. */
  readonly notDer: readonly Sm2Departure[];
}

/** Coordinate as a DER INTEGER: no leading zero bytes but the one that keeps it positive. */
function integer(coordinate: Buffer): Buffer {
  const first = coordinate.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Buffer.alloc(1) : coordinate.subarray(first);
  return writeTlv(INTEGER, Buffer.alloc(digits[0]! >= 0x80 ? 1 : 0), digits);
}

/** SEQUENCE { INTEGER x, INTEGER y, OCTET STRING hash, OCTET STRING ciphertext } (GM/T 0009-2012, 7.2). */
export function sm2ToDer(parts: Sm2Parts): Buffer {
  return writeTlv(
    SEQUENCE,
    integer(parts.c1.subarray(0, 32)),
    integer(parts.c1.subarray(32)),
    writeTlv(OCTET_STRING, parts.hash),
    writeTlv(OCTET_STRING, parts.ciphertext),
  );
}

/** 04 ‖ x ‖ y, then hash and ciphertext in the order asked for. */
export function sm2ToRaw(parts: Sm2Parts, order: 'c1c3c2' | 'c1c2c3'): Buffer {
  const rest = order === 'c1c3c2' ? [parts.hash, parts.ciphertext] : [parts.ciphertext, parts.hash];
  return Buffer.concat([Buffer.from([4]), parts.c1, ...rest]);
}

/**
 * How C1 is written in a raw ciphertext: x ‖ y after 04, or after 06 or 07, which say the parity of y too; x after 02 or 03
 * (GB/T 32918.1, 4.2.9); or x ‖ y alone.
 */
export const sm2RawPoints = ['uncompressed', 'hybrid', 'compressed', 'bare'] as const;
export type Sm2RawPoint = (typeof sm2RawPoints)[number];

/** x ‖ y and the length of what stands for it; undefined when the first byte is another or there is no such point. */
function rawPoint(blob: Buffer, point: Sm2RawPoint): { c1: Buffer; bytes: number } | undefined {
  if (point === 'bare') return { c1: blob.subarray(0, 64), bytes: 64 };
  const first = blob[0];
  if (point === 'compressed') {
    const c1 = first === 2 || first === 3 ? sm2Decompress(blob.subarray(0, 33)) : undefined;
    return c1 && { c1, bytes: 33 };
  }
  const fits = point === 'uncompressed' ? first === 4 : first === 6 || first === 7;
  return fits ? { c1: blob.subarray(1, 65), bytes: 65 } : undefined;
}

/** Parts of a raw ciphertext; undefined when C1 is written otherwise, or it is too short for C1, C3 and a byte of C2. */
export function sm2FromRaw(
  blob: Buffer,
  order: 'c1c3c2' | 'c1c2c3',
  point: Sm2RawPoint = 'uncompressed',
): Sm2Parts | undefined {
  const found = rawPoint(blob, point);
  if (found === undefined || blob.length <= found.bytes + 32) return undefined;
  const { c1, bytes } = found;
  const after = blob.subarray(bytes);
  return order === 'c1c3c2'
    ? { c1, hash: after.subarray(0, 32), ciphertext: after.subarray(32) }
    : { c1, hash: after.subarray(-32), ciphertext: after.subarray(0, -32) };
}

/** 32 bytes of a coordinate, whatever its leading zeros; undefined when it is negative or too large. */
function coordinate({ content }: Tlv): Buffer | undefined {
  const first = content.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Buffer.alloc(0) : content.subarray(first);
  return digits.length > 32 ? undefined : Buffer.concat([Buffer.alloc(32 - digits.length), digits]);
}

function notMinimal({ content }: Tlv): boolean {
  return content.length === 0 || (content.length > 1 && content[0] === 0 && content[1]! < 0x80);
}

/** A DER INTEGER that lost its sign byte reads as a negative number. */
function negative({ content }: Tlv): boolean {
  return content.length > 0 && content[0]! >= 0x80;
}

/** Reads the ASN.1 form leniently, saying where it leaves DER; undefined when the structure is another. */
export function sm2FromDer(blob: Buffer): Sm2Der | undefined {
  const sequence = readTlv(blob);
  if (sequence?.tag !== SEQUENCE) return undefined;
  const elements = readTlvs(sequence.content);
  if (elements?.length !== 4) return undefined;
  const [x, y, third, fourth] = elements;
  if (x?.tag !== INTEGER || y?.tag !== INTEGER) return undefined;
  if (third?.tag !== OCTET_STRING || fourth?.tag !== OCTET_STRING) return undefined;
  const cx = coordinate(x);
  const cy = coordinate(y);
  if (cx === undefined || cy === undefined) return undefined;
  const hashFirst = third.content.length === 32 || fourth.content.length !== 32;
  const notDer: Sm2Departure[] = [
    ...(elements.every((element) => element.minimalLength) && sequence.minimalLength
      ? []
      : ['length-not-shortest' as const]),
    ...(notMinimal(x) || notMinimal(y) ? ['integer-not-shortest' as const] : []),
    ...(negative(x) || negative(y) ? ['integer-negative' as const] : []),
  ];
  return {
    c1: Buffer.concat([cx, cy]),
    hash: hashFirst ? third.content : fourth.content,
    ciphertext: hashFirst ? fourth.content : third.content,
    hashFirst,
    trailingBytes: blob.length - sequence.end,
    notDer,
  };
}
