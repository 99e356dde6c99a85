import type { Recipe, Word } from './model.ts';
import type { Flavour } from './script.ts';

/** Programs beside openssl that a printed script runs. Those of POSIX are on every system but Windows; xxd is not. */
export const programNames = [
  'xxd',
  'od',
  'tr',
  'cat',
  'cmp',
  'head',
  'mkdir',
  'mv',
  'rm',
  'tail',
  'wc',
] as const;
export type Program = (typeof programNames)[number];

/** What each hardened script runs, whatever the recipe. */
const framework: readonly Program[] = ['mkdir', 'mv', 'rm', 'tr', 'wc'];

const isHex = (word: Word) => typeof word !== 'string' && 'hexOf' in word;

/** The programs beside openssl that the printed text of these recipes runs, in the order of the alphabet. */
export function programsOf(recipes: readonly Recipe[], flavour: Flavour): readonly Program[] {
  const hardened = flavour === 'hardened';
  const wanted = new Set<Program>(hardened ? framework : []);
  for (const step of recipes.flatMap(({ steps }) => steps))
    if (step.kind === 'concatenate') wanted.add('cat');
    else if (step.kind === 'split') wanted.add('head').add('tail');
    else if (step.commands.some(({ lines }) => lines.flat().some(isHex))) {
      wanted.add('tr').add(hardened ? 'od' : 'xxd');
      if (hardened) wanted.add('cmp');
    }
  return [...wanted].sort();
}
