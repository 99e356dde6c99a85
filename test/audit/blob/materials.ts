import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { sm2Pkcs8 } from '../../crypto/keys.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';

const made = new Map<KeySpec, Buffer>();

const ec = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'der', type: 'pkcs8' });
const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ format: 'der', type: 'pkcs8' });

const makers: Partial<Record<KeySpec, () => Buffer>> = {
  SYMMETRIC_DEFAULT: () => randomBytes(32),
  HMAC_224: () => randomBytes(28),
  HMAC_256: () => randomBytes(32),
  HMAC_384: () => randomBytes(48),
  HMAC_512: () => randomBytes(64),
  ECC_NIST_P256: () => ec('P-256'),
  ECC_NIST_P384: () => ec('P-384'),
  ECC_NIST_P521: () => ec('P-521'),
  ECC_SECG_P256K1: () => ec('secp256k1'),
  RSA_2048: () => rsa(2048),
  RSA_3072: () => rsa(3072),
  RSA_4096: () => rsa(4096),
  SM2: sm2Pkcs8,
};

/** Sound key material of a key spec: raw material fresh each time, private keys made once a run. */
export function material(keySpec: KeySpec): Buffer {
  const raw = keySpec === 'SYMMETRIC_DEFAULT' || keySpec.startsWith('HMAC_');
  const known = raw ? undefined : made.get(keySpec);
  const fresh = known ?? makers[keySpec]?.();
  if (fresh === undefined) throw new Error(`no material is made for ${keySpec}`);
  made.set(keySpec, fresh);
  return Buffer.from(fresh);
}
