import { sha256Hex } from '../crypto/hash.ts';
import { isRaw, keySpecRow, type KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import type { WrappingAlgorithm, WrappingKeySpec } from '../tables/wrapping.ts';
import type { ImportEvent } from './cloudtrail.ts';
import type { ImportParameters } from './parameters.ts';
import { publicKeyOf } from '../audit/material/public-key.ts';
import type { BundleContent } from './write.ts';

/** An encrypted key material and what it is. */
export interface WrappedFacts {
  readonly encryptedKeyMaterial: Buffer;
  readonly partition: Partition;
  readonly keySpec: KeySpec;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
}

/** The public key that KMS must have after the import of asymmetric key material; undefined for raw key material. */
export function expectedPublicKey(
  keyMaterial: Buffer,
  facts: Pick<WrappedFacts, 'keySpec' | 'partition'>,
): Buffer | undefined {
  return isRaw(keySpecRow(facts.keySpec)) ? undefined : publicKeyOf(keyMaterial, facts);
}

/**
 * The content of a bundle: an encrypted key material with what KMS handed out for it.
 * @param publicKey SubjectPublicKeyInfo that GetPublicKey must return after the import, where it is known
 */
export function bundleContent(
  { encryptedKeyMaterial, partition, keySpec, wrappingAlgorithm, wrappingKeySpec }: WrappedFacts,
  publicKey: Buffer | undefined,
  parameters: ImportParameters,
  event?: ImportEvent,
): BundleContent {
  const keyId = (parameters.key ?? event?.key)?.given;
  return {
    encryptedKeyMaterial,
    importToken: parameters.importToken,
    wrappingPublicKey: parameters.publicKey,
    facts: {
      partition,
      keySpec,
      wrappingAlgorithm,
      wrappingKeySpec,
      ...(keyId === undefined ? {} : { keyId }),
      ...(parameters.validTo === undefined ? {} : { parametersValidTo: parameters.validTo.toISOString() }),
      wrappingPublicKeySha256: sha256Hex(parameters.publicKey),
      ...(publicKey === undefined ? {} : { publicKeySha256: sha256Hex(publicKey) }),
    },
  };
}
