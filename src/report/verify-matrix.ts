import { keySpecNames } from '../tables/key-specs.ts';
import { partitions } from '../tables/partitions.ts';
import { wrappingAlgorithmNames, wrappingKeySpecNames } from '../tables/wrapping.ts';
import type { CaseStatus, VerifyCase } from '../cases/result.ts';

/** One character for one case. */
export function mark({ status, support }: Pick<VerifyCase, 'status' | 'support'>): string {
  if (status === 'failed') return 'X';
  if (status === 'skipped') return 's';
  return { supported: '+', disputed: '~', unsupported: '-' }[support];
}

/** Six names side by side are wider than a terminal. */
const letterOf = (_: string, at: number) => 'ABCDEFGHIJ'.charAt(at);

/** The worst last. */
const badness: readonly CaseStatus[] = ['passed', 'skipped', 'failed'];

const legend = [
  wrappingAlgorithmNames.map((name, at) => `${letterOf(name, at)} ${name}`).join('\n'),
  `each column has a mark for ${wrappingKeySpecNames.join(', ')}:`,
  '+ passed   ~ passed, but AWS documents disagree whether KMS supports it   - refused as documented',
  'X failed   s skipped   . not asked for',
].join('\n');

/** All cases at a glance: a table for each partition, a row for each key spec, a column for each wrapping algorithm. */
export function verifyMatrix(cases: readonly VerifyCase[]): string {
  const marks = new Map<string, string>();
  // Of several rounds the worst is shown.
  for (const one of cases.toSorted((a, b) => badness.indexOf(a.status) - badness.indexOf(b.status)))
    marks.set(cell(one), mark(one));
  const tables = partitions.flatMap((partition) => {
    const rows = keySpecNames
      .map((keySpec) => ({
        keySpec,
        cells: wrappingAlgorithmNames.map((wrappingAlgorithm) =>
          wrappingKeySpecNames
            .map(
              (wrappingKeySpec) =>
                marks.get(cell({ partition, keySpec, wrappingAlgorithm, wrappingKeySpec })) ?? '.',
            )
            .join(''),
        ),
      }))
      .filter(({ cells }) => cells.some((text) => /[^.]/.test(text)));
    if (rows.length === 0) return [];
    const line = (first: string, rest: readonly string[]) =>
      [first.padEnd(22), ...rest.map((text) => text.padEnd(wrappingKeySpecNames.length))]
        .join('  ')
        .trimEnd();
    return [
      [
        line(partition, wrappingAlgorithmNames.map(letterOf)),
        ...rows.map(({ keySpec, cells }) => line(keySpec, cells)),
      ].join('\n'),
    ];
  });
  return `${[...tables, legend].join('\n\n')}\n`;
}

const cell = (one: Pick<VerifyCase, 'partition' | 'keySpec' | 'wrappingAlgorithm' | 'wrappingKeySpec'>) =>
  [one.partition, one.keySpec, one.wrappingAlgorithm, one.wrappingKeySpec].join('/');
