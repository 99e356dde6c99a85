import { named, namesOf } from './named.ts';

interface PartitionFacts {
  /** Names that people give it: upper-case letters and digits alone. */
  readonly aliases: readonly string[];
}

/** AWS partitions in which KMS imports keys. `aws-cn` holds the China Regions. */
const rows = named({
  'aws': { aliases: [] },
  'aws-cn': { aliases: ['CN', 'CHINA'] },
} as const satisfies Record<string, PartitionFacts>);

export type Partition = keyof typeof rows;
export const partitions = namesOf(rows);

export const partitionRow = (name: Partition): PartitionFacts & { readonly name: Partition } => rows[name];

/** Where a name exists, in words that follow "exists" or "is offered"; undefined where that is in this partition too. */
export function existsOnly(existsIn: readonly Partition[], partition: Partition): string | undefined {
  if (existsIn.includes(partition)) return undefined;
  return partition === 'aws' ? 'in China Regions (aws-cn) only' : 'outside China Regions (aws-cn) only';
}
