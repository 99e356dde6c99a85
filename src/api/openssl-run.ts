import type { Recipe } from '../recipe/model.ts';
import { findOpenssl } from '../run/find.ts';
import { runRecipe, type Files } from '../run/recipe.ts';
import { withWorkspace } from '../run/workspace.ts';
import { millisecondsOf } from './arguments.ts';
import type { OpensslOptions } from './engine.ts';

/** Runs one recipe in a private workspace that is gone afterwards. @returns every file that it wrote, by name */
export function runOnce(recipe: Recipe, inputs: Files, options: OpensslOptions): Promise<Files> {
  const openssl = findOpenssl({ path: options.openssl });
  return withWorkspace((workspace) =>
    runRecipe(recipe, inputs, {
      openssl,
      workspace,
      timeout: millisecondsOf(options.timeout),
      signal: options.signal,
      trace: options.trace,
      revealSecrets: options.revealSecrets,
    }),
  );
}
