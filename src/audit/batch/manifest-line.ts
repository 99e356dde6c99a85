import { distance } from 'fastest-levenshtein';
import { KmsKeywrapError } from '../../errors.ts';
import { isKeySpec } from '../../spec/key-specs.ts';
import { partitions, type Partition } from '../../spec/partitions.ts';
import { isWrappingAlgorithm } from '../../spec/wrapping.ts';
import type { AuditTask } from './task.ts';

const readFields = [
  'blob',
  'privateKey',
  'publicKey',
  'wrappingAlgorithm',
  'keySpec',
  'partition',
  'reference',
  'id',
] as const;
type Field = (typeof readFields)[number];

const isRead = (name: string): name is Field => (readFields as readonly string[]).includes(name);
/** What `fixtures` writes for those who check an auditor. */
const isIgnored = (name: string) => name === 'expect';

const refuse = (message: string, hint?: string) =>
  new KmsKeywrapError('ERR_MANIFEST', message, hint === undefined ? {} : { hint });

function parse(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuse('the line is not JSON', 'a manifest has one JSON object a line');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('the line is not a JSON object');
  return value as Record<string, unknown>;
}

const missing = (field: Field): never => {
  throw refuse(`"${field}" is missing`);
};

function textOf(field: Field, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw refuse(`"${field}" is not a string, or empty`);
}

function refuseMisspelt(name: string): void {
  const near = [...readFields, 'expect'].find((field) => distance(field, name) <= 2);
  if (near !== undefined) throw refuse(`unknown field ${JSON.stringify(name)}`, `did you mean "${near}"?`);
}

/**
 * Reads a line of a manifest. Fields that it does not know are let pass (other tools keep notes there), unless they
 * look like a misspelt one.
 * @throws KmsKeywrapError ERR_MANIFEST
 */
export function parseManifestLine(line: string): AuditTask {
  const given: { [name in Field]?: string } = {};
  for (const [name, value] of Object.entries(parse(line))) {
    if (isRead(name)) given[name] = textOf(name, value);
    else if (!isIgnored(name)) refuseMisspelt(name);
  }
  const { privateKey, publicKey, partition = 'aws', reference } = given;
  const blob = given.blob ?? missing('blob');
  const wrappingAlgorithm = given.wrappingAlgorithm ?? missing('wrappingAlgorithm');
  const keySpec = given.keySpec ?? missing('keySpec');
  const path = privateKey ?? publicKey;
  if (path === undefined) throw refuse('neither "privateKey" nor "publicKey" is given');
  if (!isWrappingAlgorithm(wrappingAlgorithm))
    throw refuse(`unknown wrapping algorithm ${JSON.stringify(wrappingAlgorithm)}`);
  if (!isKeySpec(keySpec)) throw refuse(`unknown key spec ${JSON.stringify(keySpec)}`);
  if (!isPartition(partition)) throw refuse(`unknown partition ${JSON.stringify(partition)}`);
  return {
    id: given.id ?? blob,
    blob,
    key: { kind: privateKey === undefined ? 'public' : 'private', path },
    wrappingAlgorithm,
    keySpec,
    partition,
    ...(reference === undefined ? {} : { reference }),
  };
}

const isPartition = (name: string): name is Partition => (partitions as readonly string[]).includes(name);
