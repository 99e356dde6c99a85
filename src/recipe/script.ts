import { KmsKeywrapError } from '../errors.ts';
import type { KeySpecRow } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import type { WrappingAlgorithmRow } from '../tables/wrapping.ts';
import { generationRecipe } from './generation.ts';
import { hardenedText } from './hardened.ts';
import type { Recipe } from './model.ts';
import { portableLimit, portableRecipe } from './portable.ts';
import { documentedText } from './render.ts';
import { wrappingRecipe } from './wrapping.ts';

/**
 * `documented`: the documentation's text. `hardened`: the same result from a POSIX sh script that fails closed. `portable`: the
 * documented commands with their options in an order that LibreSSL and OpenSSL 1.1.1 accept too.
 */
export const flavours = ['documented', 'hardened', 'portable'] as const;
export type Flavour = (typeof flavours)[number];

export interface ScriptRequest {
  readonly keySpec?: KeySpecRow | undefined;
  readonly wrappingAlgorithm?: WrappingAlgorithmRow | undefined;
  readonly partition: Partition;
  readonly flavour: Flavour;
}

/** The recipes that a script is made of: generation, then wrap. */
export function recipesOf({
  keySpec,
  wrappingAlgorithm,
  partition,
}: Omit<ScriptRequest, 'flavour'>): Recipe[] {
  return [
    ...(keySpec === undefined ? [] : [generationRecipe(keySpec, partition)]),
    ...(wrappingAlgorithm === undefined ? [] : [wrappingRecipe(wrappingAlgorithm, keySpec?.fileName)]),
  ];
}

const ownRecipe =
  '# Not documented by AWS: it shows no openssl command for SM2PKE. OpenSSL 3 or later writes the form that KMS accepts.\n';

const hardenedHead = `#!/bin/sh
# Fails closed: stops at the first error, overwrites nothing, leaves nothing behind.
`;

const argvNotice = `# While openssl enc runs, its -K shows the AES key to the users of this machine: run this on one of your own.
`;

/**
 * The shell text of a recipe: generation when only a key spec is given, the wrap when only an algorithm is, both in this order
 * when both are. Whether KMS accepts the combination is not looked at here.
 * Throws ERR_USAGE when neither is given, ERR_UNSUPPORTED_COMBINATION where there is no recipe.
 */
export function recipeScript(request: ScriptRequest): string {
  const recipes = recipesOf(request);
  if (recipes.length === 0)
    throw new KmsKeywrapError('ERR_USAGE', 'a recipe needs a key spec, a wrapping algorithm or both');
  const own = recipes.every((recipe) => recipe.documented) ? '' : ownRecipe;
  if (request.flavour === 'portable') return recipes.map(portableRecipe).map(documentedText).join('');
  if (request.flavour === 'documented')
    return recipes.map((recipe) => (recipe.documented ? '' : own) + documentedText(recipe)).join('');
  const secretInArgv = recipes.some((recipe) => recipe.steps.length > 1);
  return `${hardenedHead}${own}${secretInArgv ? argvNotice : ''}${hardenedText(recipes)}`;
}

/** Whether there is a script of this flavour: each recipe has all of them but `portable`. */
export const hasFlavour = (request: ScriptRequest): boolean =>
  request.flavour !== 'portable' || recipesOf(request).every((one) => portableLimit(one) === undefined);
