import { lintMaterial } from '../audit/lint-material.ts';
import type { Finding } from '../audit/finding.ts';
import { KmsKeywrapError } from '../errors.ts';
import { keySpecNames, keySpecRow, type KeySpec } from '../spec/key-specs.ts';
import type { Partition } from '../spec/partitions.ts';

/** A published key is a bad idea, not a malformed one: it is wrapped, with a warning. */
const wrappable: ReadonlySet<string> = new Set(['material-known']);

/**
 * Lints key material before it is wrapped.
 * @returns what is not an error
 * @throws `ERR_KEY_MATERIAL` on the first error finding
 */
export function checkMaterial(material: Buffer, keySpec: KeySpec, partition: Partition): readonly Finding[] {
  const { findings } = lintMaterial(material, { keySpec, partition });
  const error = findings.find(({ id, severity }) => severity === 'error' && !wrappable.has(id));
  if (error === undefined) return findings;
  const details = [
    error.expected === undefined ? [] : `expected ${error.expected}`,
    error.found === undefined ? [] : `found ${error.found}`,
  ].flat();
  throw new KmsKeywrapError(
    'ERR_KEY_MATERIAL',
    `the key material is refused: ${error.message}${details.length === 0 ? '' : `: ${details.join(', ')}`} (${error.id})`,
    { hint: error.fix },
  );
}

/**
 * The key spec that key material is of when none was named: a private key tells it itself; raw bytes are told by their
 * length alone, where 32 bytes are taken for SYMMETRIC_DEFAULT.
 * @throws `ERR_KEY_MATERIAL` when it cannot be told
 */
export function inferKeySpec(material: Buffer, partition: Partition): KeySpec {
  const raw = keySpecNames.find((name) => {
    const row = keySpecRow(name);
    return (row.kind === 'symmetric' || row.kind === 'hmac') && row.bytes[partition] === material.length;
  });
  const seen = lintMaterial(material, { keySpec: raw ?? 'RSA_2048', partition }).observed.keySpec;
  const inside = keySpecNames.find((name) => name === seen);
  if (inside !== undefined) return inside;
  if (raw !== undefined) return raw;
  throw new KmsKeywrapError(
    'ERR_KEY_MATERIAL',
    `the key spec of this key material cannot be told: ${material.length} bytes that are no PKCS#8 private key and of no length that raw key material has`,
    { hint: 'name it with --key-spec' },
  );
}
