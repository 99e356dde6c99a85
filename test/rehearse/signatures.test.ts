import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign as nodeSign,
  verify as nodeVerify,
  constants,
} from 'node:crypto';
import { mkdtemp, rm, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEnvelope, readEnvelope, sealEnvelope } from '../../src/rehearse/crypto/envelope.ts';
import { newKeyPair } from '../../src/rehearse/crypto/key-pair.ts';
import {
  digestBytes,
  digestOf,
  signDigest,
  verifyDigest,
  type SigningAlgorithm,
} from '../../src/rehearse/crypto/signature.ts';
import { sharedSecret } from '../../src/rehearse/crypto/agreement.ts';
import type { KeySpec } from '../../src/tables/key-specs.ts';

const message = Buffer.from('signed here, checked elsewhere');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const pairs = {
  RSA_2048: rsa,
  ECC_NIST_P256: ec('P-256'),
  ECC_NIST_P384: ec('P-384'),
  ECC_NIST_P521: ec('P-521'),
  ECC_SECG_P256K1: ec('secp256k1'),
} as const;

const cases = [
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256'],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_384'],
  ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_512'],
  ['RSA_2048', 'RSASSA_PSS_SHA_256'],
  ['RSA_2048', 'RSASSA_PSS_SHA_384'],
  ['RSA_2048', 'RSASSA_PSS_SHA_512'],
  ['ECC_NIST_P256', 'ECDSA_SHA_256'],
  ['ECC_NIST_P384', 'ECDSA_SHA_384'],
  ['ECC_NIST_P521', 'ECDSA_SHA_512'],
  ['ECC_SECG_P256K1', 'ECDSA_SHA_256'],
] as const satisfies readonly (readonly [keyof typeof pairs, SigningAlgorithm])[];

const inNode = (algorithm: string) => ({
  hash: `sha${algorithm.slice(-3)}`,
  options: algorithm.startsWith('RSASSA_PSS')
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : {},
});

