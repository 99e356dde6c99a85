import type { Finding } from '../../audit/finding.ts';
import type { Combination } from '../../tables/support.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyArn, type Place } from './metadata.ts';
import { keyState, type KeyRecord } from '../state/records.ts';
import type { Store } from '../state/store.ts';
import type { WrappingKeySource } from './wrapping-keys.ts';

/** What the auditor says of an encrypted key material. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** The key material inside; absent when an error kept it from being seen. Zeroed by the caller. */
  readonly material?: Buffer;
}

export interface Submission extends Combination {
  readonly blob: Buffer;
  /** PKCS#8 DER of the wrapping key. */
  readonly privateKey: Buffer;
}

/** The auditor, as far as the endpoint needs it. */
export type Judge = (submission: Submission) => Promise<Judgement>;

/** All that an operation works with. */
export interface Endpoint {
  readonly place: Place;
  readonly store: Store;
  readonly wrappingKeys: WrappingKeySource;
  readonly judge: Judge;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An answer's JSON body, and what the log says beside it. */
export interface Answer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly findings?: readonly Finding[];
  /** What AWS does not document of this answer. */
  readonly undocumented?: string;
  /** What a user may not have meant. */
  readonly note?: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const mrk = /^mrk-[0-9a-f]{32}$/;
const arnForm = /^arn:(aws(?:-[a-z]{1,16}){0,3}):kms:([a-z0-9-]+):(\d{12}):(key|alias)\/(.+)$/;

/**
 * The key that a request names by its id or ARN.
 * @throws KmsException `InvalidArnException`, `NotFoundException`
 */
export function findKey(endpoint: Endpoint, name: string): KeyRecord {
  const { place, store } = endpoint;
  let id = name;
  if (name.startsWith('arn:')) {
    const [, partition, region, accountId, resource, rest = ''] = arnForm.exec(name) ?? [];
    if (partition === undefined)
      throw new KmsException('InvalidArnException', { text: `Invalid arn ${name.slice(0, 256)}` });
    if (resource === 'alias') throw noAlias(name);
    if (partition !== place.partition || region !== place.region)
      throw new KmsException('NotFoundException', {
        text: `Invalid arn ${region}`,
        detail: `This endpoint's keys are ${keyArn(place, '…')}.`,
        undocumented: 'this text was seen elsewhere, not in a document',
      });
    if (accountId !== place.accountId)
      throw new KmsException('NotFoundException', {
        text: `Key '${name}' does not exist`,
        detail: `This endpoint's keys are ${keyArn(place, '…')}.`,
        undocumented: 'which exception KMS gives for a key of another account',
      });
    id = rest;
  }
  if (name.startsWith('alias/')) throw noAlias(name);
  if (!uuid.test(id) && !mrk.test(id))
    throw new KmsException('NotFoundException', { text: `Invalid keyId '${id.slice(0, 256)}'` });
  const key = store.keys.get(id);
  if (key === undefined || (key.deletion !== undefined && key.deletion <= endpoint.now()))
    throw new KmsException('NotFoundException', { text: `Key '${keyArn(place, id)}' does not exist` });
  return key;
}

function noAlias(name: string): KmsException {
  return new KmsException('NotFoundException', {
    text: `Alias ${name.slice(0, 256)} is not found.`,
    detail: 'The import operations take a key id or key ARN; this endpoint has no aliases at all.',
  });
}

/** @throws KmsException `UnsupportedOperationException` (AWS KMS Developer Guide, "Key states", note 9) */
export function requireImported(endpoint: Endpoint, key: KeyRecord): void {
  if (key.origin === 'EXTERNAL') return;
  throw new KmsException('UnsupportedOperationException', {
    text: `${keyArn(endpoint.place, key.id)} origin is ${key.origin} which is not valid for this operation.`,
    detail:
      'Key material can be imported into a key that was created with Origin EXTERNAL; the origin cannot be changed.',
  });
}

/** @throws KmsException `KMSInvalidStateException` (AWS KMS Developer Guide, "Key states", notes 3 and 8) */
export function requireNotPendingDeletion(endpoint: Endpoint, key: KeyRecord): void {
  if (keyState(key, endpoint.now()) !== 'PendingDeletion') return;
  throw new KmsException('KMSInvalidStateException', {
    text: `${keyArn(endpoint.place, key.id)} is pending deletion.`,
  });
}
