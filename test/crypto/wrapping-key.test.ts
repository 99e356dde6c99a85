import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  loadWrappingPrivateKey,
  loadWrappingPublicKey,
  readPrivateKey,
  readPublicKey,
} from '../../src/crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../../src/errors.ts';
import { sm2Pkcs8 } from './keys.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = publicKey.export({ format: 'der', type: 'spki' });
const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });

const refusal = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof KmsKeywrapError) return `${error.code}: ${error.message} (${error.hint})`;
    throw error;
  }
  return 'taken';
};

describe('taken, and the form told', () => {
  test('an RSA public key as SPKI or PKCS#1, DER or PEM', () => {
    const expected = { kind: 'rsa', modulusBits: 2048, k: 256, wrappingKeySpec: 'RSA_2048' };
    for (const type of ['spki', 'pkcs1'] as const) {
      expect(readPublicKey(publicKey.export({ format: 'der', type }))).toMatchObject({
        ...expected,
        form: 'der',
      });
      const pem = Buffer.from(publicKey.export({ format: 'pem', type }));
      expect(readPublicKey(pem)).toMatchObject({ ...expected, form: 'pem' });
    }
  });

  test('an RSA private key as PKCS#8 or PKCS#1, DER or PEM', () => {
    for (const type of ['pkcs8', 'pkcs1'] as const) {
      expect(readPrivateKey(privateKey.export({ format: 'der', type }))).toMatchObject({
        kind: 'rsa',
        form: 'der',
      });
      const pem = Buffer.from(privateKey.export({ format: 'pem', type }));
      expect(readPrivateKey(pem)).toMatchObject({ kind: 'rsa', form: 'pem' });
    }
  });

  test('an SM2 private key, whose public point belongs to it', () => {
    expect(readPrivateKey(sm2Pkcs8())).toMatchObject({ kind: 'sm2', wrappingKeySpec: 'SM2' });
  });

  test('an RSA_1024 and an Ed25519 key are read as such, but are no wrapping keys', () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const smallDer = small.publicKey.export({ format: 'der', type: 'spki' });
    expect(readPublicKey(smallDer)).toMatchObject({
      kind: 'rsa',
      modulusBits: 1024,
      wrappingKeySpec: undefined,
    });
    expect(refusal(() => loadWrappingPublicKey(smallDer))).toMatch(/^ERR_PUBLIC_KEY: .*RSA key of 1024 bits/);
    const edwards = generateKeyPairSync('ed25519');
    const edwardsDer = edwards.privateKey.export({ format: 'der', type: 'pkcs8' });
    expect(readPrivateKey(edwardsDer)).toMatchObject({ kind: 'other', type: 'ed25519' });
    expect(refusal(() => loadWrappingPrivateKey(edwardsDer))).toMatch(/^ERR_PRIVATE_KEY: .*ed25519/);
  });
});

describe('refused, and what it is instead told', () => {
  const pem = Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const encrypted = Buffer.from(
    privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }),
  );
  const cases: readonly [string, () => unknown, RegExp][] = [
    ['nothing as a public key', () => readPublicKey(Buffer.alloc(0)), /^ERR_PUBLIC_KEY: .*an empty file/],
    ['base64', () => readPublicKey(Buffer.from(spki.toString('base64'))), /base64 text \(decode it/],
    ['a private key in PEM as a public one', () => readPublicKey(pem), /found a private key .*-pubout/],
    ['a private key in DER as a public one', () => readPublicKey(pkcs8), /found a private key/],
    ['a public key as a private one', () => readPrivateKey(spki), /^ERR_PRIVATE_KEY: .*found a public key/],
    ['an encrypted private key', () => readPrivateKey(encrypted), /an encrypted private key .*decrypt it/],
    [
      'a public key cut short',
      () => readPublicKey(spki.subarray(0, 100)),
      /100 bytes of DER that are cut short/,
    ],
    [
      'random bytes',
      () => readPublicKey(Buffer.concat([Buffer.from([1]), randomBytes(63)])),
      /64 bytes that are neither/,
    ],
  ];
  for (const [title, attempt, message] of cases)
    test(`refuses ${title}`, () => expect(refusal(attempt)).toMatch(message));
});
