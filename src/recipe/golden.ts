import { allCombinations, combinationId, rowsOf, support } from '../tables/support.ts';
import { flavours, hasFlavour, recipeScript } from './script.ts';

/**
 * Every golden script: path below `golden/recipes/` and text. `ID.sh` holds the documented flavour, `ID.hardened.sh` and
 * `ID.portable.sh` the others, where ID is the combination's.
 */
export function* goldenRecipes(): Generator<[string, string]> {
  for (const combination of allCombinations()) {
    if (support(combination).status === 'unsupported') continue;
    const { partition, keySpec, algorithm: wrappingAlgorithm } = rowsOf(combination);
    for (const flavour of flavours) {
      const request = { partition, keySpec, wrappingAlgorithm, flavour };
      if (!hasFlavour(request)) continue;
      const suffix = flavour === 'documented' ? '.sh' : `.${flavour}.sh`;
      yield [combinationId(combination) + suffix, recipeScript(request)];
    }
  }
}
