import { KmsKeywrapError } from '../errors.ts';
import { sources } from '../spec/sources.ts';
import { support, type Combination } from '../spec/support.ts';

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
