import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { expect, it } from 'vitest';
import { sm2Coordinates } from '../../../src/crypto/sm2.ts';
import { seededRsaKey } from '../../../src/samples/keys/rsa-key.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';
import { testKey, testWrappingKey, type TestKeyName } from '../../../src/samples/keys/test-keys.ts';

const seed = Buffer.from('kms-keywrap golden keys');
const load = (name: TestKeyName) => createPrivateKey({ key: testKey(name), format: 'der', type: 'pkcs8' });

/** Digests taken with openssl of the keys as printed; jsrsasign publishes the first two as well. */
it.each([
  ['ECC_NIST_P256', 'b2b04340cfaee616ec9c2c62d261b208e54bb197498df52e8cadede23ac0ba5e', 'RFC 9500, 2.3'],
  ['ECC_NIST_P384', 'c4c10105a0be0ed4dd3354428dc38a9bfee64da141ce16e75c94eda272f9dd3a', 'RFC 9500, 2.3'],
  ['ECC_NIST_P521', 'acb1b8327fef995e2458fdf5e3c33b2dc0749feabd6a894cb9bda9d70ac06c24', 'RFC 9500, 2.3'],
  ['RSA_2048', '8fb6bad671cfe698393c453357da61b56d757ab8c0f3fb9c87f2849e63131878', 'RFC 9500, 2.1'],
  ['RSA_4096', '96465ea5dc9bb2da7b351d808a7196e5761f2412a5040131c68d719aaba28fb9', 'RFC 9500, 2.1'],
] as const)('%s is the published key: SHA-256 of its public key is %s (%s)', (...[name, sha256]) => {
  const spki = createPublicKey(load(name)).export({ type: 'spki', format: 'der' });
  expect(createHash('sha256').update(spki).digest('hex')).toBe(sha256);
});

it('SM2 is the key that RFC 9563, 5 prints, public key included', () => {
  expect(testKey('SM2').toString('base64')).toContain('V24tjJgXxp2ykscKRZdT+iuR5J1xRQN+FKoQACmo9f');
  const { key } = testWrappingKey('SM2');
  expect(key.kind === 'sm2' && sm2Coordinates(key.point).toString('base64')).toBe(
    'jZbZMBImG9dtGWSVEwnv2l32OVKcX7MMJv+83/+A41iaZuO0ajXMcuyJbTr8Ud+kae6UlfqrnsG6tgADIPHxXA==',
  );
});

it('RSA_3072 and ECC_SECG_P256K1, for which no document prints a key, come out of their seed', () => {
  expect(seededRsaKey(3072, seededRandom(seed, 'RSA_3072')).equals(testKey('RSA_3072'))).toBe(true);
  const { d } = load('ECC_SECG_P256K1').export({ format: 'jwk' });
  expect(Buffer.from(d!, 'base64url').equals(seededRandom(seed, 'ECC_SECG_P256K1')(32))).toBe(true);
});
