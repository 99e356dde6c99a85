import cliui from 'cliui';
import type { Explanation } from '../api/services/explain.ts';
import { services } from '../tables/services/index.ts';
import { isServiceName } from '../tables/services/names.ts';

const titleOf = (name: string) => (isServiceName(name) ? services[name].title : name);

const speakers = ({ service, alsoSaidBy }: Explanation) => [service, ...alsoSaidBy].map(titleOf).join(', ');

function one(explanation: Explanation, width: number): string {
  const { text, meaning, source, causes, next } = explanation;
  const ui = cliui({ width, wrap: true });
  const line = (words: string, indent = 0) => ui.div({ text: words, width, padding: [0, 0, 0, indent] });
  line(`${speakers(explanation)}: ${text}`);
  line(meaning, 2);
  line(`source: ${source.title}`, 2);
  const widest = Math.max(0, ...causes.map(({ id }) => id.length)) + 4;
  if (causes.length > 0) line('\ncauses, the most likely first:');
  for (const { id, title, fix } of causes) {
    ui.div(
      { text: id, width: widest, padding: [0, 0, 0, 2] },
      { text: `${title}\n${fix}`, width: width - widest },
    );
  }
  const steps = next.map(({ why, command }) => `  # ${why}\n  ${command}\n`).join('');
  return `${ui.toString()}\n${steps === '' ? '' : `\nwhat to run next:\n${steps}`}`;
}

/** Refusals of services, with their causes and what to run next. */
export const explainText = (explanations: readonly Explanation[], width: number): string =>
  explanations.map((explanation) => one(explanation, width)).join('\n');

/** The refusals that are known, a line each. */
export const refusalsText = (explanations: readonly Explanation[]): string =>
  explanations
    .map((explanation, at) => {
      const who = speakers(explanation);
      const before = explanations[at - 1];
      const heading =
        before !== undefined && speakers(before) === who ? '' : `${at === 0 ? '' : '\n'}${who}\n`;
      return `${heading}  ${explanation.text}\n`;
    })
    .join('');
