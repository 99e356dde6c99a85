import { kwpWrap } from '../../../crypto/aes-kw.ts';
import { pkcs1v15Encode } from '../../../crypto/pkcs1v15.ts';
import { availableHashes } from '../../../crypto/hash.ts';
import { oaepCapacity } from '../../../crypto/oaep.ts';
import { rsaPublic } from '../../../crypto/rsa.ts';
import { isRaw } from '../../../tables/key-specs.ts';
import { blobWith, oaepBlock, plainBytes, soundBlob } from './parts.ts';
import type { Fault, RsaFaultInput } from './types.ts';
import type { HashName } from '../../../tables/hashes.ts';

type RsaFault = Fault<RsaFaultInput>;

const messageBytes = ({ hybrid, material }: RsaFaultInput) => (hybrid ? 32 : material.length);
const fits = (input: RsaFaultInput, hash: HashName) =>
  availableHashes().includes(hash) && messageBytes(input) <= oaepCapacity(input.key.k, hash);
const isAesKeyLength = (bytes: number) => [16, 24, 32].includes(bytes);

const otherHashes = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sm3'] as const;

const cut = (
  name: string,
  take: (blob: Buffer, input: RsaFaultInput) => Buffer,
  applies?: RsaFault['applies'],
): RsaFault => ({
  id: 'blob-truncated',
  name,
  ...(applies === undefined ? {} : { applies }),
  make: (input) => take(soundBlob(input), input),
});

const layout: readonly RsaFault[] = [
  cut('cut-by-1', (blob) => blob.subarray(0, -1)),
  cut('cut-by-5', (blob) => blob.subarray(0, -5)),
  cut('cut-to-100', (blob) => blob.subarray(0, 100)),
  cut(
    'cut-in-front',
    (blob) => blob.subarray(1),
    ({ hybrid }) => !hybrid,
  ),
  cut(
    'rsa-block-alone',
    (blob, { key }) => blob.subarray(0, key.k),
    ({ hybrid }) => hybrid,
  ),
  {
    id: 'blob-truncated',
    name: 'leading-zero-lost',
    make: (input) => {
      let blob = soundBlob(input);
      while (blob[0] !== 0) blob = soundBlob(input);
      return blob.subarray(1);
    },
  },
  ...[1, 3, 8, 33].map((bytes): RsaFault => ({
    id: 'blob-trailing-bytes',
    name: `trailing-${bytes}`,
    make: (input) => Buffer.concat([soundBlob(input), plainBytes(input.random, bytes)]),
  })),
  {
    id: 'blob-trailing-bytes',
    name: 'trailing-zeros',
    visible: true,
    applies: ({ hybrid, keySpec }) => !hybrid || isRaw(keySpec),
    make: (input) => Buffer.concat([soundBlob(input), Buffer.alloc(20)]),
  },
  {
    id: 'blob-length',
    name: 'random-bytes',
    applies: ({ hybrid }) => !hybrid,
    make: ({ key, random }) => plainBytes(random, key.k + 77),
  },
  {
    id: 'blob-doubled',
    name: 'two-runs',
    make: (input) => Buffer.concat([soundBlob(input), soundBlob(input)]),
  },
  {
    id: 'blob-parts-swapped',
    name: 'parts-swapped',
    applies: ({ hybrid }) => hybrid,
    make: (input) => {
      const blob = soundBlob(input);
      return Buffer.concat([blob.subarray(input.key.k), blob.subarray(0, input.key.k)]);
    },
  },
];

const key: readonly RsaFault[] = [
  {
    id: 'wrapping-key-mismatch',
    name: 'other-key',
    make: (input) => soundBlob({ ...input, key: input.otherKey, otherKey: input.key }),
    // Under a larger modulus the block may be out of range, which is another finding.
  },
  {
    id: 'rsa-out-of-range',
    name: 'out-of-range',
    visible: true,
    make: (input) => {
      const blob = soundBlob(input);
      blob.fill(0xff, 0, input.key.k);
      return blob;
    },
  },
  {
    id: 'rsa-byte-order',
    name: 'little-endian',
    make: (input) => {
      const blob = soundBlob(input);
      blob.subarray(0, input.key.k).reverse();
      return blob;
    },
  },
];

const padding: readonly RsaFault[] = [
  {
    id: 'rsa-pkcs1v15',
    name: 'pkcs1v15',
    make: (input) =>
      blobWith(input, {
        block: (message) => rsaPublic(input.key, pkcs1v15Encode(message, input.key.k, input.random)),
      }),
  },
  {
    id: 'rsa-no-padding',
    name: 'no-padding',
    make: (input) =>
      blobWith(input, {
        block: (message) =>
          rsaPublic(input.key, Buffer.concat([Buffer.alloc(input.key.k - message.length), message])),
      }),
  },
  ...otherHashes.map((hash): RsaFault => ({
    id: 'oaep-hash',
    name: `oaep-${hash}`,
    applies: (input) => input.hash !== hash && fits(input, hash),
    make: (input) => blobWith(input, { block: (message) => oaepBlock(input, message, { hash }) }),
  })),
  ...otherHashes.map((mgf1Hash): RsaFault => ({
    id: 'oaep-mgf1-hash',
    name: `mgf1-${mgf1Hash}`,
    applies: (input) => input.hash !== mgf1Hash && fits(input, mgf1Hash),
    make: (input) => blobWith(input, { block: (message) => oaepBlock(input, message, { mgf1Hash }) }),
  })),
  {
    id: 'oaep-mgf1-hash',
    name: 'mgf1-right-hash-wrong',
    applies: (input) => fits(input, 'sha224'),
    make: (input) =>
      blobWith(input, {
        block: (message) => oaepBlock(input, message, { hash: 'sha224', mgf1Hash: input.hash }),
      }),
  },
  {
    id: 'oaep-label',
    name: 'label',
    make: (input) =>
      blobWith(input, {
        block: (message) => oaepBlock(input, message, { label: Buffer.from('kms-import') }),
      }),
  },
];

const scheme: readonly RsaFault[] = [
  {
    id: 'hybrid-for-direct',
    name: 'hybrid-for-direct',
    applies: ({ hybrid }) => !hybrid,
    make: (input) => {
      const kek = input.random(32);
      return Buffer.concat([oaepBlock(input, kek), kwpWrap(kek, input.material)]);
    },
  },
  {
    id: 'direct-for-hybrid',
    name: 'direct-for-hybrid',
    applies: (input) =>
      input.hybrid &&
      !isAesKeyLength(input.material.length) &&
      input.material.length <= oaepCapacity(input.key.k, input.hash),
    make: (input) => oaepBlock(input, input.material),
  },
];

export const rsaFaults: readonly RsaFault[] = [...layout, ...key, ...padding, ...scheme];
