import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertBlob } from '../../../src/api/convert/blob.ts';
import { unwrapBlob } from '../../../src/crypto/unwrap.ts';
import { readPrivateKey } from '../../../src/crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../../../src/errors.ts';
import { faultsFor, soundBlob } from '../../../src/samples/faults/blob/index.ts';
import { findings } from '../../../src/tables/findings/index.ts';
import { keySpecs, type KeySpec } from '../../../src/tables/key-specs.ts';
import { wrappingAlgorithms, type WrappingAlgorithm } from '../../../src/tables/wrapping.ts';
import { material } from '../../audit/blob/materials.ts';
import { sm2Pkcs8 } from '../../crypto/keys.ts';

const rsaPkcs8 = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'der', type: 'pkcs8' });
const files = { rsa: [rsaPkcs8(), rsaPkcs8()], sm2: [sm2Pkcs8(), sm2Pkcs8()] } as const;

const publicOf = (privateKey: Buffer) =>
  createPublicKey(createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' })).export({
    format: 'der',
    type: 'spki',
  });

function wrappingKey(file: Buffer) {
  const key = readPrivateKey(file);
  if (key.kind === 'other') throw new Error('not a wrapping key');
  return key;
}

const cases: readonly [KeySpec, WrappingAlgorithm, keyof typeof files][] = [
  ['HMAC_384', 'RSAES_OAEP_SHA_256', 'rsa'],
  ['RSA_2048', 'RSA_AES_KEY_WRAP_SHA_1', 'rsa'],
  ['ECC_NIST_P256', 'SM2PKE', 'sm2'],
];

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof KmsKeywrapError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

describe.each(cases)('a blob of %s by %s', (keySpec, wrappingAlgorithm, kind) => {
  const [privateKey, other] = files[kind];
  const publicKey = publicOf(privateKey);
  const key = wrappingKey(privateKey);
  const row = wrappingAlgorithms[wrappingAlgorithm];
  const input = {
    keySpec: keySpecs[keySpec],
    wrappingAlgorithm: row,
    material: material(keySpec),
    key,
    otherKey: wrappingKey(other),
    random: randomBytes,
  };
  const remedied = faultsFor(input).filter(({ id }) => findings[id].fix.includes('kms-keywrap convert'));
  const opened = (blob: Buffer) => unwrapBlob({ blob, privateKey: key, wrappingAlgorithm: row }).material;

  it.each(remedied.map((fault) => [fault.name, fault] as const))(
    '%s: convert, as the fix says, gives the blob',
    (_, { id, make }) => {
      const encryptedKeyMaterial = make();
      const byKey = convertBlob({ encryptedKeyMaterial, wrappingAlgorithm, privateKey, keySpec });
      expect(byKey.proof).toBe('opened');
      expect(byKey.layers.length).toBeGreaterThan(0);
      expect(opened(byKey.encryptedKeyMaterial)).toEqual(input.material);
      if (!findings[id].fix.includes('--public-key')) return;
      const byForm = convertBlob({ encryptedKeyMaterial, wrappingAlgorithm, publicKey });
      expect(byForm).toEqual({ ...byKey, proof: 'form' });
    },
  );

  it('a sound blob comes out as it is', () => {
    const blob = soundBlob(input);
    for (const half of [{ privateKey }, { publicKey }])
      expect(convertBlob({ encryptedKeyMaterial: blob, wrappingAlgorithm, ...half })).toMatchObject({
        encryptedKeyMaterial: blob,
        layers: [],
      });
  });

  it('bytes that were lost do not come back: UTF-8, a cut end, a changed byte', () => {
    const blob = soundBlob(input);
    const changed = Buffer.from(blob);
    changed[blob.length - 1]! ^= 1;
    for (const encryptedKeyMaterial of [
      Buffer.from(blob.toString('utf8')),
      Buffer.from(blob.subarray(0, -1).toString('base64')),
      changed,
    ])
      expect(codeOf(() => convertBlob({ encryptedKeyMaterial, wrappingAlgorithm, privateKey }))).toBe(
        'ERR_NOT_CONVERTIBLE',
      );
  });

  it('two blobs in one document are ambiguous, and a blob under another key is not one', () => {
    const both = JSON.stringify({
      ciphertext: soundBlob(input).toString('base64'),
      encryptedKeyMaterial: soundBlob(input).toString('base64'),
    });
    const asked = { encryptedKeyMaterial: Buffer.from(both), wrappingAlgorithm };
    expect(codeOf(() => convertBlob({ ...asked, privateKey }))).toBe('ERR_AMBIGUOUS');
    const foreign = Buffer.from(soundBlob(input).toString('base64'));
    expect(
      codeOf(() => convertBlob({ encryptedKeyMaterial: foreign, wrappingAlgorithm, privateKey: other })),
    ).toBe('ERR_NOT_CONVERTIBLE');
  });

  it('a key of the wrong kind, no key, and another key spec are refused', () => {
    const blob = soundBlob(input);
    const wrong = files[kind === 'rsa' ? 'sm2' : 'rsa'][0];
    const asked = { encryptedKeyMaterial: blob, wrappingAlgorithm };
    expect(codeOf(() => convertBlob({ ...asked, privateKey: wrong }))).toBe('ERR_PRIVATE_KEY');
    expect(codeOf(() => convertBlob({ ...asked, publicKey: publicOf(wrong) }))).toBe('ERR_PUBLIC_KEY');
    expect(codeOf(() => convertBlob(asked))).toBe('ERR_USAGE');
    expect(codeOf(() => convertBlob({ ...asked, privateKey, keySpec: 'HMAC_512' }))).toBe(
      'ERR_NOT_CONVERTIBLE',
    );
  });
});

it('other bytes are refused, whatever they are; by the public key, what is shorter than a blob', () => {
  const [privateKey] = files.rsa;
  const publicKey = publicOf(privateKey);
  const wrappingAlgorithm = 'RSAES_OAEP_SHA_256';
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 700 }),
        fc.string({ maxLength: 700 }).map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        const [encryptedKeyMaterial, short] = [Buffer.from(bytes), Buffer.from(bytes.subarray(0, 255))];
        for (const asked of [
          { encryptedKeyMaterial, privateKey },
          { encryptedKeyMaterial: short, publicKey },
        ])
          expect(codeOf(() => convertBlob({ ...asked, wrappingAlgorithm }))).toBe('ERR_NOT_CONVERTIBLE');
      },
    ),
    { seed: 18, numRuns: 60 },
  );
});
