import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { expect, it } from 'vitest';
import { goldenRecipes } from '../../src/recipe/golden.ts';
import { allCombinations, combinationId, support } from '../../src/tables/support.ts';
import { documentedScript } from './documented.ts';

const folder = join(import.meta.dirname, '../../golden/recipes');
const kept = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sh'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);

/** A unified diff of every golden script that is not what it should be. */
function differences(expected: Iterable<readonly [string, string]>): string[] {
  return [...expected]
    .filter(([name, text]) => kept.get(name) !== text)
    .map(([name, text]) =>
      createTwoFilesPatch(`expected/${name}`, `golden/recipes/${name}`, text, kept.get(name) ?? ''),
    );
}

const taken = [...allCombinations()].filter((c) => support(c).status !== 'unsupported');

it('golden recipes are the documented text to the byte (Developer Guide, step 3), for all 190 combinations', () => {
  expect(taken).toHaveLength(190);
  const expected = taken.map(
    (c) => [`${combinationId(c)}.sh`, documentedScript(c.partition, c.keySpec, c.wrappingAlgorithm)] as const,
  );
  expect(differences(expected).join('\n')).toBe('');
});

it('recipe prints what golden/recipes holds, in every flavour, and golden/recipes holds nothing else', () => {
  const printed = [...goldenRecipes()];
  expect(differences(printed).join('\n')).toBe('');
  expect([...kept.keys()].sort()).toEqual(printed.map(([name]) => name).sort());
});
