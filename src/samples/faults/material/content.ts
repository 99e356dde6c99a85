import { ecKeyFrom, ecPkcs8, ecParts } from '../../keys/private-keys.ts';
import { raw, type FaultInput, type MaterialFault } from './types.ts';

const longLengths = (sound: Buffer): Buffer => {
  // The outermost length in one octet more than it needs.
  const [, first = 0] = sound;
  const count = first < 0x80 ? 0 : first - 0x80;
  const length = count === 0 ? Buffer.of(first) : sound.subarray(2, 2 + count);
  return Buffer.concat([Buffer.of(0x30, 0x80 | (length.length + 1), 0), length, sound.subarray(2 + count)]);
};

const indefinite = (sound: Buffer): Buffer => {
  const [, first = 0] = sound;
  const header = first < 0x80 ? 2 : 2 + first - 0x80;
  return Buffer.concat([Buffer.of(0x30, 0x80), sound.subarray(header), Buffer.alloc(2)]);
};

/** Digits that make exactly `length` printable bytes. */
const digits = ({ sound, random }: FaultInput) =>
  Buffer.from(random(sound.length).toString('hex').slice(0, sound.length));

/** Four bytes over and over: unequal, and none of them printable, which would be other findings. */
const repeated = ({ sound, random }: FaultInput) =>
  Buffer.alloc(
    sound.length,
    random(4).map((byte, index) => 0x80 | (byte & 0x7c) | index),
  );

const one = (
  id: MaterialFault['id'],
  kinds: MaterialFault['kinds'],
  make: MaterialFault['make'],
  more: Partial<MaterialFault> = {},
): MaterialFault => ({ id, expect: [id], kinds, make, ...more });

/** Keys that are well-formed and yet not to be used, or not the ones that were meant. */
export const contentFaults: readonly MaterialFault[] = [
  one('der-not-canonical', ['rsa', 'ec'], ({ sound }) => longLengths(sound)),
  one('der-not-canonical', ['rsa', 'ec'], ({ sound }) => indefinite(sound)),
  one('material-constant', raw, ({ sound }) => Buffer.alloc(sound.length)),
  one('material-constant', raw, ({ sound }) => Buffer.alloc(sound.length, 0x61)),
  one('material-text', raw, digits),
  one('material-low-entropy', raw, ({ sound }) => Buffer.from(sound.map((_, index) => index))),
  one('material-low-entropy', raw, repeated),
  // SP 800-38A, F.1.5: the AES-256 key of its examples.
  one(
    'material-known',
    raw,
    () => Buffer.from('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'hex'),
    { only: ['SYMMETRIC_DEFAULT', 'HMAC_256'] },
  ),
  one('reference-mismatch', raw, ({ sound, random }) => random(sound.length), { withReference: true }),
  one('reference-mismatch', ['ec'], ({ sound, random }) => ecPkcs8(ecKeyFrom(ecParts(sound).spec, random)), {
    withReference: true,
  }),
  one('reference-encoding', ['ec'], ({ sound }) => ecPkcs8(ecParts(sound), { point: null }), {
    expect: ['reference-encoding', 'ec-public-key-missing'],
    withReference: true,
  }),
];