describe('signatures of the endpoint, by node', () => {
  it.each(cases)('%s by %s: node verifies them, and its own are verified', (spec, algorithm) => {
    const { privateKey, publicKey } = pairs[spec];
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const { hash, options } = inNode(algorithm);
    const hashed = digestOf(algorithm, spki, message);
    expect(hashed).toHaveLength(digestBytes(algorithm));
    const signature = signDigest(spec, algorithm, pkcs8, hashed);
    expect(nodeVerify(hash, message, { key: publicKey, ...options }, signature)).toBe(true);
    const own = nodeSign(hash, message, { key: privateKey, ...options });
    expect(verifyDigest(spec, algorithm, spki, hashed, own)).toBe(true);
  });

  it('a salt of another length than the digest is not what KMS makes', () => {
    const { privateKey, publicKey } = pairs.RSA_2048;
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const algorithm = 'RSASSA_PSS_SHA_256';
    const hashed = digestOf(algorithm, spki, message);
    const salted = (saltLength: number) =>
      nodeSign('sha256', message, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
    expect(
      [20, 31, 32, 33].map((length) => verifyDigest('RSA_2048', algorithm, spki, hashed, salted(length))),
    ).toEqual([false, false, true, false]);
  });

  it.each(cases)('%s by %s: no changed signature or message is taken', (spec, algorithm) => {
    const { privateKey, publicKey } = pairs[spec];
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const hashed = digestOf(algorithm, spki, message);
    const { hash, options } = inNode(algorithm);
    const signature = nodeSign(hash, message, { key: privateKey, ...options });
    fc.assert(
      fc.property(fc.nat(signature.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Buffer.from(signature);
        changed[at]! ^= mask;
        return !verifyDigest(spec, algorithm, spki, hashed, changed);
      }),
      { numRuns: 30, seed: 7 },
    );
    for (const odd of [
      Buffer.alloc(1),
      Buffer.alloc(signature.length),
      signature.subarray(1),
      Buffer.concat([signature, Buffer.alloc(1)]),
    ])
      expect(verifyDigest(spec, algorithm, spki, hashed, odd)).toBe(false);
    expect(verifyDigest(spec, algorithm, spki, randomBytes(hashed.length), signature)).toBe(false);
  });
});

describe('SM2DSA, by openssl', () => {
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'kms-keywrap-test-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const rawSm3 = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];

  it('openssl verifies a signature over a message, and its own is verified (GB/T 32918.2)', async () => {
    const pair = (await newKeyPair('SM2'))!;
    await writeFile(join(folder, 'key.der'), pair.privateKey);
    await writeFile(join(folder, 'pub.der'), pair.publicKey);
    await writeFile(join(folder, 'message'), message);
    const hashed = digestOf('SM2DSA', pair.publicKey, message);
    await writeFile(join(folder, 'sig'), signDigest('SM2', 'SM2DSA', pair.privateKey, hashed));
    const verified = openssl(
      'pkeyutl',
      '-verify',
      '-pubin',
      '-keyform',
      'DER',
      '-inkey',
      'pub.der',
      '-in',
      'message',
      '-sigfile',
      'sig',
      ...rawSm3,
    );
    expect(verified.toString()).toContain('Signature Verified Successfully');
    openssl(
      'pkeyutl',
      '-sign',
      '-keyform',
      'DER',
      '-inkey',
      'key.der',
      '-in',
      'message',
      '-out',
      'theirs',
      ...rawSm3,
    );
    const theirs = await readFile(join(folder, 'theirs'));
    expect(verifyDigest('SM2', 'SM2DSA', pair.publicKey, hashed, theirs)).toBe(true);
    for (let at = 0; at < theirs.length; at += 1) {
      const changed = Buffer.from(theirs);
      changed[at]! ^= 1;
      expect(verifyDigest('SM2', 'SM2DSA', pair.publicKey, hashed, changed)).toBe(false);
    }
    expect(
      verifyDigest('SM2', 'SM2DSA', pair.publicKey, hashed, Buffer.concat([theirs, Buffer.alloc(1)])),
    ).toBe(false);
  });

  it.each([
    ['P-256', 'ECC_NIST_P256'],
    ['secp384r1', 'ECC_NIST_P384'],
    ['secp521r1', 'ECC_NIST_P521'],
    ['SM2', 'SM2'],
  ] as const)(
    'the shared secret of %s is the one that openssl derives (SP 800-56A, 5.7.1.2)',
    async (curve, spec) => {
      const [one, two] = [(await newKeyPair(spec))!, (await newKeyPair(spec))!];
      const ours = sharedSecret(spec, one.privateKey, two.publicKey)!;
      expect(sharedSecret(spec, two.privateKey, one.publicKey)).toEqual(ours);
      if (curve === 'SM2') return;
      await writeFile(join(folder, 'key.der'), one.privateKey);
      await writeFile(join(folder, 'peer.der'), two.publicKey);
      openssl(
        'pkeyutl',
        '-derive',
        '-keyform',
        'DER',
        '-inkey',
        'key.der',
        '-peerform',
        'DER',
        '-peerkey',
        'peer.der',
        '-out',
        'secret',
      );
      expect(await readFile(join(folder, 'secret'))).toEqual(ours);
    },
  );

  it('a public key on another curve, or none, derives nothing', async () => {
    const [p256, p384, sm2] = [
      (await newKeyPair('ECC_NIST_P256'))!,
      (await newKeyPair('ECC_NIST_P384'))!,
      (await newKeyPair('SM2'))!,
    ];
    for (const [spec, key, peer] of [
      ['ECC_NIST_P256', p256, p384.publicKey],
      ['ECC_NIST_P256', p256, rsa.publicKey.export({ format: 'der', type: 'spki' })],
      ['ECC_NIST_P256', p256, Buffer.from('no key')],
      ['SM2', sm2, p256.publicKey],
    ] as const satisfies readonly (readonly [KeySpec, { privateKey: Buffer }, Buffer])[])
      expect(sharedSecret(spec, key.privateKey, peer)).toBeUndefined();
  });
});

describe('ciphertexts of symmetric keys', () => {
  const sealed = (material: Buffer, plaintext: Buffer, context = {}) =>
    sealEnvelope({ keyId: 'mrk-0123', materialId: 'ab'.repeat(32), material }, plaintext, context);

  it.each([32, 16])(
    'open under the material of %i bytes and the same context, in any order of names',
    (bytes) => {
      fc.assert(
        fc.property(
          fc.uint8Array({ minLength: 1, maxLength: 200 }),
          fc.dictionary(fc.string(), fc.string(), { maxKeys: 5 }),
          (plaintext, context) => {
            const material = randomBytes(bytes);
            const envelope = readEnvelope(sealed(material, Buffer.from(plaintext), context))!;
            const reversed = Object.fromEntries(Object.entries(context).toReversed());
            expect(openEnvelope(envelope, material, reversed)).toEqual(Buffer.from(plaintext));
            expect(openEnvelope(envelope, material, { ...context, more: 'x' })).toBeUndefined();
            expect(openEnvelope(envelope, randomBytes(bytes), context)).toBeUndefined();
          },
        ),
        { numRuns: 50, seed: 3 },
      );
    },
  );

  it('no changed byte opens, and no bytes are taken for one by chance', () => {
    const material = randomBytes(32);
    const blob = sealed(material, Buffer.from('secret'));
    for (let at = 0; at < blob.length; at += 1) {
      const changed = Buffer.from(blob);
      changed[at]! ^= 1;
      const envelope = readEnvelope(changed);
      expect(envelope === undefined || openEnvelope(envelope, material, {}) === undefined).toBe(true);
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        (bytes) => readEnvelope(Buffer.from(bytes)) === undefined,
      ),
      { numRuns: 200, seed: 4 },
    );
  });
});

it('key pairs have the key spec that they were asked for', async () => {
  const made = await Promise.all(
    (['RSA_3072', 'ECC_NIST_P521', 'ECC_NIST_EDWARDS25519', 'SYMMETRIC_DEFAULT'] as const).map(newKeyPair),
  );
  const details = made.map(
    (pair) => pair && createPublicKey({ key: pair.publicKey, format: 'der', type: 'spki' }),
  );
  expect(details.map((key) => key?.asymmetricKeyType)).toEqual(['rsa', 'ec', 'ed25519', undefined]);
  expect(details[0]?.asymmetricKeyDetails?.modulusLength).toBe(3072);
  const [{ privateKey } = { privateKey: Buffer.alloc(0) }] = made;
  expect(createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }).asymmetricKeyType).toBe('rsa');
});
