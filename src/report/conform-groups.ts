import { isAtFault, type ConformResult, type ConformStatus } from '../conform/result.ts';
import type { FindingId } from '../tables/findings/index.ts';
import type { WrappingAlgorithm } from '../tables/wrapping.ts';

/** Cases of one algorithm with the same thing given and the same thing gone wrong. */
export interface ConformGroup {
  readonly status: ConformStatus;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  /** What is wrong with the blob that was given, or with the one that was made; undefined for sound ones. */
  readonly fault: FindingId | undefined;
  readonly count: number;
  /** Of how many cases of this kind. */
  readonly of: number;
  /** The first of them. */
  readonly example: ConformResult;
}

/** Findings of a made blob are what is wrong with it, so a blob may stand under several. */
function faultsOf({ status, findings, fault }: ConformResult): readonly (FindingId | undefined)[] {
  return status === 'faulty' ? findings.map(({ id }) => id) : [fault];
}

/** Everything that is not right, gathered: what an issue about an implementation has to say. */
export function conformGroups(cases: readonly ConformResult[]): readonly ConformGroup[] {
  const groups = new Map<string, ConformGroup>();
  for (const example of cases.filter(isAtFault))
    for (const fault of faultsOf(example)) {
      const { status, wrappingAlgorithm, due, direction } = example;
      const alike = (one: ConformResult) =>
        one.direction === direction &&
        one.wrappingAlgorithm === wrappingAlgorithm &&
        (status === 'faulty' || (one.fault === fault && one.due === due));
      const key = `${status} ${direction} ${wrappingAlgorithm} ${fault} ${due}`;
      const before = groups.get(key);
      groups.set(key, {
        status,
        wrappingAlgorithm,
        fault,
        of: before?.of ?? cases.filter(alike).length,
        count: (before?.count ?? 0) + 1,
        example: before?.example ?? example,
      });
    }
  return [...groups.values()].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}

/** What matters most first. */
const order: readonly ConformStatus[] = [
  'accepted',
  'wrong-bytes',
  'faulty',
  'crashed',
  'hung',
  'refused',
  'unavailable',
  'right',
];
