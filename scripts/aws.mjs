#!/usr/bin/env node
// @ts-check
// Drives the rehearsal endpoint with the AWS CLI: the documented commands for every combination that KMS takes, the
// bundle's import.sh for every key spec, and a refusal for every fault.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { $ } from 'zx';
import { Missing, awsCli } from './aws/cli.mjs';
import { startEndpoint } from './aws/endpoint.mjs';
import { session } from './aws/session.mjs';
import { built } from './built.mjs';

$.verbose = false;

/** @type {{ name: string; why: string }[]} */
const failures = [];
let passed = 0;

/**
 * @param {string} name
 * @param {() => Promise<string | undefined>} run says what is wrong
 */
async function expectation(name, run) {
  const why = await run().catch((/** @type {unknown} */ error) => String(error));
  if (why === undefined) passed += 1;
  else {
    failures.push({ name, why });
    console.log(`FAIL ${name}: ${why}`);
  }
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => Promise<void>} work
 */
async function sideBySide(items, work) {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}

const { keySpecRow } = await built('spec/key-specs.js');
const { allCombinations, combinationId, support } = await built('spec/support.js');

/**
 * One key spec: its KMS key takes the same material by every combination in turn.
 * @param {ReturnType<typeof session>} kms
 * @param {string} keySpec
 * @param {any[]} combinations
 */
async function wholeKeySpec(kms, keySpec, combinations) {
  const { kind } = keySpecRow(keySpec);
  let prepared;
  await expectation(`create-key ${keySpec}`, async () => {
    prepared = await kms.prepare(keySpec, kind);
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
      await kms.keywrap(cwd, [
        'wrap',
        '--in',
        'KeyMaterial',
        '--public-key',
        'WrappingPublicKey.bin',
        ...facts,
        '--force',
      ]);
      const { exitCode, stderr } = await kms.importKeyMaterial(cwd, keyId);
      return exitCode === 0 ? undefined : stderr.trim();
    });
  const last = combinations.at(-1);
  await expectation(`import.sh ${last.partition}/${keySpec}`, async () => {
    const { exitCode, stdout, stderr } = await kms.importBundle(cwd, last.wrappingAlgorithm);
    if (exitCode !== 0) return stderr.trim();
    return stdout.includes('key state: Enabled') ? undefined : `it printed ${stdout}`;
  });
}

async function main() {
  const started = Date.now();
  const cli = await awsCli();
  const folder = await mkdtemp(path.join(tmpdir(), 'kms-keywrap-aws-'));
  console.log(
    `AWS CLI ${cli.version} (${cli.path}), endpoint by ${cli.knowsEndpointVariable ? 'AWS_ENDPOINT_URL_KMS' : '--endpoint-url'}`,
  );
  const stops = [];
  try {
    const jobs = [];
    for (const partition of ['aws', 'aws-cn']) {
      const endpoint = await startEndpoint(
        partition,
        path.join(folder, `state-${partition}`),
        () => undefined,
      );
      stops.push(endpoint.stop);
      const kms = session({ cli, endpoint, partition, folder });
      const taken = [...allCombinations()].filter(
        (one) => one.partition === partition && support(one).status !== 'unsupported',
      );
      for (const [keySpec, combinations] of group(taken))
        jobs.push(() => wholeKeySpec(kms, keySpec, combinations));
    }
    await sideBySide(jobs, (job) => job());
  } finally {
    for (const stop of stops) await stop();
    await rm(folder, { recursive: true, force: true });
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${passed} passed, ${failures.length} failed in ${seconds} s`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** @param {any[]} combinations */
function group(combinations) {
  const groups = new Map();
  for (const one of combinations) groups.set(one.keySpec, [...(groups.get(one.keySpec) ?? []), one]);
  return groups;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  console.error(`test-aws: ${error.message}`);
  process.exitCode = 3;
}
