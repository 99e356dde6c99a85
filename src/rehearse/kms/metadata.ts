import { keyArn, seconds, type Place } from '../model/place.ts';
import type { KeyRecord } from '../state/records.ts';
import type { Call } from './call.ts';
import { associated, deletionDate, existsIn, isHeld, keyState } from './key-state.ts';
import { usageAlgorithms } from './key-usage.ts';

/** The key material that encrypts, if there is one. */
export const currentMaterial = (key: KeyRecord) => key.materials.find(({ role }) => role === 'current');

/** Where the key is, and which of it is the primary. */
function multiRegionConfiguration(place: Place, key: KeyRecord, now: number): Record<string, unknown> {
  const entry = (region: string) => ({ Arn: keyArn({ ...place, region }, key.id), Region: region });
  return {
    MultiRegionKeyType: place.region === key.primaryRegion ? 'PRIMARY' : 'REPLICA',
    PrimaryKey: entry(key.primaryRegion),
    ReplicaKeys: Object.keys(key.regions)
      .filter((region) => region !== key.primaryRegion && existsIn(key, region, now))
      .map(entry),
  };
}

/** What KeyMetadata says of imported key material. */
function expiration(key: KeyRecord, region: string, now: number): Record<string, unknown> {
  const held = associated(key)
    .map(({ id }) => key.regions[region]?.held[id])
    .filter((one) => isHeld(one, now));
  if (key.origin !== 'EXTERNAL' || held.length === 0) return {};
  const validTo = held.flatMap((one) => one.validTo ?? []);
  return validTo.length === 0
    ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
    : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: seconds(Math.min(...validTo)) };
}

/** `KeyMetadata` of CreateKey, DescribeKey and ReplicateKey. Fields that don't apply are left out, as KMS does. */
export function keyMetadata({ place, now: clock }: Call, key: KeyRecord): Record<string, unknown> {
  const { region } = place;
  const here = key.regions[region];
  const now = clock();
  const state = keyState(key, region, now);
  const date = deletionDate(key, region, now);
  const current = currentMaterial(key);
  return {
    AWSAccountId: place.accountId,
    KeyId: key.id,
    Arn: keyArn(place, key.id),
    CreationDate: seconds(here?.created ?? 0),
    Enabled: state === 'Enabled',
    Description: here?.description ?? '',
    KeyUsage: key.keyUsage,
    KeyState: state,
    ...(date === undefined ? {} : { DeletionDate: seconds(date) }),
    ...(state === 'PendingReplicaDeletion' ? { PendingDeletionWindowInDays: here?.deletion?.days } : {}),
    Origin: key.origin,
    ...expiration(key, region, now),
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.keySpec,
    KeySpec: key.keySpec,
    ...usageAlgorithms(key.keySpec, key.keyUsage),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion ? { MultiRegionConfiguration: multiRegionConfiguration(place, key, now) } : {}),
    ...(key.keySpec === 'SYMMETRIC_DEFAULT' && current !== undefined
      ? { CurrentKeyMaterialId: current.id }
      : {}),
  };
}
