import { createPrivateKey, createPublicKey } from 'node:crypto';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { digest } from '../../crypto/hash.ts';
import { sm2PrivateScalar, sm2PublicPoint } from '../../crypto/sm2-keys.ts';
import { hashes } from '../../tables/hashes.ts';
import { keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import { signPkcs1, signPss, verifyPkcs1, verifyPss, type SignatureHash } from './rsa-signature.ts';
import { sm2MessageDigest, sm2Sign, sm2Verify } from './sm2-signature.ts';

type Scheme = 'pkcs1' | 'pss' | 'ecdsa';

/** Signing algorithms of the key specs that can be imported, but SM2DSA. */
const algorithms = {
  RSASSA_PKCS1_V1_5_SHA_256: ['pkcs1', 'sha256'],
  RSASSA_PKCS1_V1_5_SHA_384: ['pkcs1', 'sha384'],
  RSASSA_PKCS1_V1_5_SHA_512: ['pkcs1', 'sha512'],
  RSASSA_PSS_SHA_256: ['pss', 'sha256'],
  RSASSA_PSS_SHA_384: ['pss', 'sha384'],
  RSASSA_PSS_SHA_512: ['pss', 'sha512'],
  ECDSA_SHA_256: ['ecdsa', 'sha256'],
  ECDSA_SHA_384: ['ecdsa', 'sha384'],
  ECDSA_SHA_512: ['ecdsa', 'sha512'],
} as const satisfies Record<string, readonly [Scheme, SignatureHash]>;

export type SigningAlgorithm = keyof typeof algorithms | 'SM2DSA';

/** ECDSA over a digest: node signs messages only, and KMS accepts either. */
const ecdsa = {
  ECC_NIST_P256: p256,
  ECC_NIST_P384: p384,
  ECC_NIST_P521: p521,
  ECC_SECG_P256K1: secp256k1,
} as const;
type EcdsaSpec = keyof typeof ecdsa;
const isEcdsa = (keySpec: KeySpec): keySpec is EcdsaSpec => Object.hasOwn(ecdsa, keySpec);
/** KMS's signatures are DER, and s is not brought to its lower half. */
const form = { prehash: false, lowS: false, format: 'der' } as const;

/** Length in bytes of what is signed. */
export const digestBytes = (algorithm: SigningAlgorithm): number =>
  hashes[algorithm === 'SM2DSA' ? 'sm3' : algorithms[algorithm][1]].bytes;

/** @param spki of the signer, which SM2DSA hashes too */
export function digestOf(algorithm: SigningAlgorithm, spki: Buffer, message: Buffer): Buffer {
  if (algorithm !== 'SM2DSA') return digest(algorithms[algorithm][1], message);
  const point = sm2PublicPoint(spki);
  if (point === undefined) throw new TypeError('SM2DSA is for SM2 keys');
  return sm2MessageDigest(point, message);
}

/**
 * Signs a digest of `digestBytes`.
 * @param pkcs8 key material of a key whose spec has the algorithm
 */
export function signDigest(
  keySpec: KeySpec,
  algorithm: SigningAlgorithm,
  pkcs8: Buffer,
  hashed: Buffer,
): Buffer {
  if (algorithm === 'SM2DSA') {
    const scalar = sm2PrivateScalar(pkcs8);
    if (scalar === undefined) throw new TypeError('SM2DSA is for SM2 keys');
    return sm2Sign(scalar, hashed);
  }
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  if (isEcdsa(keySpec)) {
    const { d = '' } = key.export({ format: 'jwk' });
    return Buffer.from(ecdsa[keySpec].sign(hashed, Buffer.from(d, 'base64url'), form));
  }
  const [scheme, hash] = algorithms[algorithm];
  return scheme === 'pss' ? signPss(key, hash, hashed) : signPkcs1(key, hash, hashed);
}

/** Whether a signature is the key's, of a digest. Never throws on any signature. */
export function verifyDigest(
  keySpec: KeySpec,
  algorithm: SigningAlgorithm,
  spki: Buffer,
  hashed: Buffer,
  signature: Buffer,
): boolean {
  if (algorithm === 'SM2DSA') {
    const point = sm2PublicPoint(spki);
    return point !== undefined && sm2Verify(point, hashed, signature);
  }
  if (isEcdsa(keySpec)) {
    const row = keySpecRow(keySpec);
    const point = spki.subarray(-(1 + 2 * (row.kind === 'ec' ? row.curve.fieldBytes : 0)));
    try {
      return ecdsa[keySpec].verify(signature, hashed, point, form);
    } catch {
      return false;
    }
  }
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const [scheme, hash] = algorithms[algorithm];
  return (scheme === 'pss' ? verifyPss : verifyPkcs1)(key, hash, hashed, signature);
}
