import { x } from 'xastscript';
import { entryRow, outcomeRank } from './html-entry.ts';
import { findingAnchor, findingsTable } from './html-findings.ts';
import { pageEnd, pageHead, tableEnd, tableHead } from './html-page.ts';
import { counter, type Reporter } from './model.ts';
import { printableLine } from '../printable.ts';
import { markup } from './xml.ts';

/**
 * One page that needs nothing from elsewhere: no script, no font, no image. What failed stands first, below the counts, in the
 * document as on the page: the rows are kept until the end.
 */
export const html: Reporter = (kind, options) => {
  const summary = counter(kind);
  const rows: { rank: number; text: string }[] = [];
  const found = new Map<string, { severity: string; subjects: number[] }>();
  return {
    begin: () => '',
    each: (result) => {
      summary.add(result);
      const entry = kind.entry(result);
      const number = rows.length + 1;
      for (const id of new Set(entry.findings.map((finding) => finding.id))) {
        const severity = entry.findings.find((finding) => finding.id === id)?.severity ?? 'notice';
        const seen = found.get(id) ?? { severity, subjects: [] };
        seen.subjects.push(number);
        found.set(id, seen);
      }
      rows.push({ rank: outcomeRank(entry), text: markup(entryRow(entry, number, findingAnchor)) });
      return '';
    },
    end: () => {
      const programs = Object.entries(options.environment ?? {});
      const made = [
        ...(options.started === undefined ? [] : [['date', options.started.toISOString()] as const]),
        ...(options.manifest === undefined ? [] : [['manifest', options.manifest] as const]),
        [options.tool.name, options.tool.version] as const,
        ...programs,
      ];
      const head = x('header', [
        x('h1', kind.title),
        x('p', { id: 'summary' }, `${summary.text()}${warnings(found)}`),
        x(
          'dl',
          made.flatMap(([name, value]) => [x('dt', printableLine(name)), x('dd', printableLine(value))]),
        ),
      ]);
      const sorted = rows.toSorted((a, b) => a.rank - b.rank);
      return [
        pageHead(kind.title),
        markup(head),
        ...(found.size === 0 ? [] : [markup(findingsTable(found))]),
        tableHead,
        ...sorted.map(({ text }) => text),
        tableEnd,
        pageEnd,
      ].join('\n');
    },
  };
};

/** `, 2 subjects with warnings`: an accepted subject can have some. */
function warnings(found: ReadonlyMap<string, { severity: string; subjects: readonly number[] }>): string {
  const subjects = new Set(
    [...found.values()].flatMap((one) => (one.severity === 'warning' ? one.subjects : [])),
  );
  const count = subjects.size;
  return count === 0 ? '' : `; ${count === 1 ? '1 subject' : `${count} subjects`} with warnings`;
}
