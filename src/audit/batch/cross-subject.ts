import { finding, type Finding } from '../finding.ts';
import { audited, type Audited } from '../result.ts';
import { digestTable } from './digest-table.ts';
import { sharedPrimeSearch } from './shared-primes.ts';
import type { Examined } from './task.ts';

/** How an earlier subject is named in a finding: `line 12`. */
export type NameSubject = (number: number) => string;

/**
 * Compares each subject of a batch with those before it. The later of two carries the finding, which names the earlier
 * one: results leave in order while the batch runs. Of a subject no more is kept than three digests and, for RSA, one
 * of the latest moduli.
 */
export function crossSubject(nameOf: NameSubject) {
  const seen = { blob: digestTable(), kek: digestTable(), material: digestTable() };
  const primes = sharedPrimeSearch();

  /** Number of the first subject with this mark; this one's from now on when there was none. */
  const first = (kind: keyof typeof seen, mark: string | undefined, number: number) =>
    mark === undefined ? undefined : seen[kind].first(mark, number);

  return (examined: Examined, number: number): Audited => {
    const { marks } = examined;
    const blob = first('blob', marks.blob, number);
    const kek = first('kek', marks.kek, number);
    const material = first('material', marks.material, number);
    const prime = marks.modulus === undefined ? undefined : primes.add(BigInt(`0x${marks.modulus}`), number);
    const more: Finding[] = [];
    if (blob !== undefined)
      more.push(finding('blob-duplicate', 'blob', { found: `same bytes as ${nameOf(blob)}` }));
    else {
      if (kek !== undefined)
        more.push(finding('kek-reused', 'blob.kek', { found: `same AES key as ${nameOf(kek)}` }));
      if (material !== undefined)
        more.push(finding('material-duplicate', 'material', { found: `same key as ${nameOf(material)}` }));
      if (prime !== undefined && !examined.result.findings.some(({ id }) => id === 'rsa-weak-modulus'))
        more.push(
          finding('rsa-weak-modulus', 'material.rsa.modulus', {
            found: `shares a prime with the modulus of ${nameOf(prime)}`,
          }),
        );
    }
    if (more.length === 0) return examined;
    const { result } = examined;
    const findings = [...result.findings, ...more];
    const verdict = findings.some(({ severity }) => severity === 'error') ? 'reject' : result.verdict;
    return audited({ ...result, verdict, findings });
  };
}
