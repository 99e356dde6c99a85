import {
  resolveKeySpec,
  resolvePartition,
  resolveWrappingAlgorithm,
  resolveWrappingKeySpec,
} from './names.ts';
import { sources, type Source } from '../tables/sources.ts';
import { allCombinations, support, type Combination, type Support } from '../tables/support.ts';

/** One combination and what KMS is documented to do with it, sources spelled out. */
export interface SupportRow extends Combination, Omit<Support, 'sources'> {
  readonly sources: readonly Source[];
}

export type CombinationFilter = {
  readonly [K in keyof Combination]?: Combination[K] | readonly Combination[K][] | undefined;
};

/** The fields of a combination, and names that no combination has, such as a wrapping key too small for KMS. */
type Named = { readonly [K in keyof Combination]: string };

/** Whether a filter lets it through; an absent field lets all through. */
export function matches(filter: CombinationFilter, named: Named): boolean {
  const fields = ['partition', 'keySpec', 'wrappingAlgorithm', 'wrappingKeySpec'] as const;
  return fields.every((field) => {
    const wanted = filter[field];
    return wanted === undefined || [wanted].flat().some((name) => name === named[field]);
  });
}

/** The combinations that a filter lets through. */
export function* matching(filter: CombinationFilter): Generator<Combination> {
  for (const combination of allCombinations()) if (matches(filter, combination)) yield combination;
}

/** One name or several, each resolved; undefined where nothing was asked for. */
function resolved<N extends string>(
  wanted: N | readonly N[] | undefined,
  resolve: (name: string) => { readonly name: N },
) {
  return wanted === undefined ? undefined : [wanted].flat().map((name) => resolve(name).name);
}

/**
 * What KMS accepts: a row for each combination that the filter lets through.
 * @throws KmsKeywrapError `ERR_UNKNOWN_…` for a name that AWS does not have
 */
export function supportTable(filter: CombinationFilter = {}): SupportRow[] {
  const known = {
    partition: resolved(filter.partition, (name) => ({ name: resolvePartition(name) })),
    keySpec: resolved(filter.keySpec, resolveKeySpec),
    wrappingAlgorithm: resolved(filter.wrappingAlgorithm, resolveWrappingAlgorithm),
    wrappingKeySpec: resolved(filter.wrappingKeySpec, resolveWrappingKeySpec),
  };
  return [...matching(known)].map((combination) => {
    const { sources: cited, ...answer } = support(combination);
    return { ...combination, ...answer, sources: cited.map((id): Source => sources[id]) };
  });
}
