import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { auditBlob } from '../../../src/audit/blob/audit.ts';
import { rsaKey } from '../../crypto/keys.ts';

const key = rsaKey(2048);

it.each([
  ['direct', 'RSAES_OAEP_SHA_256', 32],
  ['direct, of an odd length', 'RSAES_OAEP_SHA_256', 33],
  ['an AES key', 'RSA_AES_KEY_WRAP_SHA_256', 32],
  ['an AES key of 31 bytes', 'RSA_AES_KEY_WRAP_SHA_256', 31],
  ['an AES key of 33 bytes', 'RSA_AES_KEY_WRAP_SHA_256', 33],
  ['one byte', 'RSA_AES_KEY_WRAP_SHA_256', 1],
] as const)('PKCS#1 v1.5 around %s is named so', (_, wrappingAlgorithm, bytes) => {
  const message = randomBytes(bytes);
  const block = publicEncrypt({ key: key.publicKey, padding: constants.RSA_PKCS1_PADDING }, message);
  const kek = Buffer.alloc(32, message);
  const cipher = createCipheriv('id-aes256-wrap-pad', kek, Buffer.from('a65959a6', 'hex'));
  const wrapped = Buffer.concat([cipher.update(randomBytes(32)), cipher.final()]);
  const hybrid = wrappingAlgorithm === 'RSA_AES_KEY_WRAP_SHA_256';
  const { findings } = auditBlob({
    id: 'x',
    path: 'x',
    blob: hybrid ? Buffer.concat([block, wrapped]) : block,
    keySpec: 'SYMMETRIC_DEFAULT',
    wrappingAlgorithm,
    partition: 'aws',
    privateKey: key,
  }).result;
  const ids = findings.map(({ id }) => id);
  expect(ids).toContain('rsa-pkcs1v15');
  expect(ids).not.toContain('wrapping-key-mismatch');
});
