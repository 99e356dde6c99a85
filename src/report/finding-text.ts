import cliui from 'cliui';
import { findings, type FindingId, type FindingInfo } from '../tables/findings/index.ts';
import { sources, type Source } from '../tables/sources.ts';

/** One finding of the catalogue, as text of at most `width` columns. */
export function findingText(id: FindingId, width: number): string {
  const { severity, title, meaning, cause, fix, source }: FindingInfo = findings[id];
  const { title: document, url }: Source = sources[source];
  const ui = cliui({ width, wrap: true });
  const rows = [
    ['what is wrong', title],
    ['what it means', meaning],
    ['how it comes about', cause],
    ['how to fix it', fix],
    ['source', document],
    ['', url],
  ] as const;
  for (const [name, text] of rows)
    if (text !== undefined)
      ui.div({ text: name, width: 22, padding: [0, 0, 0, 2] }, { text, width: width - 22 });
  return `${id} (${severity})\n\n${ui.toString()}\n`;
}

/** The whole catalogue, a line a finding. */
export function findingsText(ids: readonly FindingId[], width: number): string {
  const widest = Math.max(...ids.map((id) => id.length)) + 2;
  const ui = cliui({ width, wrap: true });
  for (const id of ids) {
    const { severity, title }: FindingInfo = findings[id];
    ui.div(
      { text: id, width: widest },
      { text: severity, width: 9 },
      { text: title, width: width - widest - 9 },
    );
  }
  return `${ui.toString()}\n`;
}
