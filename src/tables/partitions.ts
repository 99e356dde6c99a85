import { named, namesOf } from './named.ts';

interface PartitionFacts {
  /** Names that people give it: upper-case letters and digits alone. */
  readonly aliases: readonly string[];
  /** How the names of its Regions begin (partitions.json of the AWS SDKs, `regionRegex`); absent for `aws`, which has all others. */
  readonly regions?: string;
  /** Its oldest Region. */
  readonly home: string;
}

/** AWS partitions in which KMS imports keys by rules of their own. `aws-cn` holds the China Regions. */
const rows = named({
  'aws': { aliases: [], home: 'us-east-1' },
  'aws-cn': { aliases: ['CN', 'CHINA'], regions: 'cn-', home: 'cn-north-1' },
} as const satisfies Record<string, PartitionFacts>);

export type Partition = keyof typeof rows;
export const partitions = namesOf(rows);

interface FollowerFacts extends PartitionFacts {
  readonly title: string;
  /** The partition whose key specs, wrapping algorithms and wrapping keys it has. */
  readonly follows: Partition;
}

/** Partitions of which the documents on importing key material say nothing of their own. Only their ARNs differ. */
const followers = named({
  'aws-us-gov': {
    title: 'AWS GovCloud (US)',
    follows: 'aws',
    aliases: ['GOVCLOUD', 'USGOV'],
    regions: 'us-gov-',
    home: 'us-gov-west-1',
  },
  'aws-iso': {
    title: 'AWS ISO (US)',
    follows: 'aws',
    aliases: [],
    regions: 'us-iso-',
    home: 'us-iso-east-1',
  },
  'aws-iso-b': {
    title: 'AWS ISOB (US)',
    follows: 'aws',
    aliases: [],
    regions: 'us-isob-',
    home: 'us-isob-east-1',
  },
  'aws-iso-e': {
    title: 'AWS ISOE (Europe)',
    follows: 'aws',
    aliases: [],
    regions: 'eu-isoe-',
    home: 'eu-isoe-west-1',
  },
  'aws-iso-f': {
    title: 'AWS ISOF',
    follows: 'aws',
    aliases: [],
    regions: 'us-isof-',
    home: 'us-isof-south-1',
  },
  'aws-eusc': {
    title: 'AWS European Sovereign Cloud',
    follows: 'aws',
    aliases: ['EUSC', 'SOVEREIGN'],
    regions: 'eusc-',
    home: 'eusc-de-east-1',
  },
} as const satisfies Record<string, FollowerFacts>);

type Follower = keyof typeof followers;
const isFollower = (name: string): name is Follower => Object.hasOwn(followers, name);

/** Every name that a partition can be given by. */
export const partitionNames: readonly (Partition | Follower)[] = [...partitions, ...namesOf(followers)];

/** Other names of the partitions. */
export const partitionAliases: readonly (PartitionFacts & { readonly name: string })[] = [
  ...Object.values(rows),
  ...Object.values(followers),
];

/** The partition whose rules hold where this name is used; undefined for a name that is not a partition. */
export const partitionOf = (name: string): Partition | undefined =>
  isFollower(name) ? followers[name].follows : partitions.find((known) => known === name);

/** What a user has to know who named a partition that follows another one. */
export function partitionNote(name: string): string | undefined {
  if (!isFollower(name)) return undefined;
  const { title, follows } = followers[name];
  return `partition ${name} (${title}) follows ${follows}: the same key specs, wrapping algorithms and wrapping keys`;
}

/** Where a name exists, in words that follow "exists" or "is offered"; undefined where that is in this partition too. */
export function existsOnly(existsIn: readonly Partition[], partition: Partition): string | undefined {
  if (existsIn.includes(partition)) return undefined;
  return partition === 'aws' ? 'in China Regions (aws-cn) only' : 'outside China Regions (aws-cn) only';
}

const everyRow: readonly (PartitionFacts & { readonly name: string })[] = partitionAliases;

/** The oldest Region of a partition, by any name of `partitionNames`; undefined for another name. */
export const homeRegion = (name: string): string | undefined =>
  everyRow.find((row) => row.name === name)?.home;

/** The partition that stands in the ARNs of a Region. */
export const partitionOfRegion = (region: string): string =>
  everyRow.find(({ regions }) => regions !== undefined && region.startsWith(regions))?.name ?? 'aws';
