import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { sm2Coordinates, sm2PublicOf } from '../crypto/sm2.ts';
import { sm2PrivateScalar } from '../crypto/sm2-keys.ts';

/** id-ecPublicKey and the SM2 curve, then the head of a BIT STRING with an uncompressed point (RFC 5480, section 2). */
const sm2Head = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d03420004', 'hex');

/** A point that was stored compressed comes out of node compressed; KMS's form is not documented, uncompressed is usual. */
function uncompressed(publicKey: KeyObject): Buffer {
  if (publicKey.asymmetricKeyType !== 'ec') return publicKey.export({ format: 'der', type: 'spki' });
  const again = createPublicKey({ key: publicKey.export({ format: 'jwk' }), format: 'jwk' });
  return again.export({ format: 'der', type: 'spki' });
}

/**
 * SubjectPublicKeyInfo (DER, uncompressed point) of a PKCS#8 DER private key that was found sound.
 * This is what GetPublicKey returns once the key is imported.
 */
export function publicKeyOf(privateKeyDer: Buffer): Buffer {
  const sm2 = sm2PrivateScalar(privateKeyDer);
  if (sm2 !== undefined) return Buffer.concat([sm2Head, sm2Coordinates(sm2PublicOf(sm2))]);
  const privateKey = createPrivateKey({ key: privateKeyDer, format: 'der', type: 'pkcs8' });
  return uncompressed(createPublicKey(privateKey));
}

/** Lower-case hex of SHA-256. */
export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
