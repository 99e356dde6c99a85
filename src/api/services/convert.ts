import { lintForService } from '../../audit/services/lint.ts';
import type { Finding } from '../../audit/finding.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { readingsOf } from '../../formats/readings.ts';
import type { KeySpecRow } from '../../tables/key-specs.ts';
import type { Material, ServiceRow } from '../../tables/services/types.ts';
import { candidatesOf } from '../convert/candidates.ts';
import { matchesReference } from '../convert/reference.ts';

export interface ServiceConvertInput {
  readonly row: ServiceRow;
  readonly material: Material;
  readonly bytes: Buffer;
  readonly passphrase?: Buffer | undefined;
  readonly reference?: Buffer | undefined;
}

export interface ServiceConverted {
  readonly keyMaterial: Buffer;
  readonly findings: readonly Finding[];
}

/** The rows to look for: raw key material has one for each length that the service takes. */
function wantedRows({ row, lengths }: Material): readonly KeySpecRow[] {
  if (lengths === undefined || (row.kind !== 'symmetric' && row.kind !== 'hmac')) return [row];
  const each = 'least' in lengths ? [lengths.least] : lengths;
  return each.map((bytes) => ({ ...row, bytes: { 'aws': bytes, 'aws-cn': bytes } }));
}

/** Every reading of the bytes as key material, each once. The structure inside is taken as it stands, too. */
function readings({ material, bytes, passphrase }: ServiceConvertInput): Buffer[] {
  const found = new Map<string, Buffer>();
  const add = (one: Buffer) => found.set(sha256Hex(one), one);
  for (const due of wantedRows(material))
    for (const { made } of candidatesOf(bytes, { due, partition: 'aws', passphrase }))
      if (made !== undefined) add(made.bytes);
  for (const { structure, content, der, lost } of readingsOf(bytes))
    if (!lost && structure?.form === 'pkcs8' && der.root) add(content.subarray(0, der.end));
  return [...found.values()];
}

/**
 * Turns what there is into the bytes that a service imports. Nothing is guessed, and nothing comes out that does not lint clean.
 * @throws KmsKeywrapError `ERR_NOT_CONVERTIBLE`, `ERR_AMBIGUOUS`, `ERR_PASSPHRASE`
 */
export function convertForService(input: ServiceConvertInput): ServiceConverted {
  const { row, material, reference } = input;
  const outcomes = readings(input).map((bytes) => ({
    bytes,
    ...lintForService({ id: 'key', path: 'key', material: bytes, row, due: material }),
  }));
  const sound = outcomes.filter(({ verdict }) => verdict === 'accept');
  // Of two encodings of one key the one without a warning is meant.
  const clean = sound.filter(({ findings }) => findings.length === 0);
  const left = (clean.length > 0 ? clean : sound).filter(
    ({ bytes }) => reference === undefined || matchesReference(bytes, reference, material.row.name),
  );
  const [only, other] = left;
  if (only !== undefined && other === undefined)
    return { keyMaterial: Buffer.from(only.bytes), findings: only.findings };
  if (other !== undefined)
    throw new KmsKeywrapError('ERR_AMBIGUOUS', `the file can be read in ${left.length} ways`, {
      hint: 'cut the file down to the key, or name the right key with --reference (its public key or plaintext)',
    });
  const error = outcomes.flatMap(({ findings }) => findings).find(({ severity }) => severity === 'error');
  const why =
    sound.length > 0
      ? 'it is not the reference key'
      : error === undefined
        ? 'there is no such key in the file'
        : `${error.message}${error.found === undefined ? '' : `: ${error.found}`} (${error.id})`;
  throw new KmsKeywrapError(
    'ERR_NOT_CONVERTIBLE',
    `no key material for ${material.name} of ${row.title}: ${why}`,
  );
}
