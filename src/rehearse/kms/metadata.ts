import type { Partition } from '../../tables/partitions.ts';
import { usageAlgorithms } from './key-usage.ts';
import { keyState, materialsAt, type KeyRecord } from '../state/records.ts';

/** Where the keys pretend to be. */
export interface Place {
  readonly partition: Partition;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** AWS's own example account, in each partition's oldest Region. */
export function defaultPlace(partition: Partition): Place {
  return {
    partition,
    region: partition === 'aws-cn' ? 'cn-north-1' : 'us-east-1',
    accountId: '111122223333',
  };
}

export const keyArn = (place: Place, id: string) =>
  `arn:${place.partition}:kms:${place.region}:${place.accountId}:key/${id}`;

/** AWS JSON 1.1 timestamps are seconds since 1970, with a fraction. */
export const seconds = (milliseconds: number) => milliseconds / 1000;

/** `KeyMetadata` of CreateKey and DescribeKey. Fields that don't apply are left out, as KMS does. */
export function keyMetadata(place: Place, key: KeyRecord, now: number): Record<string, unknown> {
  const state = keyState(key, now);
  // Material that waits for a rotation is not yet "permanently associated", which is what these fields speak of.
  const associated = materialsAt(key, now).filter((material) => material.role === 'current');
  const present = associated.filter((material) => material.present);
  const [current] = associated;
  const validTo = present.flatMap((material) => material.validTo ?? []);
  const [oldest] = present;
  const arn = keyArn(place, key.id);
  return {
    AWSAccountId: place.accountId,
    KeyId: key.id,
    Arn: arn,
    CreationDate: seconds(key.created),
    Enabled: state === 'Enabled',
    Description: key.description,
    KeyUsage: key.keyUsage,
    KeyState: state,
    ...(key.deletion === undefined ? {} : { DeletionDate: seconds(key.deletion) }),
    ...(validTo.length === 0 ? {} : { ValidTo: seconds(Math.min(...validTo)) }),
    Origin: key.origin,
    ...(oldest === undefined ? {} : { ExpirationModel: oldest.expirationModel }),
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.keySpec,
    KeySpec: key.keySpec,
    ...usageAlgorithms(key.keySpec, key.keyUsage),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion
      ? {
          MultiRegionConfiguration: {
            MultiRegionKeyType: 'PRIMARY',
            PrimaryKey: { Arn: arn, Region: place.region },
            ReplicaKeys: [],
          },
        }
      : {}),
    ...(key.keySpec === 'SYMMETRIC_DEFAULT' && current !== undefined
      ? { CurrentKeyMaterialId: current.id }
      : {}),
  };
}
