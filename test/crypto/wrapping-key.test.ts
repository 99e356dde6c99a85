import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
  it('an RSA public key as SPKI or PKCS#1, DER or PEM', () => {
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

  it('an RSA private key as PKCS#8 or PKCS#1, DER or PEM', () => {
    for (const type of ['pkcs8', 'pkcs1'] as const) {
      expect(readPrivateKey(privateKey.export({ format: 'der', type }))).toMatchObject({
        kind: 'rsa',
        form: 'der',
      });
      const pem = Buffer.from(privateKey.export({ format: 'pem', type }));
      expect(readPrivateKey(pem)).toMatchObject({ kind: 'rsa', form: 'pem' });
    }
  });

  it('a private key after another PEM block', () => {
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqgRzPVQGCLQ==\n-----END EC PARAMETERS-----\n';
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
    expect(readPrivateKey(Buffer.from(`${parameters}${String(pem)}`))).toMatchObject({ form: 'pem' });
  });

  it('what follows the key, and PKCS#1, are told', () => {
    expect(readPublicKey(spki).oddities).toEqual([]);
    expect(readPublicKey(Buffer.concat([spki, Buffer.from('\r\n')])).oddities).toEqual([
      'has 2 more bytes after its end',
    ]);
    expect(readPublicKey(publicKey.export({ format: 'der', type: 'pkcs1' })).oddities).toEqual([
      'is an RSAPublicKey (PKCS#1), not a SubjectPublicKeyInfo',
    ]);
    expect(readPrivateKey(pkcs8).oddities).toEqual([]);
  });

  it('an SM2 private key, whose public point belongs to it', () => {
    expect(readPrivateKey(sm2Pkcs8())).toMatchObject({ kind: 'sm2', wrappingKeySpec: 'SM2' });
  });

  it('an RSA_1024 and an Ed25519 key are read as such, but are not wrapping keys', () => {
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
  const key = join(import.meta.dirname, '../../golden/keys/rfc9500-testRSA2048.pem');
  const made = (...argv: string[]) => execFileSync('openssl', [...argv, '-key', key, '-subj', '/CN=test']);
  const x509 = made('req', '-new', '-x509', '-outform', 'DER');
  const cases: readonly [string, () => unknown, RegExp][] = [
    ['nothing as a public key', () => readPublicKey(Buffer.alloc(0)), /^ERR_PUBLIC_KEY: .*an empty file/],
    ['base64', () => readPublicKey(Buffer.from(spki.toString('base64'))), /base64 text \(decode it/],
    ['a private key in PEM as a public one', () => readPublicKey(pem), /found a private key .*-pubout/],
    ['a private key in DER as a public one', () => readPublicKey(pkcs8), /found a private key/],
    [
      'a public key as a private one',
      () => readPrivateKey(spki),
      /^ERR_PRIVATE_KEY: .*found an RSA public key/,
    ],
    ['an encrypted private key', () => readPrivateKey(encrypted), /an encrypted private key .*decrypt it/],
    [
      'a public key cut short',
      () => readPublicKey(spki.subarray(0, 100)),
      /100 bytes of DER that are cut short \(294 are announced\)/,
    ],
    ['a certificate in DER', () => readPublicKey(x509), /found an X\.509 certificate .*openssl x509/],
    ['a certificate as a private key', () => readPrivateKey(x509), /found an X\.509 certificate/],
    [
      'a certificate request',
      () => readPublicKey(made('req', '-new')),
      /found a certificate request \(PKCS#10\) .*openssl req/,
    ],
    [
      'the JSON answer that the key stands in',
      () => readPublicKey(Buffer.from(JSON.stringify({ PublicKey: spki.toString('base64') }))),
      /found a JSON document \(field \.PublicKey\) .*--parameters/,
    ],
    ['hex', () => readPublicKey(Buffer.from(spki.toString('hex'))), /found hex text .*xxd -r/],
    [
      'PEM in UTF-16',
      () => readPublicKey(Buffer.from(String(publicKey.export({ format: 'pem', type: 'spki' })), 'utf16le')),
      /found PEM in UTF-16 .*iconv/,
    ],
    [
      'an OpenSSH public key',
      () => readPublicKey(Buffer.from('ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7 me')),
      /found an OpenSSH public key .*ssh-keygen/,
    ],
    [
      'a private key in base64 as a public one',
      () => readPublicKey(Buffer.from(pkcs8.toString('base64'))),
      /found a private key .*-pubout/,
    ],
    [
      'an encrypted private key in DER',
      () =>
        readPrivateKey(
          privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }),
        ),
      /an encrypted private key .*decrypt it/,
    ],
    [
      'random bytes',
      () => readPublicKey(Buffer.concat([Buffer.from([1]), randomBytes(63)])),
      /64 bytes that are neither/,
    ],
  ];
  for (const [title, attempt, message] of cases)
    it(`refuses ${title}`, () => expect(refusal(attempt)).toMatch(message));
});
