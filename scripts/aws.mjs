#!/usr/bin/env node
// @ts-check
// Drives the rehearsal endpoint with the AWS CLI: the documented commands for every combination that KMS accepts, the
// bundle's import.sh for every key spec, what imported keys are for, and a refusal for every finding of severity error; the
// same through boto3. Before that its request forms are held against the CLI's API model.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { $ } from 'zx';
import { awsCli } from './aws/cli.mjs';
import { combinationJobs } from './aws/combinations.mjs';
import { startEndpoint } from './aws/endpoint.mjs';
import { boto3Flows, cliFlows } from './aws/flows.mjs';
import { modelExpectations } from './aws/model.mjs';
import { errorFindings, refusalJobs } from './aws/refusals.mjs';
import { session } from './aws/session.mjs';
import { sideBySide, tally } from './aws/tally.mjs';
import { Missing } from './debian.mjs';

$.verbose = false;

async function main() {
  const started = Date.now();
  const cli = await awsCli();
  const way = cli.knowsEndpointVariable ? 'AWS_ENDPOINT_URL_KMS' : '--endpoint-url';
  console.log(`AWS CLI ${cli.version} (${cli.path}), which takes the endpoint by ${way}`);
  const folder = await mkdtemp(path.join(tmpdir(), 'kms-keywrap-aws-'));
  const { kinds, of } = tally();
  /** @type {Set<string>} */
  const refused = new Set();
  const stops = [];
  try {
    await modelExpectations(cli, of('API model'));
    const jobs = [];
    for (const partition of ['aws', 'aws-cn']) {
      const endpoint = await startEndpoint(partition, path.join(folder, `state-${partition}`));
      stops.push(endpoint.stop);
      const kms = session({ cli, endpoint, partition, folder });
      // The keys of these flows do not exist in China Regions, or are wrapped there by other algorithms.
      if (partition === 'aws')
        jobs.push(
          () => cliFlows('article', { cli, endpoint, folder }, of('flows, AWS CLI')),
          () => cliFlows('after-import', { cli, endpoint, folder }, of('flows, AWS CLI')),
          () => boto3Flows(endpoint, of('flows, boto3')),
        );
      jobs.push(
        ...refusalJobs(kms, partition, refused, of('refusals')),
        ...combinationJobs(kms, partition, of('combinations, import.sh')),
      );
    }
    await sideBySide(jobs);
    await of('refusals')('every finding of severity error was refused', async () => {
      const left = errorFindings.filter((id) => !refused.has(id));
      return left.length === 0 ? undefined : `not ${left.join(', ')}`;
    });
  } finally {
    for (const stop of stops) await stop();
    await rm(folder, { recursive: true, force: true });
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  let failures = 0;
  for (const [kind, { passed, failed }] of kinds) {
    console.log(`${kind}: ${passed} passed, ${failed} failed`);
    failures += failed;
  }
  console.log(`${failures === 0 ? 'all passed' : `${failures} failed`} in ${seconds} s`);
  process.exitCode = failures === 0 ? 0 : 1;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  console.error(`test-aws: ${error.message}`);
  process.exitCode = 3;
}
