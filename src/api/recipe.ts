import { KmsKeywrapError } from '../errors.ts';
import { quotedName } from '../shown-name.ts';
import { flavours, hasFlavour, recipeScript, type Flavour } from '../recipe/script.ts';
import { keySpecNames, keySpecRow, type KeySpec, type KeySpecRow } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { impliedPartition, support } from '../tables/support.ts';
import {
  algorithmsInUse,
  wrappingKeySpecNames,
  wrappingKeySpecRow,
  type WrappingAlgorithm,
  type WrappingAlgorithmRow,
} from '../tables/wrapping.ts';
import { resolveKeySpec, resolvePartition, resolveWrappingAlgorithm } from './names.ts';
import { checkCombination, checkKeySpec, checkWrappingAlgorithm } from './preflight-combination.ts';

export interface RecipeInput {
  /** Whose generation to print; with an algorithm too, generation and wrap. */
  readonly keySpec?: KeySpec | undefined;
  readonly wrappingAlgorithm?: WrappingAlgorithm | undefined;
  /** Default `aws`, or `aws-cn` for names that exist there alone. */
  readonly partition?: Partition | undefined;
  /** Default `documented`. */
  readonly flavour?: Flavour | undefined;
}

export interface PrintedRecipe {
  readonly keySpec?: KeySpec;
  readonly wrappingAlgorithm?: WrappingAlgorithm;
  readonly partition: Partition;
  readonly flavour: Flavour;
  /** Shell text, ready to paste or to save. */
  readonly script: string;
  /** AWS's contradictions, and wrapping key specs for which KMS does not accept this. */
  readonly warnings: readonly string[];
}

/**
 * The shell commands of a recipe.
 * Source: AWS KMS Developer Guide, "Step 3: Encrypt the key material".
 * @throws KmsKeywrapError `ERR_UNSUPPORTED_COMBINATION` where KMS accepts it under no wrapping key, `ERR_USAGE` when
 *   neither key spec nor algorithm is given
 */
export function recipe(input: RecipeInput): PrintedRecipe {
  const keySpec = input.keySpec === undefined ? undefined : resolveKeySpec(input.keySpec);
  const wrappingAlgorithm =
    input.wrappingAlgorithm === undefined ? undefined : resolveWrappingAlgorithm(input.wrappingAlgorithm);
  const partition = resolvePartition(input.partition ?? impliedPartition({ keySpec, wrappingAlgorithm }));
  const flavour = flavours.find((name) => name === (input.flavour ?? 'documented'));
  if (flavour === undefined)
    throw new KmsKeywrapError('ERR_USAGE', `unknown flavour ${quotedName(String(input.flavour))}`, {
      hint: `known: ${flavours.join(', ')}`,
    });
  const both = keySpec !== undefined && wrappingAlgorithm !== undefined;
  const warnings = both ? underEveryKey(partition, keySpec, wrappingAlgorithm) : [];
  if (keySpec !== undefined) checkKeySpec(keySpec, partition);
  if (wrappingAlgorithm !== undefined) checkWrappingAlgorithm(wrappingAlgorithm, partition);
  const script = recipeScript({ keySpec, wrappingAlgorithm, partition, flavour });
  return {
    ...(keySpec === undefined ? {} : { keySpec: keySpec.name }),
    ...(wrappingAlgorithm === undefined ? {} : { wrappingAlgorithm: wrappingAlgorithm.name }),
    partition,
    flavour,
    script,
    warnings,
  };
}

/** What to know before this recipe is used, whatever the wrapping key. @throws where no wrapping key will do */
function underEveryKey(partition: Partition, keySpec: KeySpecRow, algorithm: WrappingAlgorithmRow): string[] {
  const ofKind = wrappingKeySpecNames.filter(
    (name) => wrappingKeySpecRow(name).kind === algorithm.wrappingKey,
  );
  const answers = ofKind.map((wrappingKeySpec) => {
    const combination = {
      partition,
      keySpec: keySpec.name,
      wrappingAlgorithm: algorithm.name,
      wrappingKeySpec,
    };
    return { combination, ...support(combination) };
  });
  const taken = answers.filter(({ status }) => status !== 'unsupported');
  const refused = answers.filter(({ status }) => status === 'unsupported');
  // Where no length will do, the longest key shows that room is not the reason.
  const telling = taken[0] ?? refused.at(-1);
  const dispute = telling === undefined ? undefined : checkCombination(telling.combination);
  const others = taken.map(({ combination }) => combination.wrappingKeySpec).join(' or ');
  return [
    ...(dispute === undefined ? [] : [dispute]),
    ...refused.map(({ reason = '' }) => `${reason}: take ${others}`),
  ];
}

/** The generation of every key spec of a partition, then every wrap, as far as the flavour has them. */
export function allRecipes({
  partition = 'aws',
  flavour = 'documented',
}: Pick<RecipeInput, 'partition' | 'flavour'>): PrintedRecipe[] {
  const generations = keySpecNames
    .map(keySpecRow)
    .filter(({ importable, partitions }) => importable && partitions.includes(partition))
    .filter((keySpec) => hasFlavour({ keySpec, partition, flavour }))
    .map(({ name }) => recipe({ keySpec: name, partition, flavour }));
  const wraps = algorithmsInUse
    .filter(({ partitions }) => partitions.includes(partition))
    .filter((wrappingAlgorithm) => hasFlavour({ wrappingAlgorithm, partition, flavour }))
    .map(({ name }) => recipe({ wrappingAlgorithm: name, partition, flavour }));
  return [...generations, ...wraps];
}
