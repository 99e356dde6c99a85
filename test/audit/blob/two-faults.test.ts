import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditBlob } from '../../../src/audit/blob/audit.ts';
import { kwWrap, kwpWrap } from '../../../src/crypto/aes-kw.ts';
import { pkcs1v15Encode } from '../../../src/crypto/pkcs1v15.ts';
import { rsaPublic } from '../../../src/crypto/rsa.ts';
import { faultsFor } from '../../../src/samples/faults/blob/index.ts';
import { blobWith, oaepBlock, plainBytes } from '../../../src/samples/faults/blob/parts.ts';
import { rsaKey } from '../../crypto/keys.ts';
import { keySpecs } from '../../../src/tables/key-specs.ts';
import { wrappingAlgorithms } from '../../../src/tables/wrapping.ts';
import { material } from './materials.ts';

const key = rsaKey(2048);
const otherKey = rsaKey(2048);
const hybrid = {
  keySpec: keySpecs.ECC_NIST_P256,
  wrappingAlgorithm: wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256,
  material: material('ECC_NIST_P256'),
  key,
  otherKey,
  random: randomBytes,
  hash: 'sha256',
  hybrid: true,
} as const;
const direct = {
  ...hybrid,
  wrappingAlgorithm: wrappingAlgorithms.RSAES_OAEP_SHA_256,
  hybrid: false,
} as const;

function errorIds(input: typeof hybrid | typeof direct, blob: Buffer): string[] {
  const { keySpec, wrappingAlgorithm } = input;
  const { result } = auditBlob({
    id: 'x',
    path: 'x',
    blob,
    keySpec: keySpec.name,
    wrappingAlgorithm: wrappingAlgorithm.name,
    partition: 'aws',
    privateKey: key,
  });
  return result.findings.filter(({ severity }) => severity === 'error').map(({ id }) => id);
}

const outer: readonly [string, (blob: Buffer) => Buffer][] = [
  ['blob-base64', (blob) => Buffer.from(blob.toString('base64'))],
  ['blob-hex', (blob) => Buffer.from(blob.toString('hex'))],
  ['blob-pem', (blob) => Buffer.from(`-----BEGIN X-----\n${blob.toString('base64')}\n-----END X-----\n`)],
  ['blob-json', (blob) => Buffer.from(JSON.stringify({ ciphertext: blob.toString('base64url') }))],
  ['blob-text-mangled', (blob) => Buffer.from(`\ufeff${blob.toString('latin1')}`, 'utf16le')],
  ['blob-trailing-newline', (blob) => Buffer.concat([blob, Buffer.from('\n')])],
  ['blob-header', (blob) => Buffer.concat([plainBytes(randomBytes, 20), blob])],
];

const innerOfBoth = new Set([
  'rsa-pkcs1v15',
  'rsa-no-padding',
  'rsa-byte-order',
  'oaep-hash',
  'oaep-mgf1-hash',
  'oaep-label',
]);
const innerOfHybrid = new Set([
  ...innerOfBoth,
  'kek-length',
  'kek-zero-padded',
  'kek-all-zero',
  'kek-encoded',
  'kw-not-kwp',
  'kw-pkcs7',
  'kwp-icv',
  'kwp-length',
  'kwp-padding',
]);

for (const [outerId, spoil] of outer)
  describe(`${outerId} and a fault inside: both, and nothing else`, () => {
    for (const [input, ids] of [
      [direct, innerOfBoth],
      [hybrid, innerOfHybrid],
    ] as const)
      for (const { id, name, make } of faultsFor(input).filter(({ id }) => ids.has(id)))
        it(`${input.wrappingAlgorithm.name}: ${name}`, () => {
          const found = errorIds(input, spoil(make()));
          expect(found).toEqual([outerId, id]);
        });
  });

describe('two faults of different layers inside', () => {
  const wrapped = (make: Parameters<typeof blobWith>[1]) => blobWith(hybrid, make);
  const sha1 = (message: Buffer) => oaepBlock(hybrid, message, { hash: 'sha1' });
  const pkcs1 = (message: Buffer) => rsaPublic(key, pkcs1v15Encode(message, key.k, randomBytes));
  const even = Buffer.concat([hybrid.material, Buffer.alloc(-hybrid.material.length & 7)]);
  const cases: readonly [string[], () => Buffer][] = [
    [['oaep-hash', 'kw-not-kwp'], () => wrapped({ block: sha1, wrap: (kek) => kwWrap(kek, even) })],
    [['rsa-pkcs1v15', 'kek-length'], () => wrapped({ block: pkcs1, kek: randomBytes(16) })],
    [
      ['oaep-hash', 'kek-mismatch'],
      () => wrapped({ block: sha1, wrap: () => kwpWrap(randomBytes(32), hybrid.material) }),
    ],
    [
      ['oaep-hash', 'oaep-label'],
      () => wrapped({ block: (m) => oaepBlock(hybrid, m, { hash: 'sha1', label: Buffer.from('x') }) }),
    ],
    [
      ['rsa-no-padding', 'kek-all-zero'],
      () =>
        wrapped({
          block: (m) => rsaPublic(key, Buffer.concat([Buffer.alloc(224), m])),
          inBlock: randomBytes(32),
          kek: Buffer.alloc(32),
        }),
    ],
    [['kek-length', 'kw-not-kwp'], () => wrapped({ kek: randomBytes(24), wrap: (kek) => kwWrap(kek, even) })],
    [['oaep-hash', 'material-pem'], () => blobWith({ ...hybrid, material: pem() }, { block: sha1 })],
    [
      ['kek-length', 'material-base64'],
      () =>
        blobWith(
          { ...hybrid, material: Buffer.from(hybrid.material.toString('base64')) },
          { kek: randomBytes(16) },
        ),
    ],
    [['hybrid-for-direct', 'oaep-hash'], () => wrapped({ block: sha1 })],
  ];
  const pem = () =>
    Buffer.from(
      `-----BEGIN PRIVATE KEY-----\n${hybrid.material.toString('base64')}\n-----END PRIVATE KEY-----\n`,
    );
  for (const [ids, make] of cases)
    it(`names ${ids.join(' and ')}`, () => {
      expect(errorIds(ids[0] === 'hybrid-for-direct' ? direct : hybrid, make())).toEqual(ids);
    });

  it('wrapping-key-mismatch and kek-all-zero: the second shows without the first being fixed', () => {
    const blob = Buffer.concat([
      oaepBlock({ ...hybrid, key: otherKey }, randomBytes(32)),
      kwpWrap(Buffer.alloc(32), hybrid.material),
    ]);
    const ids = errorIds(hybrid, blob);
    expect(['wrapping-key-mismatch', 'rsa-out-of-range']).toContain(ids[0]);
    expect(ids.slice(1)).toEqual(['kek-all-zero']);
  });

  it('direct-for-hybrid with another hash', () => {
    expect(errorIds(hybrid, oaepBlock(direct, direct.material, { hash: 'sha1' }))).toEqual([
      'direct-for-hybrid',
      'oaep-hash',
    ]);
  });
});
