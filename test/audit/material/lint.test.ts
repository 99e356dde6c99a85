import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';

const curves = [
  ['ECC_NIST_P256', 'prime256v1'],
  ['ECC_NIST_P384', 'secp384r1'],
  ['ECC_NIST_P521', 'secp521r1'],
  ['ECC_SECG_P256K1', 'secp256k1'],
  ['SM2', 'SM2'],
] as const;

const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'der' });
const ids = (material: Buffer, keySpec: KeySpec) =>
  lintMaterial(material, { keySpec, partition: keySpec === 'SM2' ? 'aws-cn' : 'aws' }).findings.map(
    ({ id }) => id,
  );
const newline = Buffer.from('\n');

describe.each(curves)('%s', (keySpec, namedCurve) => {
  const key = generateKeyPairSync('ec', { namedCurve }).privateKey;
  const der = pkcs8(key);

  it('PKCS#8 as node writes it has no finding', () => expect(ids(der, keySpec)).toEqual([]));
  it('PEM of it has its own finding alone', () =>
    expect(ids(Buffer.from(key.export({ type: 'pkcs8', format: 'pem' })), keySpec)).toEqual([
      'material-pem',
    ]));
  it('PEM of SEC1 has two faults', () =>
    expect(ids(Buffer.from(key.export({ type: 'sec1', format: 'pem' })), keySpec)).toEqual([
      'material-pem',
      'material-sec1',
    ]));
  it('base64 with a line break at the end is one fault', () =>
    expect(ids(Buffer.from(`${der.toString('base64')}\n`), keySpec)).toEqual(['material-base64']));
  it('hex with a line break at the end is one fault', () =>
    expect(ids(Buffer.from(`${der.toString('hex')}\n`), keySpec)).toEqual(['material-hex']));
  it('a line break after the DER is distinguished from other bytes', () => {
    expect(ids(Buffer.concat([der, newline]), keySpec)).toEqual(['material-trailing-newline']);
    expect(ids(Buffer.concat([der, Buffer.alloc(6)]), keySpec)).toEqual(['material-trailing-bytes']);
  });
  it('DER cut short is not DER', () =>
    expect(ids(der.subarray(0, -3), keySpec)).toEqual(['material-not-der']));
  it('where another kind of key is expected, it is a mismatch', () => {
    expect(ids(der, 'RSA_2048')).toEqual(['key-spec-mismatch']);
    expect(ids(der, 'HMAC_256')).toEqual(['key-spec-mismatch']);
  });
});

describe('RSA_2048', () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

  it('PKCS#8 as node writes it has no finding', () => expect(ids(pkcs8(key), 'RSA_2048')).toEqual([]));
  it('PKCS#1 is another format', () =>
    expect(ids(key.export({ type: 'pkcs1', format: 'der' }), 'RSA_2048')).toEqual(['material-pkcs1']));
  it('where RSA_3072 is expected, an RSA_2048 key is a mismatch', () =>
    expect(ids(pkcs8(key), 'RSA_3072')).toEqual(['key-spec-mismatch']));
});

