/** Text as a cell of a Markdown table. */
export const cell = (text: string) => text.replaceAll('|', String.raw`\|`);

/** A table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
