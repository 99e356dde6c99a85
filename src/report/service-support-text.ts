import cliui from 'cliui';
import type { ServiceSupportRow } from '../api/services/support.ts';
import type { ServiceRow } from '../tables/services/types.ts';

/** The wrappings of a key type that share an answer. */
function answersOf(rows: readonly ServiceSupportRow[]): ServiceSupportRow[][] {
  const groups = new Map<string, ServiceSupportRow[]>();
  for (const row of rows) {
    const key = [row.status, row.reason].join('|');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** Key types with the same answers throughout, by their names. */
function alike(rows: readonly ServiceSupportRow[]): { names: string[]; answers: ServiceSupportRow[][] }[] {
  const groups = new Map<string, { names: string[]; answers: ServiceSupportRow[][] }>();
  for (const name of new Set(rows.map(({ keySpec }) => keySpec))) {
    const own = rows.filter(({ keySpec }) => keySpec === name);
    const key = own
      .map((one) => [one.wrappingAlgorithm, one.wrappingKeySpec, one.status, one.reason])
      .join('|');
    const group = groups.get(key) ?? { names: [], answers: answersOf(own) };
    groups.set(key, group);
    group.names.push(name);
  }
  return [...groups.values()];
}

const unique = (names: readonly string[]) => [...new Set(names)].join(', ');

/** The tables of services as text of at most `width` columns. */
export function serviceSupportText(
  services: readonly ServiceRow[],
  rows: readonly ServiceSupportRow[],
  width: number,
): string {
  const texts = services.map((service) => {
    const ui = cliui({ width, wrap: true });
    const own = rows.filter((row) => row.service === service.name);
    const indented = (text: string, indent: number) => ui.div({ text, width, padding: [0, 0, 0, indent] });
    for (const { names, answers } of alike(own)) {
      indented(names.join(', '), 2);
      for (const group of answers) {
        const [row] = group;
        if (row === undefined) continue;
        const why =
          row.reason === undefined ? '' : `: ${row.reason} (${row.sources.map(({ id }) => id).join(', ')})`;
        const under = unique(group.map((one) => one.wrappingKeySpec));
        indented(
          `${row.status} by ${unique(group.map((one) => one.wrappingAlgorithm))} under ${under}${why}`,
          6,
        );
      }
    }
    const { words, title, tested, unsure } = service;
    return [
      `${title}: each ${words.keySpec}, and by which ${words.wrappingAlgorithm} it is wrapped under which wrapping key`,
      ui.toString(),
      `  tested: ${tested}`,
      ...unsure.map((text) => `  not confirmed: ${text}`),
      '',
    ].join('\n');
  });
  const cited = new Map(rows.flatMap(({ sources }) => sources.map((source) => [source.id, source] as const)));
  const legend = [...cited.values()].map(
    ({ id, title, url }) => `${id}: ${title}${url === undefined ? '' : `\n    ${url}`}`,
  );
  return `${texts.join('\n')}\n${legend.join('\n')}\n`;
}
