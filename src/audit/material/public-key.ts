import { KmsKeywrapError } from '../../errors.ts';
import { materialFacts, type MaterialContext } from './facts/facts.ts';
import { publicKeyInfo } from './facts/fingerprint.ts';

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
    throw new KmsKeywrapError(
      'ERR_KEY_MATERIAL',
      `the key material does not contain a ${context.keySpec} private key`,
    );
  return found;
}
