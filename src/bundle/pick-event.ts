import type { WrappingKeySpec } from '../tables/wrapping.ts';
import { eventFile, type ImportEvent } from './cloudtrail.ts';
import { malformed } from './json.ts';
import { sameKey, type KeyName } from './key-name.ts';
import { validityMs } from './validity.ts';

/** Between CloudTrail's eventTime (whole seconds) and the answer's ParametersValidTo. */
const toleranceMs = 5 * 60_000;

/** What is known of the download that the event is sought for. */
export interface Sought {
  readonly key?: KeyName | undefined;
  /** Of the wrapping public key at hand. */
  readonly wrappingKeySpec?: WrappingKeySpec | undefined;
  readonly validTo?: Date | undefined;
}

const kindOf = (event: ImportEvent) => `${event.wrappingAlgorithm} ${event.wrappingKeySpec}`;

/** The events of the one key that is meant. @throws `ERR_PARAMETERS` */
function ofKey(events: readonly ImportEvent[], key: KeyName | undefined): readonly ImportEvent[] {
  const mine = key === undefined ? events : events.filter((event) => sameKey(event.key, key));
  const ids = [...new Set(mine.map((event) => event.key.id))];
  if (mine.length === 0)
    throw malformed(
      eventFile,
      `has no successful GetParametersForImport event${key === undefined ? '' : ` of key ${key.given}`}${events.length === 0 ? '' : `; it has some of ${[...new Set(events.map((event) => event.key.id))].slice(0, 5).join(', ')}`}`,
    );
  if (ids.length > 1)
    throw malformed(
      {
        what: eventFile.what,
        hint: 'say which with --parameters, whose KeyId is compared, or cut the file down to the one event',
      },
      `has GetParametersForImport events of ${ids.length} keys: ${ids.slice(0, 5).join(', ')}`,
    );
  return mine;
}

/**
 * The event nearest to the time of the download, if one is near enough.
 * @throws `ERR_PARAMETERS` when another of the same second asked for something else
 */
function nearest(events: readonly ImportEvent[], issued: number): ImportEvent | undefined {
  const byDistance = events
    .map((event) => ({ event, distance: Math.abs(event.time.getTime() - issued) }))
    .filter(({ distance }) => distance <= toleranceMs)
    .sort((a, b) => a.distance - b.distance);
  const [first] = byDistance;
  const rival = byDistance.find(
    ({ event }) =>
      first !== undefined &&
      event.time.getTime() === first.event.time.getTime() &&
      kindOf(event) !== kindOf(first.event),
  );
  if (first !== undefined && rival !== undefined)
    throw malformed(
      { what: eventFile.what, hint: 'cut the file down to the event of this download, by its eventID' },
      `has two events of ${first.event.time.toISOString()} that fit these parameters: ${kindOf(first.event)} and ${kindOf(rival.event)}`,
    );
  return first?.event;
}

/**
 * The event of one download: of the key when that is known, else of the only key there is, and of the public key's
 * spec; the one nearest to 24 hours before `validTo` when that is known, else the latest.
 * @throws `ERR_PARAMETERS` when there is none, or nothing says which of several
 */
export function pickEvent(
  events: readonly ImportEvent[],
  { key, wrappingKeySpec, validTo }: Sought,
): { event: ImportEvent; warnings: string[] } {
  const ofThisKey = ofKey(events, key);
  const ofThisSpec = ofThisKey.filter(
    (event) => event.wrappingKeySpec === (wrappingKeySpec ?? event.wrappingKeySpec),
  );
  // None: its contradiction with the public key is told where the two are compared.
  const mine = ofThisSpec.length === 0 ? ofThisKey : ofThisSpec;
  const issued = validTo === undefined ? undefined : validTo.getTime() - validityMs;
  const exact = issued === undefined ? undefined : nearest(mine, issued);
  if (exact !== undefined) return { event: exact, warnings: [] };
  const event = mine.reduce((latest, one) => (one.time > latest.time ? one : latest));
  const taken = `the latest, of ${event.time.toISOString()}, was taken`;
  if (issued !== undefined)
    return {
      event,
      warnings: [
        `no CloudTrail event of this key is of the time at which the parameters were handed out (${new Date(issued).toISOString()}); ${taken}`,
      ],
    };
  const kinds = new Set(mine.map(kindOf));
  return {
    event,
    warnings:
      kinds.size > 1
        ? [`the key has ${mine.length} GetParametersForImport events of different kinds; ${taken}`]
        : [],
  };
}
