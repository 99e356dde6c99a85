import { distance } from 'fastest-levenshtein';
import { KmsKeywrapError } from '../../errors.ts';
import { isKeySpec } from '../../spec/key-specs.ts';
import { partitions, type Partition } from '../../spec/partitions.ts';
import { isWrappingAlgorithm } from '../../spec/wrapping.ts';
import type { AuditTask } from './task.ts';

const fields = [
  'blob',
  'privateKey',
  'publicKey',
  'wrappingAlgorithm',
  'keySpec',
  'partition',
  'reference',
  'id',
  'expect',
] as const;
type Field = (typeof fields)[number];

const refuse = (message: string, hint?: string) =>
  new KmsKeywrapError('ERR_MANIFEST', message, hint === undefined ? {} : { hint });

function parse(line: string): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuse('the line is not JSON', 'a manifest has one JSON object a line');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('the line is not a JSON object');
  return value;
}

/**
 * Reads a line of a manifest. Fields that it does not know are let pass (other tools keep notes there), unless they
 * look like a misspelt one.
 * @throws KmsKeywrapError ERR_MANIFEST
 */
export function parseManifestLine(line: string): AuditTask {
  const object = parse(line);
  const read = (field: Field): string | undefined => {
    if (!Object.hasOwn(object, field)) return undefined;
    const value: unknown = Reflect.get(object, field);
    if (typeof value === 'string' && value !== '') return value;
    throw refuse(`"${field}" is not a string, or empty`);
  };
  const need = (field: Field): string => {
    const value = read(field);
    if (value === undefined) throw refuse(`"${field}" is missing`);
    return value;
  };
  for (const name of Object.keys(object)) {
    if ((fields as readonly string[]).includes(name)) continue;
    const near = fields.find((field) => distance(field, name) <= 2);
    if (near !== undefined) throw refuse(`unknown field ${JSON.stringify(name)}`, `did you mean "${near}"?`);
  }
  const blob = need('blob');
  const wrappingAlgorithm = need('wrappingAlgorithm');
  const keySpec = need('keySpec');
  const partition = read('partition') ?? 'aws';
  const privateKey = read('privateKey');
  const path = privateKey ?? read('publicKey');
  const reference = read('reference');
  if (path === undefined) throw refuse('neither "privateKey" nor "publicKey" is given');
  if (!isWrappingAlgorithm(wrappingAlgorithm))
    throw refuse(`unknown wrapping algorithm ${JSON.stringify(wrappingAlgorithm)}`);
  if (!isKeySpec(keySpec)) throw refuse(`unknown key spec ${JSON.stringify(keySpec)}`);
  if (!isPartition(partition)) throw refuse(`unknown partition ${JSON.stringify(partition)}`);
  return {
    id: read('id') ?? blob,
    blob,
    key: { kind: privateKey === undefined ? 'public' : 'private', path },
    wrappingAlgorithm,
    keySpec,
    partition,
    ...(reference === undefined ? {} : { reference }),
  };
}

const isPartition = (name: string): name is Partition => (partitions as readonly string[]).includes(name);
