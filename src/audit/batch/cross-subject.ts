import { audited, type Audited } from '../result.ts';
import { amendmentsOf, sharedFinding, type SharedId } from './amendments.ts';
import { digestTable } from './digest-table.ts';
import { sharedPrimeSearch } from './shared-primes.ts';
import { subjectLog } from './subject-log.ts';
import type { Examined } from './task.ts';

/** How another subject is named in a finding: `line 12`. */
export type NameSubject = (number: number) => string;

const weakModulus = 'rsa-weak-modulus' satisfies SharedId;

/**
 * Compares each subject of a batch with those before it. The later of two carries the finding at once; of the earlier one,
 * whose result has left while the batch runs, `amendments` tell at the end. Of a subject no more is kept than its name, three
 * digests and, for RSA, one of the latest moduli.
 */
export function crossSubject(nameOf: NameSubject) {
  const seen = { blob: digestTable(), kek: digestTable(), material: digestTable() };
  const primes = sharedPrimeSearch();
  const log = subjectLog();
  const amendments = amendmentsOf(log.get);
  /** Places of the subjects that have a finding of their own about their modulus. */
  const weak = new Set<number>();

  /** Place of the first subject with this mark; this one's from now on when there was none. */
  const first = (kind: keyof typeof seen, mark: string | undefined, index: number) => {
    const number = mark === undefined ? undefined : seen[kind].first(mark, index + 1);
    return number === undefined ? undefined : number - 1;
  };

  /** What this subject shares with which earlier one. Equal blobs share all the rest. */
  const sharedWith = ({ marks }: Examined, index: number): (readonly [SharedId, number])[] => {
    const blob = first('blob', marks.blob, index);
    const kek = first('kek', marks.kek, index);
    const material = first('material', marks.material, index);
    const prime = marks.modulus === undefined ? undefined : primes.add(BigInt(`0x${marks.modulus}`), index);
    if (blob !== undefined) return [['blob-duplicate', blob]];
    const found: (readonly [SharedId, number])[] = [];
    if (kek !== undefined) found.push(['kek-reused', kek]);
    if (material !== undefined) found.push(['material-duplicate', material]);
    if (prime !== undefined) found.push([weakModulus, prime]);
    return found;
  };

  return {
    /** The result of a subject, with what it shares with those before it. */
    compare: (examined: Examined, number: number): Audited => {
      const { id, path, word, marks } = examined;
      const index = log.add({ id, path, line: number, word });
      const isWeak =
        marks.modulus !== undefined &&
        word === 'reject' &&
        examined.result.findings.some((one) => one.id === weakModulus);
      const name = nameOf(number);
      const more: SharedId[] = [];
      const findings = [];
      for (const [kind, earlier] of sharedWith(examined, index)) {
        if (kind !== weakModulus || !weak.has(earlier)) amendments.add(earlier, kind, name);
        if (kind === weakModulus && isWeak) continue;
        more.push(kind);
        findings.push(sharedFinding(kind, nameOf(log.lineOf(earlier))));
      }
      if (isWeak || more.includes(weakModulus)) weak.add(index);
      if (findings.length === 0) return examined;
      const { result } = examined;
      const all = [...result.findings, ...findings];
      const verdict = all.some(({ severity }) => severity === 'error') ? 'reject' : result.verdict;
      const compared = audited({ ...result, verdict, findings: all });
      log.reword(index, compared.word);
      return compared;
    },
    /** What later subjects showed of earlier ones; asked for once, at the end. */
    amendments: amendments.all,
  };
}