describe('raw material', () => {
  it('of the due length has no finding', () => expect(ids(randomBytes(32), 'SYMMETRIC_DEFAULT')).toEqual([]));
  it('as hex with a line break is one fault', () =>
    expect(ids(Buffer.from(`${randomBytes(32).toString('hex')}\n`), 'HMAC_256')).toEqual(['material-hex']));
  it('is found in dumps, in quotes and in a field of a JSON document', () => {
    const key = randomBytes(32);
    const rows = [0, 16].map((at) => {
      const bytes = Array.from(key.subarray(at, at + 16), (byte) => byte.toString(16).padStart(2, '0'));
      return `${at.toString(8).padStart(7, '0')} ${bytes.join(' ')}\n`;
    });
    expect(ids(Buffer.from(`${rows.join('')}0000040\n`), 'HMAC_256')).toEqual(['material-hex']);
    expect(ids(Buffer.from(`"0x${key.toString('hex')}"`), 'HMAC_256')).toEqual(['material-hex']);
    // aws kms generate-random
    const { findings } = lintMaterial(
      Buffer.from(JSON.stringify({ Plaintext: key.toString('base64') }, null, 4)),
      {
        keySpec: 'HMAC_256',
        partition: 'aws',
      },
    );
    expect(findings).toMatchObject([
      { id: 'material-base64', found: 'base64 text in field .Plaintext of a JSON document' },
    ]);
  });
  it('with CRLF after it has a line break too much', () =>
    expect(ids(Buffer.concat([randomBytes(48), Buffer.from('\r\n')]), 'HMAC_384')).toEqual([
      'material-trailing-newline',
    ]));
  it('a line break is distinguished from a key that ends in 0A itself', () => {
    const key = Buffer.concat([randomBytes(30), Buffer.from('\n\n')]);
    expect(ids(key, 'HMAC_256')).toEqual([]);
    for (const tail of ['\n', '\r\n', '\n\n'])
      expect(ids(Buffer.concat([key, Buffer.from(tail)]), 'HMAC_256')).toEqual(['material-trailing-newline']);
  });
  it('a longer HMAC key may begin like a compressed point, or end like a line', () => {
    for (let i = 0; i < 64; i += 1)
      for (const [length, spec] of [
        [33, 'HMAC_256'],
        [49, 'HMAC_384'],
        [67, 'HMAC_512'],
      ] as const)
        expect(
          ids(Buffer.concat([Buffer.of(2 + (i & 1)), randomBytes(length - 2), Buffer.of(1)]), spec),
        ).toEqual(['hmac-longer']);
  });
  it('a private key with a line break where raw bytes are expected is one fault', () => {
    const der = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
      type: 'pkcs8',
      format: 'der',
    });
    expect(ids(Buffer.concat([der, newline]), 'HMAC_256')).toEqual(['key-spec-mismatch']);
  });
  it('shorter than expected is an error, a longer HMAC key a warning', () => {
    expect(ids(randomBytes(16), 'SYMMETRIC_DEFAULT')).toEqual(['material-length']);
    expect(ids(randomBytes(27), 'HMAC_224')).toEqual(['material-length']);
    expect(ids(randomBytes(128), 'HMAC_256')).toEqual(['hmac-longer']);
    expect(ids(randomBytes(129), 'HMAC_256')).toEqual(['material-length']);
  });
});

it('bytes that went through a text pipe say so (PowerShell before 7.4, iconv)', () => {
  const found = (material: Buffer, keySpec: KeySpec) => {
    const { findings } = lintMaterial(material, { keySpec, partition: 'aws' });
    return findings.map(({ id, found: text }) => `${id}: ${text}`);
  };
  const bytes = Buffer.from(Array.from({ length: 48 }, (_, i) => (i * 167 + 130) & 255));
  const utf16 = Buffer.concat([
    Buffer.from('fffe', 'hex'),
    Buffer.from(`${bytes.toString('latin1')}\r\n`, 'utf16le'),
  ]);
  const utf8 = Buffer.from(bytes.toString('utf8'));
  for (const [material, name] of [
    [utf16, 'UTF-16'],
    [utf8, 'UTF-8'],
  ] as const) {
    expect(found(material, 'SYMMETRIC_DEFAULT').join()).toMatch(
      `material-length: ${material.length} bytes; they went through`,
    );
    expect(found(material, 'ECC_NIST_P256').join()).toContain(name);
    expect(ids(material, 'HMAC_256')).toContain('material-length');
  }
});

it('material for a key spec that is never imported is not looked at, reference or not', () => {
  const options = { keySpec: 'ML_DSA_44', partition: 'aws', reference: randomBytes(9) } as const;
  expect(lintMaterial(randomBytes(40), options).findings).toEqual([]);
});
