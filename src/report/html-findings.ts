import { x } from 'xastscript';
import { findings, type FindingInfo } from '../tables/findings/index.ts';
import { printableLine } from '../printable.ts';

/** Fragment of a finding's row in the table above the subjects. */
export const findingAnchor = (id: string): string => `finding-${id.replaceAll(/[^\w-]/g, '_')}`;

/** Fragment of a subject's row. */
export const subjectAnchor = (number: number): string => `subject-${number}`;

/** As many links as one row shows. */
const mostLinks = 20;
const ranks = ['error', 'warning', 'notice'];

/** How often each finding was made, errors first, with links to the subjects. */
export function findingsTable(
  found: ReadonlyMap<string, { readonly severity: string; readonly subjects: readonly number[] }>,
) {
  const rows = [...found].toSorted(
    ([, a], [, b]) =>
      ranks.indexOf(a.severity) - ranks.indexOf(b.severity) || b.subjects.length - a.subjects.length,
  );
  const titles: Readonly<Record<string, FindingInfo>> = findings;
  return x('table', { class: 'findings' }, [
    x('thead', [
      x(
        'tr',
        ['Finding', 'Severity', 'Subjects', 'What is wrong'].map((name) => x('th', { scope: 'col' }, name)),
      ),
    ]),
    x(
      'tbody',
      rows.map(([id, { severity, subjects }]) =>
        x('tr', { id: findingAnchor(id), class: severity }, [
          x('th', { scope: 'row' }, [x('code', printableLine(id))]),
          x('td', [x('span', { class: 'badge' }, severity)]),
          x('td', [
            `${subjects.length}: `,
            ...subjects
              .slice(0, mostLinks)
              .flatMap((number, at) => [
                ...(at === 0 ? [] : [' ']),
                x('a', { href: `#${subjectAnchor(number)}` }, String(number)),
              ]),
            ...(subjects.length > mostLinks ? [' …'] : []),
          ]),
          x('td', titles[id]?.title ?? ''),
        ]),
      ),
    ),
  ]);
}
