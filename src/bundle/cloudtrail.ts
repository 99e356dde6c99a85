import { gunzipSync } from 'node:zlib';
import { KmsKeywrapError } from '../errors.ts';
import {
  isWrappingAlgorithm,
  isWrappingKeySpec,
  type WrappingAlgorithm,
  type WrappingKeySpec,
} from '../spec/wrapping.ts';
import { malformed, own, ownText, parseJson, readJson, type Named } from './json.ts';
import { parseKeyName, sameKey, type KeyName } from './key-name.ts';
import { validityMs } from './validity.ts';

/** A successful GetParametersForImport call as CloudTrail recorded it. */
export interface ImportEvent {
  readonly key: KeyName;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
  readonly time: Date;
  readonly eventId?: string;
}

/** Bytes; a log file of CloudTrail is some MiB unpacked. */
const limits = { unpacked: 64 * 1024 * 1024, events: 200_000 } as const;

const named: Named = {
  what: 'the CloudTrail file',
  hint: 'it is one event, an array of them, {"Records": […]} or what aws cloudtrail lookup-events prints',
};

function unpack(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.unpacked });
  } catch {
    throw malformed(named, `is gzip that is damaged or unpacks to more than ${limits.unpacked} bytes`);
  }
}

/** The bare events of whatever holds them. */
function eventsOf(document: unknown): unknown[] {
  if (Array.isArray(document)) return document;
  for (const name of ['Records', 'Events']) {
    const list = own(document, name);
    if (Array.isArray(list)) return list;
  }
  return [document];
}

/** An entry of lookup-events carries its event as a JSON string. */
function bare(entry: unknown): unknown {
  const text = ownText(entry, 'CloudTrailEvent');
  return text === undefined
    ? entry
    : parseJson(text, { ...named, what: 'a CloudTrailEvent of the CloudTrail file' });
}

/** The most precise name of the key: its ARN from the resources, else what the caller wrote. */
function keyOf(event: unknown): KeyName | undefined {
  const resources = own(event, 'resources');
  const arns = (Array.isArray(resources) ? resources : []).flatMap(
    (resource) => ownText(resource, 'ARN') ?? [],
  );
  const asked = ownText(own(event, 'requestParameters'), 'keyId');
  return [...arns, asked ?? ''].flatMap((name) => parseKeyName(name) ?? [])[0];
}

function importEvent(event: unknown): ImportEvent | undefined {
  if (ownText(event, 'eventName') !== 'GetParametersForImport' || own(event, 'errorCode') !== undefined)
    return undefined;
  const request = own(event, 'requestParameters');
  const algorithm = ownText(request, 'wrappingAlgorithm') ?? '';
  const keySpec = ownText(request, 'wrappingKeySpec') ?? '';
  const time = new Date(ownText(event, 'eventTime') ?? Number.NaN);
  const key = keyOf(event);
  if (
    !isWrappingAlgorithm(algorithm) ||
    !isWrappingKeySpec(keySpec) ||
    key === undefined ||
    Number.isNaN(time.getTime())
  )
    throw malformed(
      named,
      'has a GetParametersForImport event without eventTime, keyId, wrappingAlgorithm or wrappingKeySpec that can be understood',
    );
  const eventId = ownText(event, 'eventID');
  return {
    key,
    wrappingAlgorithm: algorithm,
    wrappingKeySpec: keySpec,
    time,
    ...(eventId === undefined ? {} : { eventId }),
  };
}

/**
 * All successful GetParametersForImport events of a file, which may be gzip as CloudTrail stores it.
 * @throws `ERR_PARAMETERS`
 */
export function importEvents(bytes: Buffer): ImportEvent[] {
  const entries = eventsOf(readJson(unpack(bytes), named));
  if (entries.length > limits.events) throw malformed(named, `has more than ${limits.events} events`);
  return entries.flatMap((entry) => importEvent(bare(entry)) ?? []);
}

/** Between CloudTrail's eventTime (whole seconds) and the answer's ParametersValidTo. */
const toleranceMs = 5 * 60_000;

/** What is known of the download that the event is sought for. */
export interface Sought {
  readonly key?: KeyName | undefined;
  readonly validTo?: Date | undefined;
}

/**
 * The event of one download: of the key when that is known, else of the only key there is; the one 24 hours before
 * `validTo` when that is known, else the latest.
 * @throws `ERR_PARAMETERS` when there is none, or events of several keys and nothing says which
 */
export function pickEvent(
  events: readonly ImportEvent[],
  { key, validTo }: Sought,
): { event: ImportEvent; warnings: string[] } {
  const mine = key === undefined ? events : events.filter((event) => sameKey(event.key, key));
  const ids = [...new Set(mine.map((event) => event.key.id))];
  if (mine.length === 0)
    throw new KmsKeywrapError(
      'ERR_PARAMETERS',
      `the CloudTrail file has no successful GetParametersForImport event${key === undefined ? '' : ` of key ${key.given}`}${events.length === 0 ? '' : `; it has some of ${[...new Set(events.map((event) => event.key.id))].slice(0, 5).join(', ')}`}`,
      { hint: named.hint ?? '' },
    );
  if (ids.length > 1)
    throw new KmsKeywrapError(
      'ERR_PARAMETERS',
      `the CloudTrail file has GetParametersForImport events of ${ids.length} keys: ${ids.slice(0, 5).join(', ')}`,
      { hint: 'say which with --parameters, whose KeyId is compared, or cut the file down to the one event' },
    );
  const latestFirst = [...mine].sort((a, b) => b.time.getTime() - a.time.getTime());
  const issued = validTo === undefined ? undefined : validTo.getTime() - validityMs;
  const exact = latestFirst.find(
    (event) => issued !== undefined && Math.abs(event.time.getTime() - issued) <= toleranceMs,
  );
  const event = exact ?? latestFirst[0]!;
  const others = new Set(mine.map((one) => `${one.wrappingAlgorithm} ${one.wrappingKeySpec}`));
  const warnings: string[] = [];
  if (issued !== undefined && exact === undefined)
    warnings.push(
      `no CloudTrail event of this key is of the time at which the parameters were handed out (${new Date(issued).toISOString()}); the latest, of ${event.time.toISOString()}, was taken`,
    );
  else if (exact === undefined && others.size > 1)
    warnings.push(
      `the key has ${mine.length} GetParametersForImport events of different kinds; the latest, of ${event.time.toISOString()}, was taken`,
    );
  return { event, warnings };
}
