import { createCipheriv, type CipherGCM } from 'node:crypto';
import { kwTransform, kwWrap, kwpWrap } from '../../../crypto/aes-kw.ts';
import type { FindingId } from '../../../tables/findings/index.ts';
import { blobWith } from './parts.ts';
import type { Fault, RsaFaultInput } from './types.ts';

type RsaFault = Fault<RsaFaultInput>;

const hybrid = ({ hybrid }: RsaFaultInput) => hybrid;

const kek = (
  id: FindingId,
  name: string,
  make: (input: RsaFaultInput) => Parameters<typeof blobWith>[1],
  visible = false,
): RsaFault => ({
  id,
  name,
  visible,
  applies: hybrid,
  make: (input) => blobWith(input, make(input)),
});

const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(32 - bytes.length)]);

/** The RSA block holds one thing, the wrap is done with another. */
const different = (input: RsaFaultInput, inBlock: Buffer, used: Buffer) => ({
  inBlock,
  kek: used,
  wrap: () => kwpWrap(used, input.material),
});

const keyFaults: readonly RsaFault[] = [
  kek('kek-length', 'aes-128', ({ random }) => ({ kek: random(16) })),
  kek('kek-length', 'aes-192', ({ random }) => ({ kek: random(24) })),
  kek('kek-zero-padded', 'short-block', (input) => {
    const key = input.random(16);
    return different(input, key, padded(key));
  }),
  kek('kek-zero-padded', 'first-30-bytes', (input) => {
    const key = input.random(32);
    // Were the bytes that are lost zeros, nothing would be.
    key[31]! |= 1;
    return different(input, key, padded(key.subarray(0, 30)));
  }),
  kek('kek-zero-padded', 'first-byte', (input) => {
    const key = input.random(32);
    key[0]! |= 1;
    return different(input, key, padded(key.subarray(0, 1)));
  }),
  kek('kek-zero-padded', 'zeros-in-both', ({ random }) => ({ kek: padded(random(16)) })),
  kek('kek-all-zero', 'no-key', (input) => different(input, input.random(32), Buffer.alloc(32)), true),
  kek('kek-all-zero', 'zero-key-in-both', () => ({ kek: Buffer.alloc(32) }), true),
  kek('kek-predictable', 'one-byte-value', () => ({ kek: Buffer.alloc(32, 0x41) }), true),
  kek(
    'kek-predictable',
    'counting',
    () => ({ kek: Buffer.from(Array.from({ length: 32 }, (_, i) => i)) }),
    true,
  ),
  kek('kek-encoded', 'hex-in-block', (input) => {
    const key = input.random(32);
    return different(input, Buffer.from(key.toString('hex')), key);
  }),
  kek('kek-encoded', 'hex-with-line-end', (input) => {
    const key = input.random(32);
    return different(input, Buffer.from(`${key.toString('hex')}\n`), key);
  }),
  kek('kek-encoded', 'base64-in-block', (input) => {
    const key = input.random(32);
    return different(input, Buffer.from(key.toString('base64')), key);
  }),
  kek('kek-encoded', 'line-end-in-block', (input) => {
    const key = input.random(32);
    return different(input, Buffer.concat([key, Buffer.from('\n')]), key);
  }),
  kek('kek-encoded', 'characters-as-key', (input) => {
    const key = input.random(32);
    return different(input, key, Buffer.from(key.toString('hex').slice(0, 32)));
  }),
  kek('kek-mismatch', 'two-runs', (input) => different(input, input.random(32), input.random(32))),
  kek('kek-mismatch', 'changed-byte', (input) => ({
    wrap: (key) => {
      const wrapped = kwpWrap(key, input.material);
      wrapped[9]! ^= 0x20;
      return wrapped;
    },
  })),
  kek('kek-mismatch', 'cut-by-16', (input) => ({
    wrap: (key) => kwpWrap(key, input.material).subarray(0, -16),
  })),
];

/** Material and zeros up to a multiple of 8. */
function semiblocks(material: Buffer): Buffer {
  return Buffer.concat([material, Buffer.alloc(-material.length & 7)]);
}

function pkcs7(material: Buffer, block: number): Buffer {
  const length = block - (material.length % block);
  return Buffer.concat([material, Buffer.alloc(length, length)]);
}

function initialValue(material: Buffer, { icv = 'a65959a6', length = material.length } = {}): Buffer {
  const initial = Buffer.from(`${icv}00000000`, 'hex');
  initial.writeUInt32BE(length, 4);
  return initial;
}

