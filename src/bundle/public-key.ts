import { ecPublicKeyInfo } from '../formats/keys/public-key-info.ts';
import { materialFacts, type MaterialContext } from '../audit/material/facts/facts.ts';
import { publicKeyInfo } from '../audit/material/facts/fingerprint.ts';
import type { WrappingPublicKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';

/**
 * SubjectPublicKeyInfo (DER, uncompressed point) of asymmetric key material that was found sound.
 * @throws KmsKeywrapError `ERR_KEY_MATERIAL` where no public key can be computed from it
 */
export function publicKeyOf(
  material: Buffer,
  context: Pick<MaterialContext, 'keySpec' | 'partition'>,
): Buffer {
  const found = publicKeyInfo(materialFacts(material, context));
  if (found === undefined)
    throw new KmsKeywrapError('ERR_KEY_MATERIAL', `the key material holds no ${context.keySpec} private key`);
  return found;
}

/** A wrapping public key as KMS hands it out: SubjectPublicKeyInfo in DER, whatever form it was read from. */
export function wrappingKeyInfo(key: WrappingPublicKey): Buffer {
  return key.kind === 'rsa'
    ? key.publicKey.export({ format: 'der', type: 'spki' })
    : ecPublicKeyInfo('SM2', key.point.toBytes(false));
}
