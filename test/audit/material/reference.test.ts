import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lintMaterial, outline } from '../../../src/audit/material/lint.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';

const ids = (material: Buffer, keySpec: KeySpec, reference: Buffer) =>
  lintMaterial(material, { keySpec, partition: 'aws', reference }).findings.map(({ id }) => id);

describe.each([
  [
    'ECC_NIST_P384',
    generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
    generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
  ],
  [
    'RSA_2048',
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ],
] as const)('%s', (keySpec, { privateKey }, other) => {
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  const pem = Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const legacy = privateKey.export({
    type: keySpec === 'RSA_2048' ? 'pkcs1' : 'sec1',
    format: 'der',
  } as never) as unknown as Buffer;

  it('the same bytes, or PEM of them, are not a difference', () => {
    expect(ids(der, keySpec, der)).toEqual([]);
    expect(ids(der, keySpec, pem)).toEqual([]);
    expect(ids(pem, keySpec, der)).toEqual(['material-pem']);
  });
  it('the same key in another structure is a warning', () => {
    expect(ids(der, keySpec, legacy)).toEqual(['reference-encoding']);
    expect(outline(der)).not.toEqual(outline(legacy));
  });
  it('another key is an error, and so is a reference without a key', () => {
    const another = other.privateKey.export({ type: 'pkcs8', format: 'der' });
    expect(ids(der, keySpec, another)).toEqual(['reference-mismatch']);
    expect(ids(der, keySpec, randomBytes(20))).toEqual(['reference-mismatch']);
  });
  it('material with a fault of its own is not compared', () =>
    expect(ids(der.subarray(0, 100), keySpec, der)).toEqual(['material-not-der']));
  it('an outline holds no key byte', () => {
    const text = outline(der).join('\n');
    expect(text).toContain('SEQUENCE');
    for (let at = 40; at + 4 <= der.length; at += 1)
      expect(text.includes(der.subarray(at, at + 4).toString('hex'))).toBe(false);
  });
});

describe('raw material', () => {
  const key = randomBytes(32);
  it('the same bytes, also as hex or base64, are not a difference', () => {
    expect(ids(key, 'HMAC_256', key)).toEqual([]);
    expect(ids(key, 'HMAC_256', Buffer.from(`${key.toString('hex')}\n`))).toEqual([]);
    expect(ids(key, 'HMAC_256', Buffer.from(key.toString('base64')))).toEqual([]);
  });
  it('a line break too much is told, and the key is still the reference', () =>
    expect(ids(Buffer.concat([key, Buffer.from('\n')]), 'HMAC_256', key)).toEqual([
      'material-trailing-newline',
    ]));
  it('a reference of a length that the key spec lacks is not a key', () => {
    const { findings } = lintMaterial(key, {
      keySpec: 'HMAC_256',
      partition: 'aws',
      reference: randomBytes(256),
    });
    expect(findings).toMatchObject([
      { id: 'reference-mismatch', found: expect.stringContaining('no such key') as unknown },
    ]);
  });
  it('other bytes are another key', () =>
    expect(ids(randomBytes(32), 'HMAC_256', key)).toEqual(['reference-mismatch']));
});
