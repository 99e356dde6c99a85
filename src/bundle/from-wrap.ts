import { keySpecRow, type KeySpec } from '../spec/key-specs.ts';
import type { Partition } from '../spec/partitions.ts';
import type { WrappingAlgorithm, WrappingKeySpec } from '../spec/wrapping.ts';
import type { ImportEvent } from './cloudtrail.ts';
import type { ImportParameters } from './parameters.ts';
import { publicKeyOf, sha256 } from './public-key.ts';
import type { BundleContent } from './write.ts';

/** What was wrapped, as `wrap` tells it. */
export interface WrappedFacts {
  readonly encryptedKeyMaterial: Buffer;
  readonly partition: Partition;
  readonly keySpec: KeySpec;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
}

/** The content of a bundle: a wrap's result with what KMS handed out for it. */
export function bundleContent(
  { encryptedKeyMaterial, partition, keySpec, wrappingAlgorithm, wrappingKeySpec }: WrappedFacts,
  keyMaterial: Buffer,
  parameters: ImportParameters,
  event?: ImportEvent,
): BundleContent {
  const { kind } = keySpecRow(keySpec);
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
      wrappingPublicKeySha256: sha256(parameters.publicKey),
      ...(kind === 'symmetric' || kind === 'hmac'
        ? {}
        : { publicKeySha256: sha256(publicKeyOf(keyMaterial, { keySpec, partition })) }),
    },
  };
}
