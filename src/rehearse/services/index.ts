import { resolveService } from '../../api/services/names.ts';
import { KmsKeywrapError } from '../../errors.ts';
import type { ServiceName } from '../../tables/services/types.ts';
import { judgeInThreads } from '../judge/lanes.ts';
import { stockedWrappingKeys } from '../kms/wrapping-keys.ts';
import { listeningAt } from '../server/address.ts';
import type { RequestLog } from '../server/log.ts';
import { azureProtocol } from './azure/protocol.ts';
import { gcpProtocol } from './gcp/protocol.ts';
import type { Protocol, ServiceEndpoint } from './protocol.ts';
import { listenForService } from './server.ts';
import { transitProtocol } from './transit/protocol.ts';

/** The services whose import can be rehearsed beside AWS KMS. */
export const protocols: Partial<Record<ServiceName, (endpoint: ServiceEndpoint) => Protocol>> = {
  gcp: gcpProtocol,
  azure: azureProtocol,
  vault: transitProtocol,
  openbao: transitProtocol,
};

export interface ServiceRehearsalOptions {
  /** `gcp`, `azure`, `vault` or `openbao`. */
  readonly service: string;
  /** A loopback address. Default `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Default 0: any free one. */
  readonly port?: number | undefined;
  /** Host names beside the loopback ones that requests may be addressed to, and that web pages may come from. */
  readonly allowHosts?: readonly string[] | undefined;
  /** Called once for every request. What it throws is dropped: the client gets its answer. */
  readonly log?: ((entry: RequestLog) => void) | undefined;
}

/** A running endpoint of a service other than AWS KMS. */
export interface ServiceRehearsal {
  readonly service: ServiceName;
  /** Scheme, host and port. */
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/**
 * Starts a local endpoint that speaks the REST API of a service as far as an import needs it, and judges with the auditor. Its state is in
 * memory. It asks for no credentials, and holds the private halves of its wrapping keys: for test key material only.
 * @throws KmsKeywrapError `ERR_USAGE`, `ERR_ENVIRONMENT`
 */
export async function rehearseService(options: ServiceRehearsalOptions): Promise<ServiceRehearsal> {
  const row = resolveService(options.service);
  const protocol = protocols[row.name];
  if (protocol === undefined)
    throw new KmsKeywrapError('ERR_USAGE', `there is not a rehearsal of ${row.title}`, {
      hint: `known: ${Object.keys(protocols).join(', ')}; for AWS KMS leave --service out`,
    });
  const address = listeningAt(options);
  const judging = judgeInThreads(new URL('../cli/judge/thread.js', import.meta.url));
  const now = Date.now;
  const endpoint = { row, now, judge: judging.judge, wrappingKeys: stockedWrappingKeys() };
  const listening = await listenForService(protocol(endpoint), {
    ...address,
    now,
    log: options.log ?? (() => undefined),
  });
  return {
    service: row.name,
    endpoint: listening.url,
    close: async () => {
      await listening.close();
      await judging.close();
    },
  };
}
