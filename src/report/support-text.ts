import cliui from 'cliui';
import type { SupportRow } from '../api/support-table.ts';

/** Widths of the columns but the last; where the rest is too narrow for a reason, it stands below its row. */
const widths: readonly number[] = [11, 23, 26, 14];
const columns = widths.reduce((sum, width) => sum + width, 0);
const leastReason = 40;

/** The support table as text of at most `width` columns: wrapping key specs that share an answer stand together. */
export function supportText(rows: readonly SupportRow[], width: number): string {
  const groups = new Map<string, SupportRow[]>();
  for (const row of rows) {
    const key = [row.partition, row.keySpec, row.wrappingAlgorithm, row.status, row.reason].join('|');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const ui = cliui({ width, wrap: true });
  const beside = width - columns >= leastReason;
  const line = (cells: readonly string[], last = '') =>
    ui.div(
      ...cells.map((text, at) => ({ text, width: widths[at] ?? 0, padding: [0, 1, 0, 0] })),
      ...(beside ? [{ text: last, width: width - columns }] : []),
    );
  line(['PARTITION', 'KEY SPEC', 'WRAPPING ALGORITHM', 'STATUS'], 'UNDER');
  for (const group of groups.values()) {
    const [row] = group;
    if (row === undefined) continue;
    const under = `under ${group.map(({ wrappingKeySpec }) => wrappingKeySpec).join(', ')}`;
    const why =
      row.reason === undefined ? '' : `: ${row.reason} (${row.sources.map(({ id }) => id).join(', ')})`;
    line([row.partition, row.keySpec, row.wrappingAlgorithm, row.status], under + why);
    if (!beside) ui.div({ text: under + why, width, padding: [0, 0, 0, 8] });
  }
  const cited = new Map(rows.flatMap((row) => row.sources.map((source) => [source.id, source] as const)));
  const legend = [...cited.values()].map(
    ({ id, title, url }) => `${id}: ${title}${url === undefined ? '' : `\n    ${url}`}`,
  );
  return `${ui.toString()}\n\n${legend.join('\n')}\n`;
}
