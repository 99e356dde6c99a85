import cliui from 'cliui';
import type { SupportRow } from '../api/support-table.ts';

/** The support table as text: wrapping key specs that share an answer stand on one line. */
export function supportText(rows: readonly SupportRow[], width: number): string {
  const groups = new Map<string, SupportRow[]>();
  for (const row of rows) {
    const key = [row.partition, row.keySpec, row.wrappingAlgorithm, row.status, row.reason].join('|');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const ui = cliui({ width, wrap: true });
  const line = (...cells: readonly string[]) =>
    ui.div(...cells.map((text, at) => ({ text, width: columnWidth(at, width), padding: [0, 1, 0, 0] })));
  line('PARTITION', 'KEY SPEC', 'WRAPPING ALGORITHM', 'WRAPPING KEY SPEC', 'STATUS', 'WHY');
  for (const group of groups.values()) {
    const [row] = group;
    if (row === undefined) continue;
    const why =
      row.reason === undefined ? '' : `${row.reason} (${row.sources.map(({ id }) => id).join(', ')})`;
    const under = group.map(({ wrappingKeySpec }) => wrappingKeySpec).join(' ');
    line(row.partition, row.keySpec, row.wrappingAlgorithm, under, row.status, why);
  }
  const cited = new Map(rows.flatMap((row) => row.sources.map((source) => [source.id, source] as const)));
  const legend = [...cited.values()].map(
    ({ id, title, url }) => `${id}: ${title}${url === undefined ? '' : `\n    ${url}`}`,
  );
  return `${ui.toString()}\n\n${legend.join('\n')}\n`;
}

const widths: readonly number[] = [10, 22, 25, 32, 12];
const columnWidth = (at: number, width: number) =>
  widths[at] ?? Math.max(30, width - widths.reduce((sum, column) => sum + column, 0));
