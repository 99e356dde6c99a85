import { isRaw } from '../../../tables/key-specs.ts';
import { asymmetric, every, raw, type FaultInput, type MaterialFault } from './types.ts';

const lines = (text: string, width: number) => text.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\n') ?? '';

/** PEM armour (RFC 7468, 3). */
export function pem(label: string, bytes: Buffer): Buffer {
  return Buffer.from(
    `-----BEGIN ${label}-----\n${lines(bytes.toString('base64'), 64)}\n-----END ${label}-----\n`,
  );
}

const fault = (
  id: MaterialFault['id'],
  kinds: MaterialFault['kinds'],
  make: (input: FaultInput) => Buffer,
): MaterialFault => ({ id, expect: [id], kinds, make });

const append =
  (...tail: number[]) =>
  ({ sound }: FaultInput) =>
    Buffer.concat([sound, Buffer.from(tail)]);

/** Faults of the file: text instead of bytes, too much, too little. */
export const textFaults: readonly MaterialFault[] = [
  fault('material-pem', every, ({ sound, keySpec }) =>
    pem(isRaw(keySpec) ? 'SECRET KEY' : 'PRIVATE KEY', sound),
  ),
  fault('material-base64', every, ({ sound }) => Buffer.from(`${lines(sound.toString('base64'), 64)}\n`)),
  fault('material-base64', every, ({ sound }) => Buffer.from(sound.toString('base64url'))),
  fault('material-hex', every, ({ sound }) => Buffer.from(`${sound.toString('hex')}\n`)),
  fault('material-hex', every, ({ sound }) =>
    Buffer.from(lines(sound.toString('hex').toUpperCase(), 2).replaceAll('\n', ':')),
  ),
  fault('material-trailing-newline', every, append(0x0a)),
  fault('material-trailing-newline', every, append(0x0d, 0x0a)),
  fault('material-trailing-bytes', asymmetric, ({ sound }) =>
    Buffer.concat([sound, Buffer.alloc(8 - (sound.length % 8))]),
  ),
  fault('material-length', raw, ({ sound }) => sound.subarray(0, -1)),
  fault('material-not-der', asymmetric, ({ sound }) => sound.subarray(0, -1)),
  fault('material-not-der', asymmetric, ({ sound, random }) => random(sound.length)),
  { ...fault('hmac-longer', ['hmac'], ({ sound, random }) => Buffer.concat([sound, random(8)])) },
];