function encrypt(cipher: string, key: Buffer, iv: Buffer | null, material: Buffer): Buffer {
  const encipher = createCipheriv(cipher, key, iv);
  const parts = [encipher.update(material), encipher.final()];
  return Buffer.concat(cipher.endsWith('gcm') ? [...parts, (encipher as CipherGCM).getAuthTag()] : parts);
}

const chunked = (key: Buffer, material: Buffer, size: number) => {
  const chunks: Buffer[] = [];
  for (let at = 0; at < material.length; at += size)
    chunks.push(kwpWrap(key, material.subarray(at, at + size)));
  return Buffer.concat(chunks);
};

const isDer = (input: RsaFaultInput) => input.hybrid && input.material[0] === 0x30;

const wrap = (
  id: FindingId,
  name: string,
  make: (key: Buffer, input: RsaFaultInput) => Buffer,
  applies: (input: RsaFaultInput) => boolean = hybrid,
): RsaFault => ({ id, name, applies, make: (input) => blobWith(input, { wrap: (key) => make(key, input) }) });

const wrapFaults: readonly RsaFault[] = [
  wrap('kw-not-kwp', 'rfc3394', (key, { material }) => kwWrap(key, semiblocks(material))),
  wrap('kw-not-kwp', 'rfc3394-zero-initial-value', (key, { material }) =>
    kwTransform(key, Buffer.alloc(8), semiblocks(material)),
  ),
  wrap('kw-pkcs7', 'rfc3394-pkcs7', (key, { material }) => kwWrap(key, pkcs7(material, 8))),
  wrap('kwp-icv', 'zero-icv', (key, { material }) =>
    kwTransform(key, initialValue(material, { icv: '00000000' }), semiblocks(material)),
  ),
  wrap('kwp-icv', 'icv-a6a6a6a6', (key, { material }) =>
    kwTransform(key, initialValue(material, { icv: 'a6a6a6a6' }), semiblocks(material)),
  ),
  wrap('kwp-length', 'length-zero', (key, { material }) =>
    kwTransform(key, initialValue(material, { length: 0 }), semiblocks(material)),
  ),
  wrap('kwp-length', 'length-in-bits', (key, { material }) =>
    kwTransform(key, initialValue(material, { length: material.length * 8 }), semiblocks(material)),
  ),
  wrap('kwp-length', 'length-too-large', (key, { material }) =>
    kwTransform(
      key,
      initialValue(material, { length: semiblocks(material).length + 1 }),
      semiblocks(material),
    ),
  ),
  wrap(
    'kwp-padding',
    'padding-ones',
    (key, { material }) => {
      const body = semiblocks(material);
      body.fill(0xff, material.length);
      return kwTransform(key, initialValue(material), body);
    },
    ({ hybrid, material }) => hybrid && material.length % 8 !== 0,
  ),
  wrap(
    'kwp-chunked',
    'chunks-of-16',
    (key, { material }) => chunked(key, material, 16),
    ({ hybrid, material }) => hybrid && material.length > 16,
  ),
  wrap(
    'kwp-chunked',
    'chunks-of-64',
    (key, { material }) => chunked(key, material, 64),
    ({ hybrid, material }) => hybrid && material.length > 64,
  ),
  wrap('kwp-other-cipher', 'aes-ecb', (key, { material }) => encrypt('aes-256-ecb', key, null, material)),
  wrap('kwp-other-cipher', 'aes-cbc-recipe-iv', (key, { material }) =>
    encrypt('aes-256-cbc', key, Buffer.from('a65959a6'.padEnd(32, '0'), 'hex'), material),
  ),
  wrap('kwp-other-cipher', 'aes-cbc-iv-in-front', (key, { material, random }) => {
    const iv = random(16);
    return Buffer.concat([iv, encrypt('aes-256-cbc', key, iv, material)]);
  }),
  wrap(
    'kwp-other-cipher',
    'aes-ctr',
    (key, { material }) => encrypt('aes-256-ctr', key, Buffer.alloc(16), material),
    isDer,
  ),
  wrap('kwp-other-cipher', 'aes-gcm', (key, { material, random }) => {
    const nonce = random(12);
    return Buffer.concat([nonce, encrypt('aes-256-gcm', key, nonce, material)]);
  }),
];

/** Faults of the AES key and of the key wrap; hybrid blobs only. */
export const keyWrapFaults: readonly RsaFault[] = [...keyFaults, ...wrapFaults];
