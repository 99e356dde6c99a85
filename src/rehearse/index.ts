import { stat } from 'node:fs/promises';
import { KmsKeywrapError } from '../errors.ts';
import { quotedName } from '../shown-name.ts';
import { homeRegion, partitionOf, partitionOfRegion, type partitionNames } from '../tables/partitions.ts';
import { resolvePartition } from '../api/names.ts';
import { judgeInThreads } from './judge/lanes.ts';
import { defaultPlace, regionForm, type Place } from './model/place.ts';
import { listeningAt } from './server/address.ts';
import type { RequestLog } from './server/log.ts';
import { listen } from './server/server.ts';
import { openState } from './state/folder.ts';
import { Store } from './state/store.ts';
import { stockedWrappingKeys } from './kms/wrapping-keys.ts';

export type { RequestLog } from './server/log.ts';
export { rehearseService, type ServiceRehearsal, type ServiceRehearsalOptions } from './services/index.ts';

export interface RehearsalOptions {
  /** Default `aws`. Those that follow it, such as `aws-us-gov`, have Regions and ARNs of their own. */
  readonly partition?: (typeof partitionNames)[number] | undefined;
  /** Default: the oldest of the partition, such as `us-east-1`, `cn-north-1`, `us-gov-west-1`. */
  readonly region?: string | undefined;
  /** A loopback address. Default `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Default 0: any free one. */
  readonly port?: number | undefined;
  /** Folder that keeps keys and tokens; in memory without one. */
  readonly state?: string | undefined;
  /** KMS's own texts alone. */
  readonly strictMessages?: boolean | undefined;
  /** Refuses an import token once key material was imported with it. */
  readonly strictTokens?: boolean | undefined;
  /** Host names beside the loopback ones that requests may be addressed to, and that web pages may come from. */
  readonly allowHosts?: readonly string[] | undefined;
  /** Called once for every request. What it throws is dropped: the client gets its answer. */
  readonly log?: ((entry: RequestLog) => void) | undefined;
}

/** A running rehearsal endpoint. */
export interface Rehearsal extends Place {
  /** What `AWS_ENDPOINT_URL_KMS` and `--endpoint-url` take. */
  readonly endpoint: string;
  /** Keys that a kept state brought along. */
  readonly keys: number;
  readonly close: () => Promise<void>;
}

function placeOf({ partition: given = 'aws', region }: RehearsalOptions): Place {
  const partition = resolvePartition(given);
  const place = defaultPlace(partition);
  // `aws` need not be given: a Region of a partition that follows it is as good.
  const isOther = (lies: string) => (given === 'aws' ? partitionOf(lies) !== 'aws' : lies !== given);
  if (region === undefined) return { ...place, region: homeRegion(given) ?? place.region };
  if (!regionForm.test(region) || isOther(partitionOfRegion(region)))
    throw new KmsKeywrapError('ERR_USAGE', `${quotedName(region)} is not a Region of partition ${given}`, {
      hint: `such as ${homeRegion(given) ?? place.region}`,
    });
  return { ...place, region };
}

/**
 * Starts a local endpoint that speaks the AWS KMS JSON 1.1 protocol for key import and judges with the auditor.
 * It checks no signatures, and holds the private halves of its wrapping keys: for test key material only.
 * @throws KmsKeywrapError `ERR_USAGE`, `ERR_UNKNOWN_PARTITION`, `ERR_ENVIRONMENT`, `ERR_OUTPUT_REFUSED`, `ERR_INPUT_UNREADABLE` (a damaged state)
 */
export async function rehearse(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const place = placeOf(options);
  const { state } = options;
  const { host, port, allowHosts } = listeningAt(options);
  if (state === '' || (state !== undefined && typeof state !== 'string'))
    throw new KmsKeywrapError('ERR_USAGE', 'state has to be the path of a folder');
  if (state !== undefined && (await stat(state).catch(() => undefined))?.isDirectory() === false)
    throw new KmsKeywrapError('ERR_USAGE', `${state} is not a folder`, {
      hint: 'name a folder with --state',
    });
  // In one file, for the library too: a thread starts several times as fast.
  const judging = judgeInThreads(new URL('../cli/judge/thread.js', import.meta.url));
  const store = new Store(state === undefined ? undefined : await openState(state, place));
  try {
    const endpoint = {
      place,
      store,
      now: Date.now,
      wrappingKeys: stockedWrappingKeys(),
      judge: judging.judge,
      strictTokens: options.strictTokens ?? false,
    };
    const listening = await listen(endpoint, {
      host,
      port,
      allowHosts,
      strictMessages: options.strictMessages ?? false,
      log: options.log ?? (() => undefined),
    });
    return {
      ...place,
      endpoint: listening.url,
      keys: store.keys.size,
      close: async () => {
        await listening.close();
        await judging.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
