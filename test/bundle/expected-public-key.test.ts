import { generateKeyPairSync } from 'node:crypto';
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
    [
      'that is a private key',
      p256.privateKey.export({ format: 'der', type: 'pkcs8' }),
      'ECC_NIST_P256',
      'no SubjectPublicKeyInfo',
    ],
    [
      'in PKCS#1',
      wrappingKey.publicKey.export({ format: 'der', type: 'pkcs1' }),
      'RSA_3072',
      'no SubjectPublicKeyInfo',
    ],
  ] as const)('%s is refused', async (_name, bytes, keySpec, message, wrappedUnder = wrapping) => {
    expect(await refusal(() => expectedPublicKeyInfo(bytes, keySpec, wrappedUnder))).toMatchObject({
      code: 'ERR_PUBLIC_KEY',
      message: expect.stringContaining(message),
    });
  });
});
