import type { Finding } from '../audit/finding.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { macAlgorithmOf, macOf, type ExpectedMac } from '../crypto/mac.ts';
import type { FindingId } from '../tables/findings/index.ts';
import type { ManifestMac } from './manifest.ts';
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

/** What the key must prove after the import: its public key, or a MAC of an HMAC key. */
export interface Proof {
  /** SubjectPublicKeyInfo that GetPublicKey must return. */
  readonly publicKey?: Buffer | undefined;
  readonly expectedMac?: ExpectedMac | undefined;
}

/** Message of the MAC by which an HMAC key is known after its import. */
const macMessage = Buffer.from('kms-keywrap: proof of import');

/** The proof of key material that is at hand. A MAC of an HMAC key of few possible values would give the key away: those get none. */
export function proofOf(
  keyMaterial: Buffer,
  facts: Pick<WrappedFacts, 'keySpec' | 'partition'>,
  findings: readonly Finding[],
): Proof {
  const mac = findings.some(({ id }) => guessable.has(id))
    ? undefined
    : macOf(facts.keySpec, keyMaterial, macMessage);
  return {
    publicKey: expectedPublicKey(keyMaterial, facts),
    expectedMac: mac && { mac, message: macMessage },
  };
}

const guessable: ReadonlySet<FindingId> = new Set<FindingId>([
  'material-constant',
  'material-text',
  'material-low-entropy',
  'material-known',
]);

/** The public key that KMS must have after the import of asymmetric key material; undefined for raw key material. */
function expectedPublicKey(
  keyMaterial: Buffer,
  facts: Pick<WrappedFacts, 'keySpec' | 'partition'>,
): Buffer | undefined {
  return isRaw(keySpecRow(facts.keySpec)) ? undefined : publicKeyOf(keyMaterial, facts);
}

/**
 * The content of a bundle: an encrypted key material with what KMS handed out for it.
 * @param proof what the key must prove after the import, where it is known
 */
export function bundleContent(
  { encryptedKeyMaterial, partition, keySpec, wrappingAlgorithm, wrappingKeySpec }: WrappedFacts,
  { publicKey, expectedMac }: Proof,
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
      ...(expectedMac === undefined ? {} : { expectedMac: manifestMac(keySpec, expectedMac) }),
    },
  };
}

const manifestMac = (keySpec: KeySpec, { mac, message }: ExpectedMac): ManifestMac => ({
  macAlgorithm: macAlgorithmOf(keySpec)?.name ?? '',
  message: message.toString('base64'),
  mac: mac.toString('hex'),
});
