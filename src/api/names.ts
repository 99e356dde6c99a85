import { distance } from 'fastest-levenshtein';
import { KmsKeywrapError, type ErrorCode } from '../errors.ts';
import { quotedName } from '../shown-name.ts';
import { isKeySpec, keySpecNames, keySpecRow, type KeySpecRow } from '../tables/key-specs.ts';
import { partitionAliases, partitionNames, partitionOf, type Partition } from '../tables/partitions.ts';
import {
  isWrappingAlgorithm,
  isWrappingKeySpec,
  wrappingAlgorithmNames,
  wrappingAlgorithmRow,
  wrappingKeySpecNames,
  wrappingKeySpecRow,
  type WrappingAlgorithmRow,
  type WrappingKeySpecRow,
} from '../tables/wrapping.ts';

/** Names that other tools use, squeezed by {@link squeeze}, and AWS's name for the same. */
const otherNames = new Map<string, string>(
  [
    ...keySpecNames.map(keySpecRow),
    ...wrappingAlgorithmNames.map(wrappingAlgorithmRow),
    ...partitionAliases,
  ].flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name])),
);

const squeeze = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** A part of a name that is as long as this says which name is meant, where no other name has it. */
const leastPart = 3;

/** Nothing longer is a name that somebody mistyped. */
const longestName = 64;

/** The known name nearest to `given`, or undefined when none is near. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  if (given.length > longestName) return undefined;
  const squeezed = squeeze(given);
  const exact = known.find((name) => squeeze(name) === squeezed);
  if (exact !== undefined) return exact;
  const other = otherNames.get(squeezed);
  if (other !== undefined && known.includes(other)) return other;
  const [within, ...others] = known.filter((name) => squeeze(name).includes(squeezed));
  if (within !== undefined && others.length === 0 && squeezed.length >= leastPart) return within;
  const ranked = known
    .map((name) => ({ name, away: distance(squeeze(name), squeezed) }))
    .sort((a, b) => a.away - b.away);
  const [best] = ranked;
  return best !== undefined && best.away <= Math.max(2, squeezed.length / 3) ? best.name : undefined;
}

function unknown(code: ErrorCode, what: string, name: unknown, known: readonly string[]): KmsKeywrapError {
  if (typeof name !== 'string')
    return new KmsKeywrapError(code, `no ${what} given`, { hint: `known: ${known.join(', ')}` });
  const given = name.trim();
  const near = nearestName(given, known);
  return new KmsKeywrapError(code, `unknown ${what} ${quotedName(given)}`, {
    hint: `${near === undefined ? '' : `did you mean ${near}? `}known: ${known.join(', ')}`,
  });
}

/** The row of the key spec of that name. @throws `ERR_UNKNOWN_KEY_SPEC` with the nearest known name. */
export function resolveKeySpec(name: string): KeySpecRow {
  if (isKeySpec(name)) return keySpecRow(name);
  throw unknown('ERR_UNKNOWN_KEY_SPEC', 'key spec', name, keySpecNames);
}

/** The row of the wrapping algorithm of that name. @throws `ERR_UNKNOWN_WRAPPING_ALGORITHM` */
export function resolveWrappingAlgorithm(name: string): WrappingAlgorithmRow {
  if (isWrappingAlgorithm(name)) return wrappingAlgorithmRow(name);
  throw unknown('ERR_UNKNOWN_WRAPPING_ALGORITHM', 'wrapping algorithm', name, wrappingAlgorithmNames);
}

/** The row of the wrapping key spec of that name. @throws `ERR_UNKNOWN_WRAPPING_KEY_SPEC` */
export function resolveWrappingKeySpec(name: string): WrappingKeySpecRow {
  if (isWrappingKeySpec(name)) return wrappingKeySpecRow(name);
  throw unknown('ERR_UNKNOWN_WRAPPING_KEY_SPEC', 'wrapping key spec', name, wrappingKeySpecNames);
}

/** The partition of that name, or the one that it follows: `aws` for `aws-us-gov`. @throws `ERR_UNKNOWN_PARTITION` */
export function resolvePartition(name: string): Partition {
  const found = partitionOf(name);
  if (found !== undefined) return found;
  throw unknown('ERR_UNKNOWN_PARTITION', 'partition', name, partitionNames);
}
