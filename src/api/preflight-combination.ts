import { KmsKeywrapError } from '../errors.ts';
import { sources, type SourceId } from '../tables/sources.ts';
import { keySpecRow, type KeySpec } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { support, type Combination } from '../tables/support.ts';
import { wrappingAlgorithmRow, type WrappingAlgorithm } from '../tables/wrapping.ts';

/**
 * Refuses what KMS is documented not to take; a disputed combination passes with its warning.
 * @returns the warning, if any
 * @throws `ERR_UNSUPPORTED_COMBINATION` with the reason and where it is documented
 */
export function checkCombination(combination: Combination): string | undefined {
  const { status, reason = '', sources: cited } = support(combination);
  if (status === 'supported') return undefined;
  const where = cited.map((id) => sources[id].title).join('; ');
  if (status === 'disputed') return `${reason} (${where})`;
  throw new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', `KMS does not take this: ${reason} (${where})`, {
    hint: `kms-keywrap support ${combination.keySpec} --partition ${combination.partition} lists what KMS takes`,
  });
}

const unsupported = (reason: string, source: SourceId, hint: string) =>
  new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', `${reason} (${sources[source].title})`, { hint });

/** Refuses a key spec whose key material is not imported in the partition, however it is wrapped. @throws `ERR_UNSUPPORTED_COMBINATION` */
export function checkKeySpec(keySpec: KeySpec, partition: Partition): void {
  const row = keySpecRow(keySpec);
  if (row.importable && row.partitions.includes(partition)) return;
  const reason = row.importable
    ? `key spec ${keySpec} exists in ${row.partitions.join(', ')} only, not in ${partition}`
    : `${keySpec} key material cannot be imported: ${row.reason}`;
  throw unsupported(reason, 'REQ', `kms-keywrap support ${keySpec} --partition all tells what KMS takes`);
}

/** Refuses a wrapping algorithm that the partition does not have, whatever is wrapped. @throws `ERR_UNSUPPORTED_COMBINATION` */
export function checkWrappingAlgorithm(name: WrappingAlgorithm, partition: Partition): void {
  const { retired, partitions } = wrappingAlgorithmRow(name);
  if (retired === undefined && partitions.includes(partition)) return;
  const reason =
    retired?.reason ?? `${name} is offered in ${partitions.join(', ')} only, not in ${partition}`;
  throw unsupported(
    reason,
    'S2',
    `kms-keywrap support --wrapping-algorithm ${name} --partition all tells what KMS takes`,
  );
}
