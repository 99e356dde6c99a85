import { KmsKeywrapError, type ErrorCode } from '../errors.ts';
import { documentedNames as names, file, step, type Recipe, type Word } from '../recipe/model.ts';
import { unwrappingRecipe } from '../recipe/unwrapping.ts';
import { runRecipe, type Files, type RunContext } from '../run/recipe.ts';
import { wrappingAlgorithmRow } from '../tables/wrapping.ts';
import type { Check } from '../cases/result.ts';
import { groupKey } from './node-checks.ts';
import type { KeyWrapGroup, KeyWrapTest, OaepGroup, Sm2Group, WrapGroup, WrapTest } from './vector.ts';

const bytes = (hex: string) => Buffer.from(hex, 'hex');

/** What openssl throws when it does not open something; anything else is about the machine. */
const refusals: ReadonlySet<ErrorCode> = new Set(['ERR_OPENSSL_FAILED', 'ERR_OPENSSL_OUTPUT', 'ERR_UNWRAP']);

/** What a recipe gives; undefined when openssl refuses. */
async function resultOf(recipe: Recipe, inputs: Files, context: RunContext): Promise<Buffer | undefined> {
  try {
    return (await runRecipe(recipe, inputs, context))[recipe.result];
  } catch (error) {
    if (error instanceof KmsKeywrapError && refusals.has(error.code)) return undefined;
    throw error;
  }
}

async function same(
  name: string,
  hex: string,
  recipe: Recipe,
  inputs: Files,
  context: RunContext,
): Promise<Check> {
  const found = await resultOf(recipe, inputs, context);
  if (found?.toString('hex') === hex) return { name, ok: true };
  return { name, ok: false, detail: found === undefined ? 'openssl refuses it' : 'other bytes came out' };
}

/** That openssl opens the blob to the key material, or does not open what must not be opened. */
export async function checkWrapInOpenssl(
  group: WrapGroup,
  test: WrapTest,
  context: RunContext,
): Promise<Check[]> {
  const algorithm = wrappingAlgorithmRow(group.wrappingAlgorithm);
  const key = groupKey(group);
  if (algorithm.scheme === 'rsaes-pkcs1-v1_5') return [await checkPkcs1v15(group, test, context)];
  const recipe = unwrappingRecipe(algorithm, key.kind === 'rsa' ? key.k : 0);
  const inputs = { [names.wrapped]: bytes(test.blob), [names.privateKey]: bytes(group.privateKey) };
  if (test.result === 'valid')
    return [await same('openssl opens it to the key material', test.material, recipe, inputs, context)];
  const found = await resultOf(recipe, inputs, context);
  if (test.result === 'acceptable') {
    const ok = found === undefined || found.toString('hex') === test.material;
    return [{ name: 'openssl opens it to the key material or not at all', ok }];
  }
  return [{ name: 'openssl does not open it', ok: found?.toString('hex') !== test.material }];
}

const recipeOf = (title: string, inputs: string[], ...lines: Word[][]): Recipe => ({
  title,
  documented: false,
  steps: [step('out.bin', ...lines, ['-in', file('in.bin')], ['-out', file('out.bin')])],
  inputs: ['in.bin', ...inputs],
  writes: { 'out.bin': { min: 1, max: 4096 } },
  result: 'out.bin',
});

const decryption = (title: string, options: Word[][]): Recipe =>
  recipeOf(
    title,
    ['key.der'],
    ['pkeyutl', '-decrypt'],
    ['-keyform', 'DER'],
    ['-inkey', file('key.der')],
    ...options,
  );

/** The retired algorithm, for which there is no recipe. */
function checkPkcs1v15(group: WrapGroup, test: WrapTest, context: RunContext): Promise<Check> {
  const recipe = decryption('Decryption with the retired padding', [['-pkeyopt', 'rsa_padding_mode:pkcs1']]);
  const inputs = { 'key.der': bytes(group.privateKey), 'in.bin': bytes(test.blob) };
  return same('openssl opens it to the key material', test.material, recipe, inputs, context);
}

export async function checkKeyWrapInOpenssl(
  { type }: KeyWrapGroup,
  test: KeyWrapTest,
  context: RunContext,
): Promise<Check[]> {
  const cipher = `-id-aes${test.key.length * 4}-wrap${type === 'AesKw' ? '' : '-pad'}`;
  const iv = type === 'AesKw' ? 'A6A6A6A6A6A6A6A6' : 'A65959A6';
  const recipe = (...direction: string[]) =>
    recipeOf(
      'AES key wrap',
      ['key.bin'],
      ['enc', ...direction, cipher],
      ['-K', { hexOf: 'key.bin' }],
      ['-iv', iv],
    );
  const key = { 'key.bin': bytes(test.key) };
  return [
    await same(
      'openssl wraps to the published bytes',
      test.ct,
      recipe(),
      { ...key, 'in.bin': bytes(test.msg) },
      context,
    ),
    await same(
      'openssl unwraps to the published bytes',
      test.msg,
      recipe('-d'),
      { ...key, 'in.bin': bytes(test.ct) },
      context,
    ),
  ];
}

export async function checkDecryptInOpenssl(
  group: OaepGroup | Sm2Group,
  test: (OaepGroup | Sm2Group)['tests'][number],
  context: RunContext,
): Promise<Check[]> {
  const options: Word[][] =
    group.type === 'Sm2'
      ? []
      : [
          ['-pkeyopt', 'rsa_padding_mode:oaep'],
          ['-pkeyopt', `rsa_oaep_md:${group.hash}`],
          ['-pkeyopt', `rsa_mgf1_md:${group.mgf1Hash}`],
        ];
  const recipe = decryption('Decryption of a published example', options);
  const inputs = { 'key.der': bytes(group.privateKey), 'in.bin': bytes(test.ct) };
  return [await same('openssl decrypts to the published message', test.msg, recipe, inputs, context)];
}
