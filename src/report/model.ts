import type { Finding } from '../audit/finding.ts';
import type { ReferenceComparison } from '../audit/result.ts';

/**
 * `open`: nothing wrong was seen, but not everything could be looked at. `skipped`: not looked at on this machine.
 * `unreadable`: there was nothing to look at.
 */
export type Outcome = 'good' | 'bad' | 'open' | 'skipped' | 'unreadable';

/** One examined thing in the form that every human-readable report shows, whichever command made it. */
export interface Entry {
  readonly id: string;
  readonly outcome: Outcome;
  /** The outcome in the command's own word: `accept`, `reject`, `passed` … */
  readonly word: string;
  /** File that the entry is about, when there is one. */
  readonly path?: string;
  readonly sha256?: string;
  /** What the entry is, in a few words: its length, its duration. */
  readonly size?: string;
  /** What was asked for, and what was seen instead or as well. */
  readonly facts: readonly Fact[];
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  /** Why it is as it is, when neither findings nor checks say so. */
  readonly reason?: string;
  readonly reference?: ReferenceComparison;
  /** Milliseconds. */
  readonly ms?: number;
}

/** What a later result showed of an earlier one, which has left already. */
export interface Amended {
  /** Place of the earlier result, from 0. */
  readonly index: number;
  /** Line of the manifest, from 1. */
  readonly line: number;
  /** The word that the earlier result was counted under. */
  readonly before: string;
  /** The earlier result's names, the word that counts now, and the findings that it had not. */
  readonly entry: Entry;
}

/** An entry with what was shown of it later. */
export const amendedEntry = (earlier: Entry, { entry: { outcome, word, findings } }: Amended): Entry => ({
  ...earlier,
  outcome,
  word,
  findings: [...earlier.findings, ...findings],
});

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

/** What one command reports: how its results are called, counted and shown. */
export interface ReportKind<Result> {
  /** `schema` of the JSON document. */
  readonly schema: string;
  /** Heading of the page. */
  readonly title: string;
  /** Member of the JSON document that holds the results. */
  readonly member: 'results' | 'cases';
  /** Words of the summary in their order, each counted from 0. */
  readonly words: readonly string[];
  /** The word under which a result is counted. */
  readonly count: (result: Result) => string;
  readonly entry: (result: Result) => Entry;
  /** Formats in which this kind is shown in a way of its own. */
  readonly own?: Readonly<Record<string, () => Promise<OwnReporter<Result>>>>;
}

/** A reporter of one kind of result. */
export type OwnReporter<Result> = (kind: ReportKind<Result>, options: ReportOptions) => ReportWriter<Result>;

/** What a report is given from outside; it looks at no clock, terminal or file. */
export interface ReportOptions {
  readonly tool: { readonly name: string; readonly version: string };
  /** Columns to wrap text to; 100 when absent. */
  readonly width?: number;
  /** ANSI colours in text. */
  readonly color?: boolean;
  /** The results are those of a batch: JSON has a list of amendments, empty or not. */
  readonly batch?: boolean;
  /** Text: `all` shows what was seen of sound subjects too, `faults` gives those one line each. */
  readonly detail?: 'all' | 'faults';
  /** When the run began; the epoch in JUnit when absent. */
  readonly started?: Date;
  /** What was examined: the manifest's name, as it was given. */
  readonly manifest?: string;
  /** A path as SARIF names it: relative to the root of the repository, where that was given. */
  readonly fromRoot?: (path: string) => string;
  /** Programs that took part, for JSON and the headings. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A report, piece by piece: the pieces joined are the document. `html` and `junit` keep the results until the end. */
export interface ReportWriter<Result> {
  begin(): string;
  each(result: Result): string;
  /** The same for a result that is at hand as printable JSON, counted under `word`: a report of JSON need not read it. */
  passOn?(json: string, word: string): string;
  /** After the last result: what later ones showed of an earlier one. */
  amend?(amended: Amended): string;
  end(): string;
}

export type Reporter = <Result>(kind: ReportKind<Result>, options: ReportOptions) => ReportWriter<Result>;

/** Counts results by their word. */
export function counter<Result>(kind: Pick<ReportKind<Result>, 'words' | 'count'>) {
  const counts: Record<string, number> = Object.fromEntries(kind.words.map((word) => [word, 0]));
  const count = (word: string) => {
    counts[word] = (counts[word] ?? 0) + 1;
  };
  return {
    counts,
    count,
    add: (result: Result) => count(kind.count(result)),
    /** An earlier result counts under another word. */
    move: (before: string, word: string) => {
      counts[before] = (counts[before] ?? 0) - 1;
      count(word);
    },
    /** `3 accept, 1 reject, 0 undetermined` */
    text: () =>
      Object.entries(counts)
        .map(([word, count]) => `${count} ${word}`)
        .join(', '),
  };
}
