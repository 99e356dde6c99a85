import { KmsKeywrapError } from '../errors.ts';
import { lintMaterial } from '../audit/material/lint.ts';
import { generationRecipe } from '../recipe/generation.ts';
import type { KeySpec, KeySpecRow } from '../tables/key-specs.ts';
import type { Partition } from '../tables/partitions.ts';
import { impliedPartition } from '../tables/support.ts';
import { engineOf } from './arguments.ts';
import { stopIfAborted, type Engine, type OpensslOptions } from './engine.ts';
import { generateInNode } from './generate-node.ts';
import { resolveKeySpec, resolvePartition } from './names.ts';
import { checkKeySpec } from './preflight-combination.ts';

export interface GenerateInput extends OpensslOptions {
  readonly keySpec: KeySpec;
  /** Default `aws`, or `aws-cn` for a key spec that exists there alone. */
  readonly partition?: Partition | undefined;
  /** Default `openssl`: the documented pipeline. */
  readonly engine?: Engine | undefined;
}

export interface Generated {
  readonly keySpec: KeySpec;
  readonly partition: Partition;
  readonly engine: Engine;
  /** Raw bytes for symmetric and HMAC key specs, else PKCS#8 DER. The caller's to fill with zeros. */
  readonly keyMaterial: Buffer;
  /** The file name that the documentation gives it. */
  readonly fileName: string;
}

/**
 * Makes key material with the documented pipeline and checks it before it is given away.
 * Source: AWS KMS Developer Guide, "Step 3: Encrypt the key material".
 * @throws KmsKeywrapError `ERR_UNSUPPORTED_COMBINATION` for a key spec that is not importable in the partition,
 *   `ERR_OPENSSL_…` when openssl fails or gives something else
 */
export async function generate(input: GenerateInput): Promise<Generated> {
  const keySpec = resolveKeySpec(input.keySpec);
  const partition = resolvePartition(input.partition ?? impliedPartition({ keySpec }));
  const engine = engineOf(input.engine, 'openssl');
  checkKeySpec(keySpec, partition);
  stopIfAborted(input);
  const keyMaterial =
    engine === 'node'
      ? await generateInNode(keySpec, partition)
      : await withOpenssl(keySpec, partition, input);
  if (input.signal?.aborted === true) keyMaterial.fill(0);
  stopIfAborted(input);
  // What would be a warning in a key of unknown origin is a fault in one that was just made.
  const wrong = lintMaterial(keyMaterial, { keySpec: keySpec.name, partition }).findings.find(
    ({ severity }) => severity !== 'notice',
  );
  if (wrong !== undefined) {
    keyMaterial.fill(0);
    throw new KmsKeywrapError(
      'ERR_OPENSSL_OUTPUT',
      `${engine} gave no ${keySpec.name} key material: ${wrong.message} (${wrong.id})`,
      {
        hint: 'kms-keywrap doctor tells what this openssl can do',
      },
    );
  }
  return { keySpec: keySpec.name, partition, engine, keyMaterial, fileName: keySpec.fileName };
}

async function withOpenssl(
  keySpec: KeySpecRow,
  partition: Partition,
  options: OpensslOptions,
): Promise<Buffer> {
  const { runOnce } = await import('./openssl-run.ts');
  const recipe = generationRecipe(keySpec, partition);
  const files = await runOnce(recipe, {}, options);
  return files[recipe.result] as Buffer;
}
