import { auditBlob } from '../audit/blob/audit.ts';
import { expectedMacOf } from '../audit/expected-mac.ts';
import type { AuditResult } from '../audit/result.ts';
import { readPrivateKey, readPublicKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import type { KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { impliedPartition } from '../tables/support.ts';
import type { WrappingAlgorithm } from '../tables/wrapping.ts';
import { bytesOf } from './arguments.ts';
import { resolveKeySpec, resolvePartition, resolveWrappingAlgorithm } from './names.ts';

export interface AuditInput {
  /** The wrapped export, whatever an HSM made of it. It is read, not changed. */
  readonly encryptedKeyMaterial: Buffer;
  /** Private half of the (test) wrapping key, PKCS#8, DER or PEM: the whole diagnosis. It is taken where both keys are given. */
  readonly privateKey?: Buffer | undefined;
  /** The wrapping key, SubjectPublicKeyInfo, DER or PEM: what can be seen without the private half. */
  readonly publicKey?: Buffer | undefined;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly keySpec: KeySpec;
  /** Default `aws`, or `aws-cn` for names that exist there alone. */
  readonly partition?: Partition | undefined;
  /** What should be inside: the plaintext, another blob of it under the same key, or its public key in any form. */
  readonly reference?: Buffer | undefined;
  /** The MAC (hex or base64) that an HMAC key inside must give for the message, 1 to 4096 bytes. */
  readonly expectedMac?: { readonly mac: string; readonly message: Buffer } | undefined;
  /** How the result calls the blob; `encryptedKeyMaterial` unless given. */
  readonly name?: string | undefined;
}

function keysOf({ privateKey, publicKey }: AuditInput) {
  if (privateKey !== undefined) return { privateKey: readPrivateKey(bytesOf('privateKey', privateKey)) };
  if (publicKey !== undefined) return { publicKey: readPublicKey(bytesOf('publicKey', publicKey)) };
  throw new KmsKeywrapError('ERR_USAGE', 'neither privateKey nor publicKey is given', {
    hint: 'a test private key gives the whole diagnosis; the public key shows what can be seen without it',
  });
}

/**
 * Names what is wrong with a wrapped export. What is wrong with the blob is the result, whatever its bytes are: only the
 * rest of the input is refused.
 * @throws KmsKeywrapError `ERR_PRIVATE_KEY`, `ERR_PUBLIC_KEY`, `ERR_UNKNOWN_…`, `ERR_USAGE`
 */
export async function audit(input: AuditInput): Promise<AuditResult> {
  const { name = 'encryptedKeyMaterial', reference, expectedMac } = input;
  const wrappingAlgorithm = resolveWrappingAlgorithm(input.wrappingAlgorithm);
  const keySpec = resolveKeySpec(input.keySpec);
  const { result } = auditBlob({
    id: name,
    path: name,
    blob: bytesOf('encryptedKeyMaterial', input.encryptedKeyMaterial),
    ...keysOf(input),
    wrappingAlgorithm: wrappingAlgorithm.name,
    keySpec: keySpec.name,
    partition: resolvePartition(input.partition ?? impliedPartition({ keySpec, wrappingAlgorithm })),
    ...(expectedMac === undefined
      ? {}
      : {
          expectedMac: expectedMacOf(expectedMac.mac, bytesOf('message', expectedMac.message), keySpec.name),
        }),
    ...(reference === undefined ? {} : { reference: bytesOf('reference', reference) }),
  });
  return result;
}
