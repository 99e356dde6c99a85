import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { auditBlob } from '../../../src/audit/blob/audit.ts';
import { kwpWrap } from '../../../src/crypto/aes-kw.ts';
import { readPrivateKey } from '../../../src/crypto/wrapping-key.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';

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

const findings = (kek: Buffer, wrapped: Buffer, keySpec: KeySpec) => {
  const block = publicEncrypt(
    { key: wrapping.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    kek,
  );
  const blob = Buffer.concat([block, wrapped]);
  const wrappingAlgorithm = 'RSA_AES_KEY_WRAP_SHA_256';
  const { result } = auditBlob({
    id: 'x',
    path: 'x',
    blob,
    privateKey,
    keySpec,
    wrappingAlgorithm,
    partition: 'aws',
  });
  return result.findings;
};
const audit = (...input: Parameters<typeof findings>) =>
  findings(...input).filter(({ severity }) => severity === 'error');

const raw = randomBytes(32);
const authenticated = [
  ['aes-256-ccm', 12, 16],
  ['aes-256-ccm', 13, 8],
  ['aes-256-gcm', 12, 16],
  ['aes-256-ocb', 12, 16],
  ['aes-256-ocb', 15, 16],
  ['chacha20-poly1305', 12, 16],
] as const;

it.each(authenticated)('raw material under %s, nonce before or after, is proved by its tag', (...mode) => {
  const [cipher, nonceBytes, authTagLength] = mode;
  const kek = randomBytes(32);
  const nonce = randomBytes(nonceBytes);
  const encrypt = createCipheriv(cipher as 'aes-256-ccm', kek, nonce, { authTagLength });
  const wrapped = Buffer.concat([encrypt.update(raw), encrypt.final(), encrypt.getAuthTag()]);
  const found = expect.stringMatching(new RegExp(cipher, 'i')) as string;
  for (const parts of [
    [nonce, wrapped],
    [wrapped, nonce],
  ])
    expect(audit(kek, Buffer.concat(parts), 'SYMMETRIC_DEFAULT')).toMatchObject([
      { id: 'kwp-other-cipher', found },
    ]);
});

it('AES-CBC is named with its IV after it, with a line end after it, and over material that is text', () => {
  const kek = randomBytes(32);
  const iv = randomBytes(16);
  const cbc = (material: Buffer) => {
    const encrypt = createCipheriv('aes-256-cbc', kek, iv);
    return Buffer.concat([encrypt.update(material), encrypt.final()]);
  };
  const ids = (...parts: Buffer[]) => audit(kek, Buffer.concat(parts), 'HMAC_512').map(({ id }) => id);
  const hmac = randomBytes(64);
  expect(ids(cbc(hmac), iv)).toEqual(['kwp-other-cipher']);
  expect(ids(iv, cbc(hmac), Buffer.from('\n'))).toEqual(['blob-trailing-newline', 'kwp-other-cipher']);
  expect(ids(iv, cbc(Buffer.from(hmac.toString('hex'))))).toEqual(['kwp-other-cipher', 'material-hex']);
});

it('zeros that fill up the last block are not bytes after the key', () => {
  const kek = randomBytes(32);
  const filled = Buffer.concat([ec, Buffer.alloc(-ec.length & 15)]);
  const cipher = createCipheriv('aes-256-ecb', kek, null).setAutoPadding(false);
  const wrapped = Buffer.concat([cipher.update(filled), cipher.final()]);
  expect(findings(kek, wrapped, 'ECC_NIST_P256').map(({ id }) => id)).toEqual(['kwp-other-cipher']);
});

it('a wrapped part as long as the raw material is a mode without padding, or else a wrap that was cut, and says so', () => {
  const kek = randomBytes(32);
  const cipher = createCipheriv('aes-256-ctr', kek, randomBytes(16));
  for (const wrapped of [cipher.update(raw), kwpWrap(kek, raw).subarray(0, -8)])
    expect(audit(kek, wrapped, 'SYMMETRIC_DEFAULT')).toMatchObject([
      {
        id: 'kwp-other-cipher',
        found: expect.stringContaining('or a wrap that was cut by 8 bytes') as string,
      },
    ]);
  expect(audit(kek, kwpWrap(kek, raw).subarray(0, -16), 'SYMMETRIC_DEFAULT')).toMatchObject([
    { id: 'kek-mismatch' },
  ]);
});

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

it.each(materials)(
  'AES-CBC of %s as tokens do it, filled up with zeros and its IV kept elsewhere',
  (keySpec, material) => {
    const kek = randomBytes(32);
    const encrypt = createCipheriv('aes-256-cbc', kek, randomBytes(16)).setAutoPadding(false);
    const filled = Buffer.concat([material, Buffer.alloc(-material.length & 15)]);
    const found = audit(kek, Buffer.concat([encrypt.update(filled), encrypt.final()]), keySpec);
    expect(found.map(({ id }) => id)).toEqual(['kwp-other-cipher']);
    expect(found[0]!.found).toContain('AES-256-CBC, an IV that is not in the blob');
  },
);

/** Keys of this size are mostly 638 or 639 bytes long, the lengths wanted here. */
function keyOfLength(remainder: number): Buffer {
  for (;;) {
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 1032 });
    const der = key.export({ format: 'der', type: 'pkcs8' });
    if (der.length % 16 === remainder) return der;
  }
}

it.each([
  ['one byte of PKCS#7 padding', 1],
  ['two bytes of PKCS#7 padding', 2],
])('a key that leaves %s in CBC under an IV kept elsewhere', (_, padding) => {
  const kek = randomBytes(32);
  const encrypt = createCipheriv('aes-256-cbc', kek, randomBytes(16));
  const wrapped = Buffer.concat([encrypt.update(keyOfLength(16 - padding)), encrypt.final()]);
  const [first] = audit(kek, wrapped, 'RSA_2048');
  expect(first).toMatchObject({
    id: 'kwp-other-cipher',
    found: expect.stringContaining('AES-256-CBC, an IV that is not in the blob') as string,
  });
});
