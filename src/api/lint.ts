import { lint as lintRequest } from '../audit/material/audit.ts';
import type { AuditResult } from '../audit/result.ts';
import type { KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { impliedPartition } from '../tables/support.ts';
import { bytesOf } from './arguments.ts';
import { resolveKeySpec, resolvePartition } from './names.ts';

export interface LintInput {
  /** Plaintext, as it would be wrapped. It is read, not changed. */
  readonly keyMaterial: Buffer;
  readonly keySpec: KeySpec;
  /** Default `aws`, or `aws-cn` for key specs that exist there alone. */
  readonly partition?: Partition | undefined;
  /** The key that it should be: DER, PEM or raw bytes. */
  readonly reference?: Buffer | undefined;
  /** How the result calls the key material; `keyMaterial` unless given. */
  readonly name?: string | undefined;
}

/**
 * Names what is wrong with plaintext key material before it is wrapped. What is wrong with it is the result, whatever its
 * bytes are: only the rest of the input is refused.
 * @throws KmsKeywrapError `ERR_UNKNOWN_…`, `ERR_USAGE`
 */
export async function lint(input: LintInput): Promise<AuditResult> {
  const { name = 'keyMaterial', reference } = input;
  const keySpec = resolveKeySpec(input.keySpec);
  return lintRequest({
    id: name,
    path: name,
    material: bytesOf('keyMaterial', input.keyMaterial),
    keySpec: keySpec.name,
    partition: resolvePartition(input.partition ?? impliedPartition({ keySpec })),
    ...(reference === undefined
      ? {}
      : { reference: { path: 'reference', bytes: bytesOf('reference', reference) } }),
  });
}
