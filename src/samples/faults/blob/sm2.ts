import { sm2ToDer, sm2ToRaw } from '../../../crypto/sm2-ciphertext.ts';
import { sm2ToDevice, type Sm2DeviceLayout } from '../../../crypto/sm2-device.ts';
import { sm2Encrypt, type Sm2Parts } from '../../../crypto/sm2.ts';
import { plainBytes } from './parts.ts';
import type { Fault, Sm2FaultInput } from './types.ts';

type Sm2Fault = Fault<Sm2FaultInput>;

const parts = ({ key, material, random }: Sm2FaultInput) => sm2Encrypt(key.point, material, { random });
const changed = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
};
const der = (spoil: (parts: Sm2Parts) => Sm2Parts) => (input: Sm2FaultInput) => sm2ToDer(spoil(parts(input)));

/** The SEQUENCE with its length in one byte more than needed. */
function longLength(blob: Buffer): Buffer {
  const lengthBytes = blob[1]! - 0x80;
  return Buffer.concat([Buffer.from([0x30, 0x80 + lengthBytes + 1, 0]), blob.subarray(2)]);
}

const device = (layout: Partial<Sm2DeviceLayout>) => (input: Sm2FaultInput) =>
  sm2ToDevice(parts(input), { field: 64, aligned: 'right', length: 'little-endian', filled: 0, ...layout });

/** Faults of SM2PKE blobs. */
export const sm2Faults: readonly Sm2Fault[] = [
  {
    id: 'sm2-raw-c1c3c2',
    name: 'raw-c1c3c2',
    visible: true,
    make: (input) => sm2ToRaw(parts(input), 'c1c3c2'),
  },
  { id: 'sm2-raw-c1c2c3', name: 'raw-c1c2c3', make: (input) => sm2ToRaw(parts(input), 'c1c2c3') },
  {
    id: 'sm2-raw-c1c3c2',
    name: 'raw-c1c3c2-without-04',
    make: (input) => sm2ToRaw(parts(input), 'c1c3c2').subarray(1),
  },
  { id: 'sm2-device-structure', name: 'device-structure', visible: true, make: device({}) },
  {
    id: 'sm2-device-structure',
    name: 'device-structure-filled',
    visible: true,
    make: device({ aligned: 'left', length: 'big-endian', filled: 64 }),
  },
  {
    id: 'sm2-der-order',
    name: 'der-order',
    visible: true,
    make: der(({ c1, hash, ciphertext }) => ({ c1, hash: ciphertext, ciphertext: hash })),
  },
  {
    id: 'sm2-point',
    name: 'point',
    visible: true,
    make: der((made) => ({ ...made, c1: changed(made.c1, 63) })),
  },
  { id: 'sm2-hash', name: 'hash', make: der((made) => ({ ...made, hash: changed(made.hash, 0) })) },
  {
    id: 'sm2-der',
    name: 'trailing',
    visible: true,
    make: (input) => Buffer.concat([sm2ToDer(parts(input)), plainBytes(input.random, 3)]),
  },
  { id: 'sm2-der', name: 'long-length', visible: true, make: (input) => longLength(sm2ToDer(parts(input))) },
  {
    id: 'sm2-der',
    name: 'empty',
    visible: true,
    make: der((made) => ({ ...made, ciphertext: Buffer.alloc(0) })),
  },
  {
    id: 'wrapping-key-mismatch',
    name: 'sm2-other-key',
    make: ({ otherKey, material, random }) => sm2ToDer(sm2Encrypt(otherKey.point, material, { random })),
  },
  {
    id: 'blob-truncated',
    name: 'sm2-cut-by-1',
    visible: true,
    make: (input) => sm2ToDer(parts(input)).subarray(0, -1),
  },
  {
    id: 'blob-truncated',
    name: 'sm2-cut-in-half',
    visible: true,
    make: (input) => sm2ToDer(parts(input)).subarray(0, 100),
  },
  {
    id: 'blob-length',
    name: 'sm2-random-bytes',
    visible: true,
    make: ({ random }) => plainBytes(random, 250),
  },
];
