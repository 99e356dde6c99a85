import { KmsKeywrapError } from '../errors.ts';
import { loadWrappingPublicKey } from '../crypto/wrapping-key.ts';
import { readInput } from '../run/files/input.ts';
import type { Partition } from '../tables/partitions.ts';
import type { WrappingAlgorithm, WrappingKeySpec } from '../tables/wrapping.ts';
import { importEvents, type ImportEvent } from './cloudtrail.ts';
import type { ArchiveFile } from './archive.ts';
import { parametersFromPair, readParameters } from './download.ts';
import type { ImportParameters } from './parameters.ts';
import { pickEvent, type Sought } from './pick-event.ts';

/** Where the facts of a wrap come from, beside the options that name them. */
export interface GatherInput {
  /** JSON of get-parameters-for-import, the console's zip or a folder; `-` for stdin. */
  readonly parameters?: string | undefined;
  /** The wrapping public key where no parameters bring it. */
  readonly publicKey?: ArchiveFile | undefined;
  /** Goes with the public key in place of parameters. */
  readonly importToken?: ArchiveFile | undefined;
  /** CloudTrail event file; `-` for stdin. */
  readonly cloudtrailEvent?: string | undefined;
  /** What the user said; it has to agree with what is read. */
  readonly wrappingAlgorithm?: WrappingAlgorithm | undefined;
  readonly partition?: Partition | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Gathered {
  readonly parameters?: ImportParameters | undefined;
  readonly event?: ImportEvent | undefined;
  readonly wrappingAlgorithm?: WrappingAlgorithm | undefined;
  readonly partition?: Partition | undefined;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** A CloudTrail log file is some MiB. */
const eventLimit = 64 * 1024 * 1024;

/**
 * The one value that all who speak of it say.
 * @throws `ERR_PARAMETERS` naming both sides of a contradiction
 */
function agreed<V extends string>(
  what: string,
  said: readonly (readonly [string, V | undefined])[],
): V | undefined {
  const spoken = said.flatMap(([who, value]) => (value === undefined ? [] : [{ who, value }]));
  const [first] = spoken;
  const other = spoken.find(({ value }) => value !== first?.value);
  if (first !== undefined && other !== undefined)
    throw new KmsKeywrapError(
      'ERR_PARAMETERS',
      `the ${what} is ${first.value} by ${first.who}, but ${other.value} by ${other.who}`,
      { hint: 'take all of them from one and the same call of GetParametersForImport' },
    );
  return first?.value;
}

async function readEvent(path: string, sought: Sought, signal?: AbortSignal) {
  const bytes = await readInput(path, { what: 'the CloudTrail file', limit: eventLimit, signal });
  return pickEvent(importEvents(bytes, sought), sought);
}

function specOf(publicKey: Buffer | undefined): WrappingKeySpec | undefined {
  return publicKey === undefined ? undefined : loadWrappingPublicKey(publicKey).wrappingKeySpec;
}

/**
 * Reads what KMS and CloudTrail wrote down, and holds it against each other and against what the user said.
 * @throws KmsKeywrapError `ERR_PARAMETERS`, `ERR_PUBLIC_KEY`, `ERR_INPUT_UNREADABLE`, `ERR_INPUT_TOO_LARGE`
 */
export async function gather(input: GatherInput): Promise<Gathered> {
  const parameters =
    input.parameters === undefined
      ? input.publicKey &&
        input.importToken &&
        parametersFromPair(input.publicKey, input.importToken, input.now)
      : await readParameters(input.parameters, input.now, input.signal);
  const wrappingKeySpec = parameters?.wrappingKeySpec ?? specOf(input.publicKey?.bytes);
  const sought = { key: parameters?.key, wrappingKeySpec, validTo: parameters?.validTo };
  const picked =
    input.cloudtrailEvent === undefined
      ? undefined
      : await readEvent(input.cloudtrailEvent, sought, input.signal);
  const event = picked?.event;
  agreed('wrapping key spec', [
    ['the wrapping public key', wrappingKeySpec],
    ['the CloudTrail event', event?.wrappingKeySpec],
  ]);
  return {
    parameters,
    event,
    wrappingAlgorithm: agreed('wrapping algorithm', [
      ['--wrapping-algorithm', input.wrappingAlgorithm],
      ['the CloudTrail event', event?.wrappingAlgorithm],
      ['the README of the download', parameters?.wrappingAlgorithm],
    ]),
    partition: agreed('partition', [
      ['--partition', input.partition],
      ["the key's ARN", parameters?.key?.partition],
      ["the CloudTrail event's ARN", event?.key.partition],
    ]),
    notes: parameters?.notes ?? [],
    warnings: [...(parameters?.warnings ?? []), ...(picked?.warnings ?? [])],
  };
}
