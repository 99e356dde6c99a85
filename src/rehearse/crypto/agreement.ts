import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { sm2Coordinates } from '../../crypto/sm2.ts';
import { sm2PrivateScalar, sm2PublicPoint } from '../../crypto/sm2-keys.ts';
import type { KeySpec } from '../../tables/key-specs.ts';

function publicKeyFrom(spki: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/**
 * The raw shared secret of ECDH: the x coordinate (SP 800-56A Rev. 3, 5.7.1.2).
 * @param pkcs8 key material of the KMS key
 * @param spki public key of the other side
 * @returns undefined when that is not a public key on the same curve
 */
export function sharedSecret(keySpec: KeySpec, pkcs8: Buffer, spki: Buffer): Buffer | undefined {
  if (keySpec === 'SM2') {
    const scalar = sm2PrivateScalar(pkcs8);
    const point = sm2PublicPoint(spki);
    return scalar === undefined || point === undefined
      ? undefined
      : sm2Coordinates(point.multiply(scalar)).subarray(0, 32);
  }
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const publicKey = publicKeyFrom(spki);
  const curve = publicKey?.asymmetricKeyDetails?.namedCurve;
  if (publicKey === undefined || curve !== privateKey.asymmetricKeyDetails?.namedCurve) return undefined;
  return diffieHellman({ privateKey, publicKey });
}
