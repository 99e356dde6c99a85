import { conformStatuses, type ConformResult } from '../conform/result.ts';
import { conformGroups, type ConformGroup } from './conform-groups.ts';
import { conformHeadings, conformReason, faultTitle } from './conform-phrases.ts';
import { cell, code, plain } from './markdown-escape.ts';
import { counter, type OwnReporter } from './model.ts';

const table = (rows: readonly (readonly string[])[]) =>
  rows
    .flatMap((row, at) => [row, ...(at === 0 ? [row.map(() => '---')] : [])])
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

const groupRow = ({ status, fault, wrappingAlgorithm, count, of, example }: ConformGroup) => [
  conformHeadings[status],
  fault === undefined ? 'a sound input' : `${code(fault)} ${plain(faultTitle(fault))}`,
  code(wrappingAlgorithm),
  `${count} of ${of}`,
  `${code(example.id)}: ${plain(conformReason(example) ?? '')}`,
];

/** Two tables for an issue about the implementation: counts by algorithm, and what went wrong by what it is. */
export const conformMarkdown: OwnReporter<ConformResult> = (kind, { environment, tool }) => {
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
      const used = conformStatuses.filter((status) => (summary.counts[status] ?? 0) > 0);
      const algorithms = [...new Set(cases.map(({ wrappingAlgorithm }) => wrappingAlgorithm))];
      const count = (name: string, status: string) =>
        cases.filter((one) => one.wrappingAlgorithm === name && one.status === status).length;
      const groups = conformGroups(cases).map(groupRow);
      const implementation = environment?.['implementation'];
      return `${[
        `## ${kind.title}`,
        ...(implementation === undefined ? [] : [code(implementation)]),
        `**${summary.text()}** (${plain(tool.name)} ${plain(tool.version)})`,
        table([
          ['algorithm', ...used],
          ...algorithms.map((name) => [code(name), ...used.map((status) => String(count(name, status)))]),
        ]),
        ...(groups.length === 0
          ? []
          : [table([['what it did', 'given', 'algorithm', 'cases', 'the first of them'], ...groups])]),
      ].join('\n\n')}\n`;
    },
  };
};
