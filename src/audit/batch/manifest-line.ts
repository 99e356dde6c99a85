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
type Line = { readonly [name in Field]?: unknown };

const refuse = (message: string, hint?: string) =>
  new KmsKeywrapError('ERR_MANIFEST', message, hint === undefined ? {} : { hint });

function parse(line: string): Line {
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

function textOf(line: Line, field: Field): string | undefined {
  const value = line[field];
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw refuse(`"${field}" is not a string, or empty`);
}

function need(line: Line, field: Field): string {
  const value = textOf(line, field);
  if (value === undefined) throw refuse(`"${field}" is missing`);
  return value;
}

function refuseMisspelt(name: string): void {
  if ((fields as readonly string[]).includes(name)) return;
  const near = fields.find((field) => distance(field, name) <= 2);
  if (near !== undefined) throw refuse(`unknown field ${JSON.stringify(name)}`, `did you mean "${near}"?`);
}

/**
 * Reads a line of a manifest. Fields that it does not know are let pass (other tools keep notes there), unless they
 * look like a misspelt one.
 * @throws KmsKeywrapError ERR_MANIFEST
 */
export function parseManifestLine(line: string): AuditTask {
  const given = parse(line);
  for (const name of Object.keys(given)) refuseMisspelt(name);
  const blob = need(given, 'blob');
  const wrappingAlgorithm = need(given, 'wrappingAlgorithm');
  const keySpec = need(given, 'keySpec');
  const partition = textOf(given, 'partition') ?? 'aws';
  const privateKey = textOf(given, 'privateKey');
  const path = privateKey ?? textOf(given, 'publicKey');
  const reference = textOf(given, 'reference');
  if (path === undefined) throw refuse('neither "privateKey" nor "publicKey" is given');
  if (!isWrappingAlgorithm(wrappingAlgorithm))
    throw refuse(`unknown wrapping algorithm ${JSON.stringify(wrappingAlgorithm)}`);
  if (!isKeySpec(keySpec)) throw refuse(`unknown key spec ${JSON.stringify(keySpec)}`);
  if (!isPartition(partition)) throw refuse(`unknown partition ${JSON.stringify(partition)}`);
  return {
    id: textOf(given, 'id') ?? blob,
    blob,
    key: { kind: privateKey === undefined ? 'public' : 'private', path },
    wrappingAlgorithm,
    keySpec,
    partition,
    ...(reference === undefined ? {} : { reference }),
  };
}

const isPartition = (name: string): name is Partition => (partitions as readonly string[]).includes(name);
