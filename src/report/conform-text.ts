import cliui from 'cliui';
import type { ConformResult } from '../conform/result.ts';
import { printableLine } from '../printable.ts';
import { conformGroups, type ConformGroup } from './conform-groups.ts';
import { conformHeadings, conformReason, faultTitle } from './conform-phrases.ts';
import { counter, type OwnReporter } from './model.ts';

function groupText({ fault, wrappingAlgorithm, count, of, example }: ConformGroup, width: number): string {
  const ui = cliui({ width, wrap: true });
  const what = fault === undefined ? 'a sound input' : `${faultTitle(fault)} (${fault})`;
  ui.div({ text: `${wrappingAlgorithm}, ${count} of ${of}: ${what}`, padding: [0, 0, 0, 2] });
  const reason = conformReason(example) ?? '';
  ui.div({ text: printableLine(`${example.id}: ${reason}`), padding: [0, 0, 0, 4] });
  return ui.toString();
}

/** A line for each algorithm, what went wrong gathered by what it is, the count. */
export const conformText: OwnReporter<ConformResult> = (kind, { width = 100, environment }) => {
  const summary = counter(kind);
  const cases: ConformResult[] = [];
  return {
    begin: () => '',
    each: (result) => {
      summary.add(result);
      cases.push(result);
      return '';
    },
    end: () => {
      const algorithms = [...new Set(cases.map(({ wrappingAlgorithm }) => wrappingAlgorithm))];
      const columns = Math.max(0, ...algorithms.map((name) => name.length));
      const rows = algorithms.map((name) => {
        const own = counter(kind);
        for (const one of cases) if (one.wrappingAlgorithm === name) own.add(one);
        const counts = Object.entries(own.counts).filter(([, count]) => count > 0);
        return `${name.padEnd(columns)}  ${counts.map(([word, count]) => `${count} ${word}`).join(', ')}`;
      });
      const groups = conformGroups(cases);
      const statuses = [...new Set(groups.map(({ status }) => status))];
      const blocks = statuses.map((status) =>
        [
          conformHeadings[status],
          ...groups.filter((group) => group.status === status).map((group) => groupText(group, width)),
        ].join('\n'),
      );
      const head = printableLine(environment?.['implementation'] ?? '');
      return `${[head, rows.join('\n'), ...blocks, summary.text()].filter((part) => part !== '').join('\n\n')}\n`;
    },
  };
};
