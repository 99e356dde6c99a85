// @ts-check
// The AWS CLI that this machine has, or gets.
import { access, constants } from 'node:fs/promises';
import { $ } from 'zx';
import { Missing, installPackages } from '../debian.mjs';

/** @param {string} path */
const executable = (path) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Debian's own first: it is what `apt-get install awscli` gives, and old enough to show what users still have. */
async function findAws() {
  const given = process.env['AWS_CLI'];
  if (given !== undefined) return given;
  if (await executable('/usr/bin/aws')) return '/usr/bin/aws';
  return undefined;
}

/**
 * @param {string} version such as `2.9.19`
 * @param {readonly number[]} least
 */
function atLeast(version, least) {
  const parts = version.split('.').map(Number);
  for (const [index, part] of least.entries()) {
    const found = parts[index] ?? 0;
    if (found !== part) return found > part;
  }
  return true;
}

/**
 * The AWS CLI: its path, its version, and whether it knows AWS_ENDPOINT_URL_KMS (versions 1.29 and 2.13 brought it).
 * @throws {Missing}
 */
export async function awsCli() {
  let path = await findAws();
  if (path === undefined) {
    await installPackages(
      ['awscli'],
      'the AWS CLI is missing: apt-get install awscli as root, or name one with AWS_CLI=PATH',
    );
    path = await findAws();
  }
  if (path === undefined) throw new Missing('apt-get installed awscli, but there is no /usr/bin/aws');
  const { stdout, stderr } = await $`${path} --version`;
  const version = /aws-cli\/(\d+\.\d+\.\d+)/.exec(`${stdout}${stderr}`)?.[1];
  if (version === undefined) throw new Missing(`${path} --version does not name the AWS CLI`);
  const knowsEndpointVariable = atLeast(version, version.startsWith('1.') ? [1, 29, 0] : [2, 13, 0]);
  return { path, version, knowsEndpointVariable };
}
