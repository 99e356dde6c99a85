import { printableLine } from '../printable.ts';

/** Text that Markdown and HTML read as nothing but text (CommonMark section 2.4: any ASCII punctuation can be escaped). */
export const plain = (text: string) =>
  printableLine(text)
    .replaceAll(/[\\`*_[\]|~#<>]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//');

/** A code span whose fence is longer than any run of backticks inside (CommonMark section 6.1). */
export function code(text: string): string {
  const line = printableLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A table cell ends at a bar even within a code span (GitHub Flavored Markdown section 4.10). */
export const cell = (markup: string) => markup.replaceAll(/\\?\|/g, String.raw`\|`);
