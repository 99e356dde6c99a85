import type { Partition } from '../../tables/partitions.ts';

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
    region: partition === 'aws-cn' ? 'cn-north-1' : 'us-east-1',
    accountId: '111122223333',
  };
}

/** How the names of a partition's Regions begin (partitions.json of the AWS SDKs, `regionRegex`). All others lie in `aws`. */
const arnPartitions = {
  'cn-': 'aws-cn',
  'us-gov-': 'aws-us-gov',
  'us-iso-': 'aws-iso',
  'us-isob-': 'aws-iso-b',
  'eu-isoe-': 'aws-iso-e',
  'us-isof-': 'aws-iso-f',
  'eusc-': 'aws-eusc',
} as const;

/** The partition that stands in the ARNs of a Region. */
export function arnPartition(region: string): string {
  const [, partition = 'aws'] =
    Object.entries(arnPartitions).find(([prefix]) => region.startsWith(prefix)) ?? [];
  return partition;
}

/** The form of a Region's name (AWS KMS API Reference, ReplicateKey, `ReplicaRegion`). */
export const regionForm = /^(?:[a-z]+-){2,3}\d+$/;

const arn = (place: Place, resource: string) =>
  `arn:${arnPartition(place.region)}:kms:${place.region}:${place.accountId}:${resource}`;

export const keyArn = (place: Place, id: string) => arn(place, `key/${id}`);

/** @param name with its prefix `alias/` */
export const aliasArn = (place: Place, name: string) => arn(place, name);

/** AWS JSON 1.1 timestamps are seconds since 1970, with a fraction. */
export const seconds = (milliseconds: number) => milliseconds / 1000;
