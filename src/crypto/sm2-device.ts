import { sm2PointFrom, type Sm2Parts } from './sm2.ts';

/** Where a coordinate of 32 bytes stands in its field: at its end after zeros, or at its beginning before zeros. */
const aligned = ['right', 'left'] as const;

/** How the length of C2 is written: an unsigned integer of the device's processor, of the other byte order, or not at all. */
const lengths = ['little-endian', 'big-endian', 'absent'] as const;

/** What a C structure of an SM2 ciphertext looks like. */
export interface Sm2DeviceLayout {
  /** Bytes of the field of a coordinate: 64 in the standards, which leave room for curves of 512 bits. */
  readonly field: 64 | 32;
  readonly aligned: (typeof aligned)[number];
  readonly length: (typeof lengths)[number];
  /** Zeros after C2: a buffer of fixed length was written out whole. */
  readonly filled: number;
}

export interface Sm2Device {
  readonly parts: Sm2Parts;
  readonly layout: Sm2DeviceLayout;
}

const hashBytes = 32;

/** 32 bytes out of a field that has zeros besides; undefined when it has anything else. */
function coordinate(field: Buffer, side: Sm2DeviceLayout['aligned']): Buffer | undefined {
  const zeros = field.length - 32;
  const [value, rest] =
    side === 'right'
      ? [field.subarray(zeros), field.subarray(0, zeros)]
      : [field.subarray(0, 32), field.subarray(32)];
  return rest.every((byte) => byte === 0) ? value : undefined;
}

/** C2 by the length before it, and the zeros after it; undefined when the length cannot be meant. */
function body(rest: Buffer, length: Sm2DeviceLayout['length']): { c2: Buffer; filled: number } | undefined {
  if (length === 'absent') return { c2: rest, filled: 0 };
  if (rest.length < 5) return undefined;
  const bytes = length === 'little-endian' ? rest.readUInt32LE() : rest.readUInt32BE();
  const filled = rest.length - 4 - bytes;
  if (bytes === 0 || filled < 0 || !rest.subarray(4 + bytes).every((byte) => byte === 0)) return undefined;
  return { c2: rest.subarray(4, 4 + bytes), filled };
}

/** x ‖ y of two fields; undefined when that is not a point of the curve. */
function point(blob: Buffer, field: 64 | 32, side: Sm2DeviceLayout['aligned']): Buffer | undefined {
  const x = coordinate(blob.subarray(0, field), side);
  const y = x && coordinate(blob.subarray(field, 2 * field), side);
  const c1 = x && y && Buffer.concat([x, y]);
  return c1 && sm2PointFrom(c1) && c1;
}

/**
 * Every way to read bytes as the structure in which cryptographic devices of China hand out an SM2 ciphertext: ECCCipher of
 * GM/T 0018-2012 (SDF: x[64], y[64], M[32], L, C) or ECCCIPHERBLOB of GM/T 0016-2012 (SKF: the same members). Fields of 32
 * bytes count only with a length after the hash; else they are raw C1 ‖ C3 ‖ C2.
 */
export function* sm2FromDevice(blob: Buffer): Generator<Sm2Device> {
  for (const field of [64, 32] as const)
    for (const side of field === 64 ? aligned : (['right'] as const)) {
      const head = 2 * field + hashBytes;
      const c1 = blob.length > head ? point(blob, field, side) : undefined;
      if (c1 === undefined) continue;
      const hash = blob.subarray(2 * field, head);
      for (const length of lengths) {
        if (field === 32 && length === 'absent') continue;
        const found = body(blob.subarray(head), length);
        if (found === undefined) continue;
        const layout = { field, aligned: side, length, filled: found.filled };
        yield { parts: { c1, hash, ciphertext: found.c2 }, layout };
      }
    }
}

/** Those bytes; `length` of C2 in four bytes, `filled` zeros after it. */
export function sm2ToDevice({ c1, hash, ciphertext }: Sm2Parts, layout: Sm2DeviceLayout): Buffer {
  const zeros = Buffer.alloc(layout.field - 32);
  const fields = [c1.subarray(0, 32), c1.subarray(32)].flatMap((value) =>
    layout.aligned === 'right' ? [zeros, value] : [value, zeros],
  );
  const length = Buffer.alloc(layout.length === 'absent' ? 0 : 4);
  if (layout.length === 'little-endian') length.writeUInt32LE(ciphertext.length);
  if (layout.length === 'big-endian') length.writeUInt32BE(ciphertext.length);
  return Buffer.concat([...fields, hash, length, ciphertext, Buffer.alloc(layout.filled)]);
}
