import { allCombinations, combinationId, support } from '../tables/support.ts';
import { flavours, hasFlavour, recipeScript } from './script.ts';

/**
 * Every golden script: path below `golden/recipes/` and text. `ID.sh` holds the documented flavour, `ID.hardened.sh` and
 * `ID.portable.sh` the others, where ID is the combination's.
 */
export function* goldenRecipes(): Generator<[string, string]> {
  for (const combination of allCombinations()) {
    if (support(combination).status === 'unsupported') continue;
    for (const flavour of flavours) {
      if (!hasFlavour({ ...combination, flavour })) continue;
      const suffix = flavour === 'documented' ? '.sh' : `.${flavour}.sh`;
      yield [combinationId(combination) + suffix, recipeScript({ ...combination, flavour })];
    }
  }
}
