import { finding, type Finding } from '../finding.ts';
import type { ResultWord } from '../result.ts';
import type { LoggedSubject } from './subject-log.ts';

/** What two subjects of a batch can show of each other. */
const shared = {
  'blob-duplicate': { at: 'blob', found: 'same bytes as' },
  'kek-reused': { at: 'blob.kek', found: 'same AES key as' },
  'material-duplicate': { at: 'material', found: 'same key as' },
  'rsa-weak-modulus': { at: 'material.rsa.modulus', found: 'shares a prime with the modulus of' },
} as const;

export type SharedId = keyof typeof shared;

/** The finding of a subject that shares something with another, which is called `other`. */
export const sharedFinding = (id: SharedId, other: string): Finding =>
  finding(id, shared[id].at, { found: `${shared[id].found} ${other}` });

/** What later subjects of a batch showed of an earlier one, whose result had left by then. */
export interface Amendment {
  readonly id: string;
  readonly path: string;
  /** Line of the manifest, or the place among the files that were given; from 1. */
  readonly line: number;
  /** Place among the results, from 0. */
  readonly index: number;
  /** The word that the subject was counted under before. */
  readonly before: ResultWord;
  /** The word that counts. */
  readonly word: ResultWord;
  readonly findings: readonly Finding[];
}

interface Later {
  readonly first: string;
  more: number;
}

/** Collects what later subjects show: of each earlier one no more than four names and counts. */
export function amendmentsOf(get: (index: number) => LoggedSubject) {
  const byIndex = new Map<number, Map<SharedId, Later>>();
  return {
    /** The subject at `index` shares something with a later one. */
    add: (index: number, id: SharedId, later: string): void => {
      const kinds = byIndex.get(index) ?? new Map<SharedId, Later>();
      byIndex.set(index, kinds);
      const known = kinds.get(id);
      if (known === undefined) kinds.set(id, { first: later, more: 0 });
      else known.more += 1;
    },
    /** In the order of the results. */
    all: (): Amendment[] =>
      [...byIndex]
        .toSorted(([a], [b]) => a - b)
        .map(([index, kinds]) => {
          const { id, path, line, word: before } = get(index);
          const findings = [...kinds].map(([kind, { first, more }]) =>
            sharedFinding(kind, more === 0 ? first : `${first} and ${more} more after it`),
          );
          const isError = findings.some(({ severity }) => severity === 'error');
          return { id, path, line, index, before, word: isError ? 'reject' : before, findings };
        }),
  };
}
