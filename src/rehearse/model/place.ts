import { homeRegion, partitionOfRegion, type Partition } from '../../tables/partitions.ts';

/** Where KMS keys pretend to be. */
export interface Place {
  /** Whose rules of key import hold. */
  readonly partition: Partition;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** AWS's own example account, in each partition's oldest Region. */
export function defaultPlace(partition: Partition): Place {
  return {
    partition,
    region: homeRegion(partition) ?? '',
    accountId: '111122223333',
  };
}

/** The form of a Region's name (AWS KMS API Reference, ReplicateKey, `ReplicaRegion`). */
export const regionForm = /^(?:[a-z]+-){2,3}\d+$/;

const arn = (place: Place, resource: string) =>
  `arn:${partitionOfRegion(place.region)}:kms:${place.region}:${place.accountId}:${resource}`;

export const keyArn = (place: Place, id: string) => arn(place, `key/${id}`);

/** @param name with its prefix `alias/` */
export const aliasArn = (place: Place, name: string) => arn(place, name);

/** AWS JSON 1.1 timestamps are seconds since 1970, with a fraction. */
export const seconds = (milliseconds: number) => milliseconds / 1000;
