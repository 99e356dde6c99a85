import { KmsException } from '../model/exceptions.ts';
import { aliasArn, keyArn } from '../model/place.ts';
import { partitionOfRegion } from '../../tables/partitions.ts';
import type { AliasRecord, KeyRecord, RegionalKey } from '../state/records.ts';
import type { Call } from './call.ts';
import { existsIn, keyState, requireState, type KeyState } from './key-state.ts';

/** A KMS key as the Region of a request has it. */
export interface Found {
  readonly key: KeyRecord;
  readonly here: RegionalKey;
  readonly arn: string;
  readonly state: KeyState;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const mrk = /^mrk-[0-9a-f]{32}$/;
const arnForm = /^arn:([a-z-]{1,32}):kms:([a-z0-9-]{1,32}):(\d{12}):(?:(alias\/.+)|key\/(.+))$/;

const shortened = (name: string) => name.slice(0, 256);

export const aliasId = (region: string, name: string) => `${region}/${name}`;

/** The alias of a Region, unless its key is gone: KMS deletes a key's aliases with it. */
export function liveAlias({ store, place, now }: Call, name: string): AliasRecord | undefined {
  const alias = store.aliases.get(aliasId(place.region, name));
  const key = alias && store.keys.get(alias.targetKeyId);
  return key !== undefined && existsIn(key, place.region, now()) ? alias : undefined;
}

function targetOf(call: Call, name: string): string {
  const alias = liveAlias(call, name);
  if (alias !== undefined) return alias.targetKeyId;
  throw new KmsException('NotFoundException', {
    text: `Alias ${aliasArn(call.place, shortened(name))} is not found.`,
  });
}

/** The resource of an ARN of this Region and account. @throws KmsException `InvalidArnException`, `NotFoundException` */
function resourceOf({ place }: Call, name: string): { alias?: string; id?: string } {
  const [, partition, region, accountId, alias, id] = arnForm.exec(name) ?? [];
  if (partition === undefined)
    throw new KmsException('InvalidArnException', { text: `Invalid arn ${shortened(name)}` });
  const mine = `This endpoint's keys are ${keyArn(place, '…')}.`;
  if (partition !== partitionOfRegion(place.region) || region !== place.region)
    throw new KmsException('NotFoundException', { text: `Invalid arn ${region}`, detail: mine });
  if (accountId !== place.accountId)
    throw new KmsException('NotFoundException', {
      text:
        alias === undefined
          ? `Key '${shortened(name)}' does not exist`
          : `Alias ${shortened(name)} is not found.`,
      detail: mine,
      undocumented: 'which exception KMS gives for a key of another account',
    });
  return alias === undefined ? { id: id ?? '' } : { alias };
}

/**
 * The key that a request names.
 * @param options.alias whether the operation takes an alias name or alias ARN too
 * @param options.states the key states that the operation takes
 * @throws KmsException `InvalidArnException`, `NotFoundException`, `DisabledException`, `KMSInvalidStateException`
 */
export function findKey(
  call: Call,
  name: string,
  {
    alias: takesAlias = false,
    states,
  }: { readonly alias?: boolean; readonly states?: readonly KeyState[] } = {},
): Found {
  const { place, store } = call;
  const { alias, id: named } = name.startsWith('arn:')
    ? resourceOf(call, name)
    : name.startsWith('alias/')
      ? { alias: name }
      : { id: name };
  if (alias !== undefined && !takesAlias)
    throw new KmsException('NotFoundException', {
      text: `Invalid keyId '${shortened(name)}'`,
      detail: `${call.operation} takes a key ID or key ARN, not an alias.`,
      undocumented: 'which exception KMS gives for it',
    });
  const id = alias === undefined ? (named ?? '') : targetOf(call, alias);
  if (!uuid.test(id) && !mrk.test(id))
    throw new KmsException('NotFoundException', { text: `Invalid keyId '${shortened(id)}'` });
  const key = store.keys.get(id);
  const here = key?.regions[place.region];
  const arn = keyArn(place, id);
  const now = call.now();
  if (key === undefined || here === undefined || !existsIn(key, place.region, now))
    throw new KmsException('NotFoundException', { text: `Key '${arn}' does not exist` });
  const state = keyState(key, place.region, now);
  if (states !== undefined) requireState(arn, state, states);
  return { key, here, arn, state };
}

/** The key's record with other values for this Region. */
export function withHere({ key }: Found, { place }: Call, here: RegionalKey): KeyRecord {
  return { ...key, regions: { ...key.regions, [place.region]: here } };
}

/** @throws KmsException `UnsupportedOperationException` (AWS KMS Developer Guide, "Key states", note 9) */
export function requireImported({ key, arn }: Found): void {
  if (key.origin === 'EXTERNAL') return;
  throw new KmsException('UnsupportedOperationException', {
    text: `${arn} origin is ${key.origin} which is not valid for this operation.`,
    detail:
      'Key material can be imported into a key that was created with Origin EXTERNAL; the origin cannot be changed.',
  });
}
