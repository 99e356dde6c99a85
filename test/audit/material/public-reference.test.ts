import { execFileSync } from 'node:child_process';
import { createECDH, createHash, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import { ecPrivateKeyInfo } from '../../../src/formats/keys/private-key-writer.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';

const folder = mkdtempSync(join(tmpdir(), 'kms-keywrap-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = (material: Buffer, keySpec: KeySpec, reference: Buffer | string) =>
  lintMaterial(material, { keySpec, partition: 'aws', reference: Buffer.from(reference) }).findings.map(
    ({ id, message, expected = '', found: what = '' }) => ({ id, message, expected, what }),
  );
const ids = (...args: Parameters<typeof found>) => found(...args).map(({ id }) => id);

/** What openssl and ssh-keygen write of a key. */
function witnesses(key: KeyObject): Record<string, Buffer> {
  const path = join(folder, 'key.pem');
  writeFileSync(path, key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const subject = ['-key', path, '-subj', '/CN=x'];
  return {
    'PEM': openssl('pkey', '-in', path, '-pubout'),
    'DER': openssl('pkey', '-in', path, '-pubout', '-outform', 'DER'),
    'certificate in PEM': openssl('req', '-x509', ...subject),
    'certificate in DER': openssl('req', '-x509', ...subject, '-outform', 'DER'),
    'certificate request': openssl('req', '-new', ...subject),
    ...(key.asymmetricKeyDetails?.namedCurve === 'secp256k1'
      ? {}
      : {
          'SSH line': execFileSync('ssh-keygen', ['-y', '-f', path]),
          'SSH2 public key': sshExport(path, 'RFC4716'),
          ...(key.asymmetricKeyType === 'rsa' ? { 'PKCS#1 in PEM': sshExport(path, 'PEM') } : {}),
        }),
    'JWK': Buffer.from(JSON.stringify({ kid: 'mine', ...publicJwk(key) })),
    'JWK set': Buffer.from(JSON.stringify({ keys: [publicJwk(key)] }, null, 2)),
    'PEM in JSON': Buffer.from(
      JSON.stringify({ PublicKey: openssl('pkey', '-in', path, '-pubout').toString() }),
    ),
    'base64 of DER, as GetPublicKey prints it': Buffer.from(
      openssl('pkey', '-in', path, '-pubout', '-outform', 'DER').toString('base64'),
    ),
  };
}

function sshExport(path: string, format: string): Buffer {
  const line = join(folder, 'key.pub');
  writeFileSync(line, execFileSync('ssh-keygen', ['-y', '-f', path]));
  return execFileSync('ssh-keygen', ['-e', '-m', format, '-f', line]);
}

function publicJwk(key: KeyObject) {
  const { kty, crv, x, y, n, e } = key.export({ format: 'jwk' });
  return kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y };
}

describe.each([
  ['ECC_NIST_P256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['ECC_NIST_P521', () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey],
  ['ECC_SECG_P256K1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey],
  ['RSA_2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
] as const)('a public key as reference of %s', (keySpec, make) => {
  const own = make();
  const der = own.export({ format: 'der', type: 'pkcs8' });
  const mine = witnesses(own);
  const others = witnesses(make());

  it.each(Object.keys(mine))('%s: the own one is a match, another one is a mismatch', (form) => {
    expect(found(der, keySpec, mine[form]!)).toEqual([]);
    const [mismatch, ...more] = found(der, keySpec, others[form]!);
    expect(more).toEqual([]);
    expect(mismatch).toMatchObject({
      id: 'reference-mismatch',
      message: 'the reference is the public key of another key',
    });
  });

  it('the texts of a mismatch say the reference under expected and the key under found', () => {
    const [mine1] = found(der, keySpec, others['PEM']!);
    const [swapped] = found(make().export({ format: 'der', type: 'pkcs8' }), keySpec, mine['PEM']!);
    expect(mine1?.what).toBe(swapped?.expected);
    expect(mine1?.expected).not.toBe(mine1?.what);
  });
});

describe('points and addresses', () => {
  // The key and the address of the documentation of web3.js, accounts.privateKeyToAccount.
  const scalar = Buffer.from('4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318', 'hex');
  const address = '0x2c7536E3605D9C16a7a3D7b1898e529396a65c23';
  const publicKeyOf = (of: Buffer, form: 'compressed' | 'uncompressed') => {
    const ecdh = createECDH('secp256k1');
    ecdh.setPrivateKey(of);
    return ecdh.getPublicKey('hex', form);
  };
  const point = (form: 'compressed' | 'uncompressed') => publicKeyOf(scalar, form);
  const keyOf = (of: Buffer) =>
    ecPrivateKeyInfo('ECC_SECG_P256K1', of, Buffer.from(publicKeyOf(of, 'uncompressed'), 'hex'));
  const material = keyOf(scalar);
  const relevant = (reference: string | Buffer) =>
    ids(material, 'ECC_SECG_P256K1', reference).filter((id) => id.startsWith('reference'));

  it.each([
    ['an Ethereum address', address],
    ['an address in small letters, with a line break', `${address.toLowerCase()}\n`],
    ['an address without 0x', address.slice(2)],
    ['an address in JSON', JSON.stringify({ address })],
    ['a compressed point', point('compressed')],
    ['an uncompressed point', point('uncompressed')],
    ['a point without the octet 04, as wallets print it', `0x${point('uncompressed').slice(2)}`],
    ['a compressed point in binary', Buffer.from(point('compressed'), 'hex')],
    ['CKA_EC_POINT, an OCTET STRING', `0441${point('uncompressed')}`],
  ])('%s is a match for its own key and a mismatch for another', (_name, reference) => {
    expect(relevant(reference)).toEqual([]);
    const other = keyOf(createHash('sha256').update('another key').digest());
    expect(ids(other, 'ECC_SECG_P256K1', reference).filter((id) => id.startsWith('reference'))).toEqual([
      'reference-mismatch',
    ]);
  });

  it('a mismatch with an address says the address of the key that was found', () => {
    const mismatch = found(material, 'ECC_SECG_P256K1', `0x${'00'.repeat(19)}01`).find(({ id }) =>
      id.startsWith('reference'),
    );
    expect(mismatch?.expected).toBe('the Ethereum address 0x0000000000000000000000000000000000000001');
    expect(mismatch?.what).toBe(`the Ethereum address ${address.toLowerCase()}`);
  });

  it('a public key as reference of key material that has none is named as that', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const [mismatch] = found(randomBytes(32), 'HMAC_256', publicKey.export({ format: 'pem', type: 'spki' }));
    expect(mismatch?.message).toContain('key material of this key spec has none');
  });

  it('a public key of another type, or a key of the same number on another curve, is a mismatch', () => {
    const ed = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' });
    expect(relevant(ed)).toEqual(['reference-mismatch']);
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    expect(relevant(p256.export({ format: 'der', type: 'spki' }))).toEqual(['reference-mismatch']);
  });
});
