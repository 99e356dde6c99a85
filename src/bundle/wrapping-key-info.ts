import type { WrappingPublicKey } from '../crypto/wrapping-key.ts';
import { ecPublicKeyInfo } from '../formats/keys/public-key-info.ts';

/** A wrapping public key as KMS hands it out: SubjectPublicKeyInfo in DER, whatever form it was read from. */
export function wrappingKeyInfo(key: WrappingPublicKey): Buffer {
  return key.kind === 'rsa'
    ? key.publicKey.export({ format: 'der', type: 'spki' })
    : ecPublicKeyInfo('SM2', key.point.toBytes(false));
}
