import { sources, type Source } from '../spec/sources.ts';
import { allCombinations, support, type Combination, type Support } from '../spec/support.ts';

/** One combination and what KMS is documented to do with it, sources spelled out. */
export interface SupportRow extends Combination, Omit<Support, 'sources'> {
  readonly sources: readonly Source[];
}

export type CombinationFilter = {
  readonly [K in keyof Combination]?: Combination[K] | readonly Combination[K][] | undefined;
};

/** The combinations that a filter lets through; an absent field lets all through. */
export function* matching(filter: CombinationFilter): Generator<Combination> {
  for (const combination of allCombinations()) {
    const passes = (Object.keys(combination) as (keyof Combination)[]).every((field) => {
      const wanted = filter[field];
      return wanted === undefined || (Array.isArray(wanted) ? wanted : [wanted]).includes(combination[field]);
    });
    if (passes) yield combination;
  }
}

/** What KMS takes: a row for each combination that the filter lets through. */
export function supportTable(filter: CombinationFilter = {}): SupportRow[] {
  return [...matching(filter)].map((combination) => {
    const { sources: cited, ...answer } = support(combination);
    return { ...combination, ...answer, sources: cited.map((id): Source => sources[id]) };
  });
}
