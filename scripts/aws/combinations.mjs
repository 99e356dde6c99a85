// @ts-check
// The documented commands for every combination that KMS accepts, and import.sh for every key spec.
import { built } from '../built.mjs';

const { keySpecRow } = await built('tables/key-specs.js');
const { allCombinations, combinationId, support } = await built('tables/support.js');

/**
 * One key spec: its KMS key takes the same material by every combination in turn.
 * @param {ReturnType<typeof import('./session.mjs').session>} kms
 * @param {string} keySpec
 * @param {any[]} combinations
 * @param {import('./tally.mjs').Expectation} expectation
 */
async function wholeKeySpec(kms, keySpec, combinations, expectation) {
  /** @type {Awaited<ReturnType<typeof kms.prepare>> | undefined} */
  let prepared;
  await expectation(`create-key ${keySpec}`, async () => {
    prepared = await kms.prepare(keySpec, keySpecRow(keySpec).kind);
    return undefined;
  });
  if (prepared === undefined) return;
  const { cwd, keyId } = prepared;
  for (const combination of combinations)
    await expectation(combinationId(combination), async () => {
      await kms.getParameters(cwd, keyId, combination);
      const { wrappingAlgorithm, partition } = combination;
      const facts = [
        '--key-spec',
        keySpec,
        '--partition',
        partition,
        '--wrapping-algorithm',
        wrappingAlgorithm,
      ];
      const files = ['--in', 'KeyMaterial', '--public-key', 'WrappingPublicKey.bin'];
      await kms.keywrap(cwd, ['wrap', ...files, ...facts, '--force']);
      const { exitCode, stderr } = await kms.importKeyMaterial(cwd, keyId);
      return exitCode === 0 ? undefined : stderr.trim();
    });
  const last = combinations.at(-1);
  await expectation(`import.sh ${last.partition}/${keySpec}`, async () => {
    const { exitCode, stdout, stderr } = await kms.importBundle(cwd, keySpec, last.wrappingAlgorithm);
    if (exitCode !== 0) return stderr.trim();
    // What import.sh has KMS show of each kind of key.
    const shown = {
      hmac: ['key state: Enabled', 'MAC: '],
      rsa: ['key state: Enabled', 'public key: SHA-256', 'verifies under the expected public key'],
      ec: ['key state: Enabled', 'public key: SHA-256', ...(keySpec === 'SM2' ? [] : ['verifies under'])],
      symmetric: ['key state: Enabled', 're-import: KMS accepts'],
    };
    const { kind } = keySpecRow(keySpec);
    const missing = shown[/** @type {keyof typeof shown} */ (kind)].filter((text) => !stdout.includes(text));
    return missing.length === 0 ? undefined : `without ${missing.join(', ')} it printed ${stdout}`;
  });
}

/**
 * A job for each key spec of a partition.
 * @param {ReturnType<typeof import('./session.mjs').session>} kms
 * @param {string} partition
 * @param {import('./tally.mjs').Expectation} expectation
 */
export function combinationJobs(kms, partition, expectation) {
  /** @type {Map<string, any[]>} */
  const groups = new Map();
  for (const one of allCombinations())
    if (one.partition === partition && support(one).status !== 'unsupported')
      groups.set(one.keySpec, [...(groups.get(one.keySpec) ?? []), one]);
  return [...groups].map(
    ([keySpec, all]) =>
      () =>
        wholeKeySpec(kms, keySpec, all, expectation),
  );
}
