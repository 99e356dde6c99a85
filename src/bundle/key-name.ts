import { partitionOf, type Partition } from '../tables/partitions.ts';

/** A KMS key as its id or ARN names it. */
export interface KeyName {
  /** As it was given. */
  readonly given: string;
  readonly id: string;
  /** The partition of the ARN, or the one that it follows: `aws` for GovCloud, the European Sovereign Cloud and the like. */
  readonly partition?: Partition;
  readonly region?: string;
}

const idForm = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const arnForm = /^arn:(aws(?:-[a-z]{1,16}){0,3}):kms:([a-z0-9-]{1,32}):\d{12}:key\/(.{1,64})$/;

/** Reads a key id or key ARN; undefined for anything else, an alias too: the import operations take none. */
export function parseKeyName(given: string): KeyName | undefined {
  const [, name = '', region, id] = arnForm.exec(given) ?? [];
  if (id === undefined) return idForm.test(given) ? { given, id: given } : undefined;
  if (!idForm.test(id) || region === undefined) return undefined;
  const partition = partitionOf(name);
  return { given, id, region, ...(partition === undefined ? {} : { partition }) };
}

/** Whether two names can mean one key: a bare id fits every ARN that ends in it. */
export function sameKey(a: KeyName, b: KeyName): boolean {
  return a.id === b.id && (a.region === undefined || b.region === undefined || a.given === b.given);
}
