import { lintMaterial } from '../audit/material/lint.ts';
import type { Finding } from '../audit/finding.ts';
import { KmsKeywrapError } from '../errors.ts';
import { findings as catalogue } from '../tables/findings/index.ts';
import { isRaw, keySpecNames, keySpecRow, keySpecs, type KeySpecRow } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';

const errorOf = (findings: readonly Finding[]) =>
  findings.find(({ id, severity }) => severity === 'error' && !catalogue[id].wrappable);

/** The first error of key material that has to be one of this key spec. */
const firstError = (material: Buffer, { name: keySpec }: KeySpecRow, partition: Partition) =>
  errorOf(lintMaterial(material, { keySpec, partition }).findings);

function refusal({ id, message, expected, found, fix }: Finding): KmsKeywrapError {
  const details = [
    expected === undefined ? [] : `expected ${expected}`,
    found === undefined ? [] : `found ${found}`,
  ].flat();
  return new KmsKeywrapError(
    'ERR_KEY_MATERIAL',
    `the key material is refused: ${message}${details.length === 0 ? '' : `: ${details.join(', ')}`} (${id})`,
    { hint: fix },
  );
}

/**
 * Lints key material before it is wrapped.
 * @returns what is not an error
 * @throws `ERR_KEY_MATERIAL` on the first error finding
 */
export function checkMaterial(
  material: Buffer,
  { name: keySpec }: KeySpecRow,
  partition: Partition,
): readonly Finding[] {
  const { findings } = lintMaterial(material, { keySpec, partition });
  const error = errorOf(findings);
  if (error !== undefined) throw refusal(error);
  return findings;
}

const keySpecRows = keySpecNames.map(keySpecRow);
const rawKeySpecs = keySpecRows.filter(isRaw);

const rawLengths = (partition: Partition) =>
  [...new Set(rawKeySpecs.map(({ bytes }) => bytes[partition]))].toSorted((a, b) => a - b).join(', ');

/**
 * The key spec that key material is of when none was named: a private key tells it itself; raw bytes are told by their
 * length alone, where 32 bytes are taken for SYMMETRIC_DEFAULT.
 * @throws `ERR_KEY_MATERIAL` when it cannot be told, with what the material is instead where that shows
 */
export function inferKeySpec(material: Buffer, partition: Partition): KeySpecRow {
  const raw = rawKeySpecs.find(({ bytes }) => bytes[partition] === material.length);
  if (raw !== undefined && isPlainlyRaw(material, raw, partition)) return raw;
  const seen = lintMaterial(material, { keySpec: 'RSA_2048', partition }).observed.keySpec;
  const inside = keySpecRows.find(({ name }) => name === seen);
  if (inside !== undefined) return inside;
  const error = formError(material, partition);
  if (error !== undefined) throw refusal(error);
  throw new KmsKeywrapError(
    'ERR_KEY_MATERIAL',
    `the key spec of this key material cannot be told: ${material.length} bytes that are not a PKCS#8 private key, where raw key material has ${rawLengths(partition)}`,
    { hint: 'name it with --key-spec' },
  );
}

/** Neither a structure nor text: 32 bytes in hex have the length of an HMAC_512 key. */
function isPlainlyRaw(material: Buffer, { name: keySpec }: KeySpecRow, partition: Partition): boolean {
  const { findings } = lintMaterial(material, { keySpec, partition });
  return errorOf(findings) === undefined && !findings.some(({ id }) => id === 'material-text');
}

/** What is wrong with the form of key material, whatever its key spec. */
function formError(material: Buffer, partition: Partition): Finding | undefined {
  const asRaw = rawKeySpecs
    .map((row) => firstError(material, row, partition))
    .find((error) => error !== undefined && catalogue[error.id].suggests === 'raw');
  if (asRaw !== undefined) return asRaw;
  const error = firstError(material, keySpecs.RSA_2048, partition);
  if (error === undefined || catalogue[error.id].suggests === 'nothing') return undefined;
  // Bytes that do not even begin like DER may be anything.
  return error.id === 'material-not-der' && material[0] !== 0x30 ? undefined : error;
}
