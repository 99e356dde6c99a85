import { distance } from 'fastest-levenshtein';
import { KmsKeywrapError } from '../../errors.ts';
import { quotedName } from '../../shown-name.ts';
import { isKeySpec } from '../../tables/key-specs.ts';
import { partitionOf, type Partition } from '../../tables/partitions.ts';
import { isWrappingAlgorithm } from '../../tables/wrapping.ts';
import type { AuditTask } from './task.ts';

/** What a line may hold; `expect` is what fixtures note there, and may be anything. */
const fields = [
  'blob',
  'privateKey',
  'publicKey',
  'wrappingAlgorithm',
  'keySpec',
  'partition',
  'reference',
  'expectMac',
  'macMessage',
  'id',
  'expect',
] as const;
type Field = (typeof fields)[number];
type Line = { readonly [name in Exclude<Field, 'expect'>]?: string };

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
  Object.entries(value).forEach(checkField);
  return value;
}

function checkField([name, value]: [string, unknown]): void {
  if (!(fields as readonly string[]).includes(name)) refuseMisspelt(name);
  else if (name !== 'expect' && (typeof value !== 'string' || value === ''))
    throw refuse(`"${name}" is not a string, or empty`);
}

function refuseMisspelt(name: string): void {
  const near = fields.find((field) => distance(field, name) <= 2);
  if (near !== undefined) throw refuse(`unknown field ${quotedName(name)}`, `did you mean "${near}"?`);
}

function need(name: Field, value: string | undefined): string {
  if (value === undefined) throw refuse(`"${name}" is missing`);
  return value;
}

/** A name of KMS's, or the refusal of another. */
function known<Name extends string>(what: string, name: string, is: (name: string) => name is Name): Name {
  if (is(name)) return name;
  throw refuse(`unknown ${what} ${quotedName(name)}`);
}

/** The partition of that name, or the one that it follows. */
function partitionIn({ partition: name = 'aws' }: Line): Partition {
  const partition = partitionOf(name);
  if (partition !== undefined) return partition;
  throw refuse(`unknown partition ${quotedName(name)}`);
}

/** The private key where both are given. */
function keyOf({ privateKey, publicKey }: Line): AuditTask['key'] {
  if (privateKey !== undefined) return { kind: 'private', path: privateKey };
  if (publicKey !== undefined) return { kind: 'public', path: publicKey };
  throw refuse('neither "privateKey" nor "publicKey" is given');
}

/** A MAC and the message that it is of. */
function macOf({ expectMac, macMessage }: Line): Pick<AuditTask, 'mac'> {
  if (expectMac === undefined && macMessage === undefined) return {};
  return { mac: { value: need('expectMac', expectMac), message: need('macMessage', macMessage) } };
}

/**
 * Reads a line of a manifest. Fields that it does not know are let pass (other tools keep notes there), unless they
 * look like a misspelt one.
 * @throws KmsKeywrapError ERR_MANIFEST
 */
export function parseManifestLine(text: string): AuditTask {
  const line = parse(text);
  const blob = need('blob', line.blob);
  const wrappingAlgorithm = need('wrappingAlgorithm', line.wrappingAlgorithm);
  const keySpec = need('keySpec', line.keySpec);
  return {
    id: line.id ?? blob,
    blob,
    key: keyOf(line),
    wrappingAlgorithm: known('wrapping algorithm', wrappingAlgorithm, isWrappingAlgorithm),
    keySpec: known('key spec', keySpec, isKeySpec),
    partition: partitionIn(line),
    ...(line.reference === undefined ? {} : { reference: line.reference }),
    ...macOf(line),
  };
}
