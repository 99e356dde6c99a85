import { once } from 'node:events';
import { KmsKeywrapError } from '../../errors.ts';
import { rehearseService, type ServiceRehearsalOptions } from '../../rehearse/index.ts';
import type { ServiceName } from '../../tables/services/types.ts';
import { tool } from '../../version.ts';
import type { Context, ExitCode } from '../options/command.ts';

/** What the service's own client reads the address from. */
const variables: Partial<Record<ServiceName, (endpoint: string) => string>> = {
  // No client reads it: the tools of Azure are given the URL.
  azure: (endpoint) => `AZURE_KEY_VAULT_URL=${endpoint}`,
  gcp: (endpoint) => `CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS=${endpoint}/`,
  vault: (endpoint) => `VAULT_ADDR=${endpoint}`,
  openbao: (endpoint) => `BAO_ADDR=${endpoint}`,
};

interface Options extends ServiceRehearsalOptions {
  readonly format: 'text' | 'json';
  /** Options that were given and that only the endpoint of AWS KMS has. */
  readonly ofAws: readonly string[];
}

/** `rehearse --service S` */
export async function serviceRehearsal(
  { format, ofAws, ...options }: Options,
  { terminal, signal }: Context,
): Promise<ExitCode> {
  if (ofAws.length > 0)
    throw new KmsKeywrapError('ERR_USAGE', `${ofAws.join(', ')}: for the endpoint of AWS KMS alone`, {
      hint: 'leave it out: the state of other services is in memory, and they have no Region here',
    });
  const running = await rehearseService(options);
  try {
    terminal.say(
      'note',
      'credentials are not checked, and any user of this machine may connect; keys and import jobs are in memory and gone at the end',
    );
    terminal.say(
      'note',
      'this endpoint can open whatever is imported into it: rehearse with test key material, never with the real one',
    );
    const { service, endpoint } = running;
    if (format === 'json')
      await terminal.json({ schema: 'kms-keywrap/rehearse/1', tool, endpoint, service }, 'line');
    else await terminal.result(`export ${variables[service]?.(endpoint)}\n`);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await running.close();
  }
  return 0;
}
