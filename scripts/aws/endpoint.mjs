// @ts-check
// A rehearsal endpoint in a process of its own, and the AWS CLI's environment for it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * @param {string} partition
 * @param {string} state folder of the endpoint's state
 */
export async function startEndpoint(partition, state) {
  const args = [
    'dist/cli/main.js',
    'rehearse',
    '--partition',
    partition,
    '--state',
    state,
    '--format',
    'json',
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.resume();
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => {
      throw new Error('the rehearsal endpoint did not start');
    }),
  ]);
  const { endpoint, region } = JSON.parse(line);
  return {
    endpoint,
    region,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/**
 * Nothing of the user's own: no profile, no credentials, no region.
 * @param {{ endpoint: string; region: string }} endpoint
 */
export function awsEnvironment({ endpoint, region }) {
  return {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: 'rehearsal',
    AWS_SECRET_ACCESS_KEY: 'rehearsal',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL_KMS: endpoint,
  };
}
