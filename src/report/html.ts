import { x } from 'xastscript';
import { entryRow, outcomeRank } from './html-entry.ts';
import { findingAnchor, findingsTable } from './html-findings.ts';
import { pageEnd, pageHead, tableEnd, tableHead } from './html-page.ts';
import { amendedEntry, counter, type Entry, type Reporter } from './model.ts';
import { printableLine } from '../printable.ts';
import { markup } from './xml.ts';

/**
 * One page that needs nothing from elsewhere: no script, no font, no image. What failed stands first, below the counts, in the
 * document as on the page: the results are kept until the end.
 */
export const html: Reporter = (kind, options) => {
  const summary = counter(kind);
  const entries: Entry[] = [];
  return {
    begin: () => '',
    each: (result) => {
      summary.add(result);
      entries.push(kind.entry(result));
      return '';
    },
    amend: (amended) => {
      const { index, before, entry } = amended;
      summary.move(before, entry.word);
      entries[index] = amendedEntry(entries[index] ?? entry, amended);
      return '';
    },
    end: () => {
      const found = byFinding(entries);
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
      const rows = entries
        .map((entry, at) => ({ rank: outcomeRank(entry), entry, number: at + 1 }))
        .toSorted((a, b) => a.rank - b.rank);
      return [
        pageHead(kind.title),
        markup(head),
        ...(found.size === 0 ? [] : [markup(findingsTable(found))]),
        tableHead,
        ...rows.map(({ entry, number }) => markup(entryRow(entry, number, findingAnchor))),
        tableEnd,
        pageEnd,
      ].join('\n');
    },
  };
};

/** The numbers of the subjects of each finding, with its severity. */
function byFinding(entries: readonly Entry[]) {
  const found = new Map<string, { severity: string; subjects: number[] }>();
  for (const [at, { findings }] of entries.entries())
    for (const { id, severity } of findings) {
      const seen = found.get(id) ?? { severity, subjects: [] };
      if (seen.subjects.at(-1) !== at + 1) seen.subjects.push(at + 1);
      found.set(id, seen);
    }
  return found;
}

/** `, 2 subjects with warnings`: an accepted subject can have some. */
function warnings(found: ReadonlyMap<string, { severity: string; subjects: readonly number[] }>): string {
  const subjects = new Set(
    [...found.values()].flatMap((one) => (one.severity === 'warning' ? one.subjects : [])),
  );
  const count = subjects.size;
  return count === 0 ? '' : `; ${count === 1 ? '1 subject' : `${count} subjects`} with warnings`;
}
