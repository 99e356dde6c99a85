import { runRecipe, type RunContext } from '../run/recipe.ts';
import { documentedNames as names, type Recipe } from '../recipe/model.ts';
import { unwrappingRecipe } from '../recipe/unwrapping.ts';
import { wrappingRecipe } from '../recipe/wrapping.ts';
import type { CombinationRows } from '../tables/support.ts';
import type { OpensslSide } from './checks.ts';

/** The recipes of a combination, run by a real openssl. */
export function opensslSide({ algorithm }: CombinationRows, context: RunContext): OpensslSide {
  const result = async (recipe: Recipe, inputs: Record<string, Buffer>) => {
    const files = await runRecipe(recipe, inputs, context);
    return files[recipe.result] as Buffer;
  };
  return {
    wrap: (material, { publicDer }) =>
      result(wrappingRecipe(algorithm), {
        [names.symmetricMaterial]: material,
        [names.publicKey]: publicDer,
      }),
    unwrap: (blob, { privateDer, privateKey }) =>
      result(unwrappingRecipe(algorithm, privateKey.kind === 'rsa' ? privateKey.k : 0), {
        [names.wrapped]: blob,
        [names.privateKey]: privateDer,
      }),
  };
}
