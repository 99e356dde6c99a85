import { gunzipSync } from 'node:zlib';
import {
  isWrappingAlgorithm,
  isWrappingKeySpec,
  type WrappingAlgorithm,
  type WrappingKeySpec,
} from '../tables/wrapping.ts';
import { malformed, own, ownText, parseJson, readJson, type Named } from './json.ts';
import { parseKeyName, sameKey, type KeyName } from './key-name.ts';

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

/** How messages call it. */
export const eventFile: Named = {
  what: 'the CloudTrail file',
  hint: 'it is one event, an array of them, {"Records": […]} or what aws cloudtrail lookup-events prints',
};

function unpack(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.unpacked });
  } catch {
    throw malformed(eventFile, `is gzip that is damaged or unpacks to more than ${limits.unpacked} bytes`);
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

/** An entry of lookup-events carries its event as a JSON string; `--query 'Events[].CloudTrailEvent'` leaves that string alone. */
function bare(entry: unknown): unknown {
  const text = typeof entry === 'string' ? entry : ownText(entry, 'CloudTrailEvent');
  return text === undefined
    ? entry
    : parseJson(text, { ...eventFile, what: 'a CloudTrailEvent of the CloudTrail file' });
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

const isDownload = (event: unknown) =>
  ownText(event, 'eventName') === 'GetParametersForImport' && (own(event, 'errorCode') ?? null) === null;

/** A download whose record does not say what was asked for, of this key where that is known. */
type Unclear = Partial<Pick<ImportEvent, 'key'>>;

function importEvent(event: unknown): ImportEvent | Unclear {
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
    return key === undefined ? {} : { key };
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
 * @param sought with a key: events that are certainly of another one need not be understood
 * @throws `ERR_PARAMETERS`
 */
export function importEvents(
  bytes: Buffer,
  { key }: { readonly key?: KeyName | undefined } = {},
): ImportEvent[] {
  const document = readJson(unpack(bytes), eventFile);
  if (own(document, 'ImportToken') !== undefined)
    throw malformed(
      { what: eventFile.what, hint: 'give it with --parameters' },
      'is an answer of get-parameters-for-import',
    );
  const entries = eventsOf(document);
  if (entries.length > limits.events) throw malformed(eventFile, `has more than ${limits.events} events`);
  return entries
    .map(bare)
    .filter(isDownload)
    .map(importEvent)
    .flatMap((event) => {
      if ('time' in event) return event;
      if (key !== undefined && event.key !== undefined && !sameKey(event.key, key)) return [];
      throw malformed(
        eventFile,
        'has a GetParametersForImport event without eventTime, keyId, wrappingAlgorithm or wrappingKeySpec that can be understood',
      );
    });
}
