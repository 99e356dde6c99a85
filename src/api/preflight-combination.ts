import { KmsKeywrapError } from '../errors.ts';
import { sources, type SourceId } from '../tables/sources.ts';
import type { KeySpecRow } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { support, type Combination } from '../tables/support.ts';
import type { WrappingAlgorithmRow } from '../tables/wrapping.ts';

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
  throw new KmsKeywrapError(
    'ERR_UNSUPPORTED_COMBINATION',
    `KMS does not support this: ${reason} (${where})`,
    {
      hint: `kms-keywrap support ${combination.keySpec} --partition ${combination.partition} lists what KMS supports`,
    },
  );
}

const unsupported = (reason: string, source: SourceId, hint: string) =>
  new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', `${reason} (${sources[source].title})`, { hint });

/** Refuses a key spec whose key material is not imported in the partition, however it is wrapped. @throws `ERR_UNSUPPORTED_COMBINATION` */
export function checkKeySpec(row: KeySpecRow, partition: Partition): void {
  if (row.importable && row.partitions.includes(partition)) return;
  const reason = row.importable
    ? `key spec ${row.name} exists in ${row.partitions.join(', ')} only, not in ${partition}`
    : `${row.name} key material cannot be imported: ${row.reason}`;
  throw unsupported(reason, 'REQ', `kms-keywrap support ${row.name} --partition all lists what KMS supports`);
}

/** Refuses a wrapping algorithm that the partition does not have, whatever is wrapped. @throws `ERR_UNSUPPORTED_COMBINATION` */
export function checkWrappingAlgorithm(row: WrappingAlgorithmRow, partition: Partition): void {
  const { name, retired, partitions } = row;
  if (retired === undefined && partitions.includes(partition)) return;
  const reason =
    retired?.reason ?? `${name} is offered in ${partitions.join(', ')} only, not in ${partition}`;
  throw unsupported(
    reason,
    'S2',
    `kms-keywrap support --wrapping-algorithm ${name} --partition all lists what KMS supports`,
  );
}
