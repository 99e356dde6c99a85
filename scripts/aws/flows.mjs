// @ts-check
// The flows around an import: AWS's article on InvalidCiphertext and what imported keys are for, through the AWS CLI and boto3.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { $ } from 'zx';
import { Missing, installPackages } from '../debian.mjs';
import { awsEnvironment } from './endpoint.mjs';

const here = import.meta.dirname;
const main = path.resolve('dist/cli/main.js');
const quiet = $({ quiet: true, nothrow: true });

/** A Python that has boto3 and cryptography; Debian's own gets them where that is possible. @returns {Promise<{ python: string, version: string }>} */
async function boto3() {
  const find = async () => {
    for (const python of ['python3', '/usr/bin/python3']) {
      const { exitCode, stdout } =
        await quiet`${python} -c ${'import boto3, cryptography; print(boto3.__version__)'}`;
      if (exitCode === 0) return { python, version: stdout.trim() };
    }
    return undefined;
  };
  const found = await find();
  if (found !== undefined) return found;
  const packages = ['python3-boto3', 'python3-cryptography'];
  await installPackages(packages, `boto3 is not installed: install ${packages.join(' and ')}`);
  const installed = await find();
  if (installed === undefined) throw new Missing('python3-boto3 was installed, but python3 does not find it');
  return installed;
}

/**
 * @param {{ endpoint: string; region: string }} endpoint
 * @param {import('./tally.mjs').Expectation} expectation
 */
export async function boto3Flows(endpoint, expectation) {
  const { python, version } = await boto3();
  const run = await quiet`${python} ${path.join(here, 'flows.py')} ${endpoint.endpoint} ${endpoint.region}`;
  const lines = run.stdout.trim().split('\n');
  for (const line of lines) {
    const [, word = '', name = '', why] = /^(ok|skip|FAIL) ([^:]*)(?:: (.*))?$/.exec(line) ?? [];
    if (word === 'skip') console.log(`boto3 ${version}: ${name} is skipped: ${why}`);
    else
      await expectation(`boto3 ${version}: ${name}`, async () => (word === 'ok' ? undefined : (why ?? line)));
  }
  if (run.exitCode !== 0 && !run.stdout.includes('FAIL'))
    await expectation(`boto3 ${version}`, async () => run.stderr.trim());
}

/**
 * A script of this folder with `aws` and kms-keywrap in place.
 * @param {string} name
 * @param {{ cli: { path: string; knowsEndpointVariable: boolean }; endpoint: { endpoint: string; region: string }; folder: string }} setting
 * @param {import('./tally.mjs').Expectation} expectation
 */
export async function cliFlows(name, { cli, endpoint, folder }, expectation) {
  const cwd = path.join(folder, `flows-${name}`);
  const bin = path.join(cwd, 'bin');
  await mkdir(bin, { recursive: true });
  const where = cli.knowsEndpointVariable ? '' : ` --endpoint-url ${endpoint.endpoint}`;
  await writeFile(path.join(bin, 'aws'), `#!/bin/sh\nexec '${cli.path}' "$@"${where}\n`, { mode: 0o755 });
  const environment = awsEnvironment(endpoint);
  const env = {
    ...environment,
    PATH: `${bin}:${environment.PATH}`,
    AWS_CLI: cli.path,
    KMS_KEYWRAP: `node ${main}`,
  };
  const run = await $({ cwd, env, quiet: true, nothrow: true })`sh ${path.join(here, `${name}.sh`)}`;
  const flows = [...run.stderr.matchAll(/^flow (.*)$/gm)].map(([, flow = '']) => flow);
  // The last one that was begun is the one that ended the script.
  for (const [at, flow] of (flows.length === 0 ? [name] : flows).entries())
    await expectation(`AWS CLI: ${flow}`, async () =>
      run.exitCode === 0 || at < flows.length - 1 ? undefined : `${run.stderr}\n${run.stdout}`.slice(-2000),
    );
}
