import { ECDH, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectedPublicKeyInfo } from '../../src/bundle/expected-public-key.ts';
import { publicKey as wrapping, refusal, wrappingKey } from './samples.ts';

const spki = { format: 'der', type: 'spki' } as const;
const onCurve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const p256 = onCurve('P-256');

describe('the public key that a device gave out', () => {
  it.each([
    ['ECC_NIST_P256', 'P-256'],
    ['ECC_NIST_P521', 'P-521'],
    ['ECC_SECG_P256K1', 'secp256k1'],
    ['SM2', 'SM2'],
  ] as const)('of %s is taken in DER and PEM', (keySpec, curve) => {
    const { publicKey } = onCurve(curve);
    const info = publicKey.export(spki);
    const pem = Buffer.from(publicKey.export({ format: 'pem', type: 'spki' }));
    for (const bytes of [info, pem])
      expect(expectedPublicKeyInfo(bytes, keySpec, wrapping).equals(info)).toBe(true);
  });

  it('is read out of the private key, PKCS#1, JWK, and a point in hex, compressed or not', () => {
    const info = p256.publicKey.export(spki);
    const jwk = p256.publicKey.export({ format: 'jwk' });
    const point = info.subarray(-65).toString('hex');
    for (const bytes of [
      p256.privateKey.export({ format: 'der', type: 'pkcs8' }),
      Buffer.from(JSON.stringify(jwk)),
      Buffer.from(point),
      ECDH.convertKey(point, 'prime256v1', 'hex', undefined, 'compressed') as Buffer,
    ])
      expect(expectedPublicKeyInfo(bytes, 'ECC_NIST_P256', wrapping).equals(info)).toBe(true);
    const rsa = wrappingKey.publicKey;
    expect(
      expectedPublicKeyInfo(rsa.export({ format: 'der', type: 'pkcs1' }), 'RSA_3072', Buffer.alloc(0)),
    ).toEqual(rsa.export(spki));
  });

  it.each([
    [
      'of another curve',
      p256.publicKey.export(spki),
      'ECC_SECG_P256K1',
      'is not of key spec ECC_SECG_P256K1',
    ],
    ['of another kind', p256.publicKey.export(spki), 'RSA_2048', 'is not of key spec RSA_2048'],
    ['of another size', wrapping, 'RSA_4096', 'is not of key spec RSA_4096', Buffer.alloc(0)],
    ['for key material that has none', wrapping, 'HMAC_256', 'cannot be one of HMAC_256'],
    ['that is the wrapping key', wrapping, 'RSA_3072', 'is the wrapping key'],
    ['that is nothing known', Buffer.alloc(50, 7), 'ECC_NIST_P256', 'is not a public key in any form'],
    [
      'that is an Ethereum address, which does not tell the key',
      Buffer.from(`0x${'ab'.repeat(20)}`),
      'ECC_SECG_P256K1',
      'is an Ethereum address',
    ],
  ] as const)('%s is refused', async (_name, bytes, keySpec, message, wrappedUnder = wrapping) => {
    expect(await refusal(() => expectedPublicKeyInfo(bytes, keySpec, wrappedUnder))).toMatchObject({
      code: 'ERR_PUBLIC_KEY',
      message: expect.stringContaining(message),
    });
  });
});
