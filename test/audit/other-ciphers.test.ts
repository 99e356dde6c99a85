import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { auditBlob } from '../../src/audit/audit-blob.ts';
import { readPrivateKey } from '../../src/crypto/wrapping-key.ts';

const wrapping = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = readPrivateKey(wrapping.privateKey.export({ format: 'der', type: 'pkcs8' }));
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'der',
  type: 'pkcs8',
});
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  format: 'der',
  type: 'pkcs8',
});

const zero = Buffer.alloc(16);
const modes = [
  ['aes-256-ecb', null, 'AES-256-ECB'],
  ['aes-256-cbc', zero, 'AES-256-CBC, zero IV'],
  ['aes-256-ctr', zero, 'AES-256-CTR, zero IV'],
] as const;
const materials = [
  ['ECC_NIST_P256', ec],
  ['RSA_2048', rsa],
] as const;

it.each(modes.flatMap((mode) => materials.map((material) => [...mode, ...material] as const)))(
  'material under %s instead of a key wrap is named so, and nothing else is wrong',
  (cipher, iv, found, keySpec, material) => {
    const kek = randomBytes(32);
    const encrypt = createCipheriv(cipher, kek, iv);
    const wrapped = publicEncrypt(
      { key: wrapping.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
      kek,
    );
    const blob = Buffer.concat([wrapped, encrypt.update(material), encrypt.final()]);
    const { result } = auditBlob({
      id: cipher,
      path: cipher,
      blob,
      privateKey,
      keySpec,
      wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
      partition: 'aws',
    });
    expect(result.findings).toMatchObject([{ id: 'kwp-other-cipher', found }]);
  },
);
