import { lint as lintRequest } from '../audit/material/audit.ts';
import type { AuditResult } from '../audit/result.ts';
import type { KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { expectedMacOf } from '../audit/expected-mac.ts';
import { impliedPartition } from '../tables/support.ts';
import { bytesOf } from './arguments.ts';
import { resolveKeySpec, resolvePartition } from './names.ts';

export interface LintInput {
  /** Plaintext, as it would be wrapped. It is read, not changed. */
  readonly keyMaterial: Buffer;
  readonly keySpec: KeySpec;
  /** Default `aws`, or `aws-cn` for key specs that exist there alone. */
  readonly partition?: Partition | undefined;
  /** The key that it should be: DER, PEM, raw bytes, or its public key in any form. */
  readonly reference?: Buffer | undefined;
  /** The MAC (hex or base64) that an HMAC key must give for the message, 1 to 4096 bytes. */
  readonly expectedMac?: { readonly mac: string; readonly message: Buffer } | undefined;
  /** How the result calls the key material; `keyMaterial` unless given. */
  readonly name?: string | undefined;
}

/**
 * Names what is wrong with plaintext key material before it is wrapped. What is wrong with it is the result, whatever its
 * bytes are: only the rest of the input is refused.
 * @throws KmsKeywrapError `ERR_UNKNOWN_…`, `ERR_USAGE`
 */
export async function lint(input: LintInput): Promise<AuditResult> {
  const { name = 'keyMaterial', reference, expectedMac } = input;
  const keySpec = resolveKeySpec(input.keySpec);
  return lintRequest({
    id: name,
    path: name,
    material: bytesOf('keyMaterial', input.keyMaterial),
    keySpec: keySpec.name,
    partition: resolvePartition(input.partition ?? impliedPartition({ keySpec })),
    ...(expectedMac === undefined
      ? {}
      : {
          expectedMac: expectedMacOf(expectedMac.mac, bytesOf('message', expectedMac.message), keySpec.name),
        }),
    ...(reference === undefined
      ? {}
      : { reference: { path: 'reference', bytes: bytesOf('reference', reference) } }),
  });
}
