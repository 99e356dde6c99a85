import { auditBlob } from '../audit/blob/audit.ts';
import type { Finding } from '../audit/finding.ts';
import { readPublicKey } from '../crypto/wrapping-key.ts';
import type { ExpectedMac } from '../crypto/mac.ts';
import { KmsKeywrapError } from '../errors.ts';
import { checkCombination } from '../api/preflight-combination.ts';
import { keySpecRow, type KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import type { WrappingAlgorithm } from '../tables/wrapping.ts';
import { lintMaterial } from '../audit/material/lint.ts';
import { bundleContent, proofOf, type Proof } from './content.ts';
import { expectedPublicKeyInfo } from './expected-public-key.ts';
import type { Gathered } from './gather.ts';
import type { ImportParameters } from './parameters.ts';
import type { BundleContent } from './write.ts';

/** A blob that another device made, such as an HSM's export. */
export interface BlobInput {
  readonly blob: Buffer;
  readonly keySpec: KeySpec;
  readonly partition: Partition;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly parameters: ImportParameters;
  readonly event?: Gathered['event'];
  /** The key inside, as plaintext or as public key in any form: what KMS must have after the import. */
  readonly reference?: Buffer | undefined;
  /** MAC that the HMAC key inside must give. */
  readonly expectedMac?: ExpectedMac | undefined;
}

/**
 * The content of a bundle for a blob that was made elsewhere, once nothing is seen to be wrong with it.
 * @throws KmsKeywrapError `ERR_UNSUPPORTED_COMBINATION`, `ERR_PUBLIC_KEY`, and `ERR_MISMATCH` for a blob at fault
 */
export function contentOfBlob(input: BlobInput): {
  content: BundleContent;
  findings: readonly Finding[];
  warnings: readonly string[];
} {
  const { blob, keySpec, partition, wrappingAlgorithm, parameters, event } = input;
  const { wrappingKeySpec } = parameters;
  const facts = { encryptedKeyMaterial: blob, partition, keySpec, wrappingAlgorithm, wrappingKeySpec };
  const dispute = checkCombination(facts);
  const key = readPublicKey(parameters.publicKey);
  if (key.kind === 'other')
    throw new KmsKeywrapError('ERR_PUBLIC_KEY', 'the wrapping key is not an RSA or SM2 key');
  const request = { partition, keySpec, wrappingAlgorithm, publicKey: key };
  const { findings } = auditBlob({ id: 'blob', path: 'blob', blob, ...request }).result;
  const error = findings.find(({ severity }) => severity === 'error');
  if (error !== undefined)
    throw new KmsKeywrapError('ERR_MISMATCH', `the blob is refused: ${error.message} (${error.id})`, {
      hint: error.fix,
    });
  return {
    content: bundleContent(facts, proofOfReference(input), parameters, event),
    findings,
    warnings: [
      ...(dispute === undefined ? [] : [dispute]),
      ...findings.map(({ id, message }) => `${message} (${id})`),
    ],
  };
}

/** What a reference proves of the key inside: its public key, or a MAC of an HMAC key. */
function proofOfReference({ reference, expectedMac, keySpec, partition, parameters }: BlobInput): Proof {
  if (reference === undefined) return { expectedMac };
  if (keySpecRow(keySpec).kind !== 'hmac')
    return { expectedMac, publicKey: expectedPublicKeyInfo(reference, keySpec, parameters.publicKey) };
  const { findings } = lintMaterial(reference, { keySpec, partition });
  const error = findings.find(({ severity }) => severity === 'error');
  if (error !== undefined)
    throw new KmsKeywrapError(
      'ERR_KEY_MATERIAL',
      `the reference is not ${keySpec} key material: ${error.message} (${error.id})`,
      {
        hint: 'give the plaintext of the HMAC key, or a MAC with --expect-mac and --mac-message',
      },
    );
  return { expectedMac: expectedMac ?? proofOf(reference, { keySpec, partition }, findings).expectedMac };
}
