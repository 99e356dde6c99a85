import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { exceptionStatus } from '../../src/rehearse/model/exceptions.ts';
import type { Field, Shape } from '../../src/rehearse/model/fields.ts';
import { absentOperations, operations } from '../../src/rehearse/operations/index.ts';

/*
 * The pinned SDK's own model, as its schemas give it: [3, namespace, name, traits, member names, member types, number of
 * required members, which come first].
 */
type Structure = readonly [3, string, string, unknown, readonly string[], readonly unknown[], number?];

const exported = sdk as unknown as Readonly<Record<string, unknown>>;
const structureOf = (name: string) => exported[`${name}$`] as Structure;
const operationNames = Object.keys(exported)
  .filter((name) => name.endsWith('Command') && name !== '$Command')
  .map((name) => name.slice(0, -'Command'.length));

/** What a member's type stands for: 0 string, 1 number, 2 boolean, 4 timestamp, 21 blob, 64 list of, 128 map of. */
function typeOf(schema: unknown): string {
  if (typeof schema === 'function') return typeOf((schema as () => unknown)());
  if (typeof schema === 'number') {
    const names: Readonly<Record<number, string>> = {
      0: 'string',
      1: 'integer',
      2: 'boolean',
      4: 'timestamp',
      21: 'blob',
      64: 'list',
      128: 'map',
    };
    return names[schema] ?? `type ${schema}`;
  }
  const parts = schema as readonly unknown[];
  if (typeof parts[0] !== 'number') return typeOf(parts[0]);
  return { 0: () => typeOf(parts[4]), 1: () => 'list', 3: () => 'structure' }[parts[0] as 0 | 1 | 3]();
}

/** The structure after a member, or after the members of a list; undefined of other types. */
function structureUnder(schema: unknown): Structure | undefined {
  if (typeof schema === 'function') return structureUnder((schema as () => unknown)());
  if (!Array.isArray(schema)) return undefined;
  if (typeof schema[0] !== 'number') return structureUnder(schema[0]);
  if (schema[0] === 3) return schema as unknown as Structure;
  return schema[0] === 1 ? structureUnder(schema[4]) : undefined;
}

const inner = (field: Field): Shape | undefined =>
  field.type === 'structure' ? field.fields : field.type === 'list' ? inner(field.of) : undefined;

/** Where a shape and a structure of the SDK differ. */
function differences(shape: Shape, [, , , , names, types, required = 0]: Structure): string[] {
  const surplus = Object.keys(shape).filter((name) => !names.includes(name));
  return [
    ...surplus.map((name) => `${name} is not in the model`),
    ...names.flatMap((name, at) => {
      const field = shape[name];
      if (field === undefined) return [`${name} is missing`];
      const found = [
        ...(typeOf(types[at]) === field.type ? [] : [`${name} is ${typeOf(types[at])}, not ${field.type}`]),
        ...((field.required ?? false) === at < required ? [] : [`${name}: required is ${at < required}`]),
      ];
      const after = structureUnder(types[at]);
      const fields = inner(field);
      if (after === undefined || fields === undefined) return found;
      // The model's structures inside of requests mark no members as required, but for those of Tag.
      return [...found, ...differences(fields, after).map((text) => `${name}.${text}`)];
    }),
  ];
}

/** The SDK's enum of each field that has one. */
const enums: Readonly<Record<string, string>> = {
  'ExpirationModel': 'ExpirationModelType',
  'ImportType': 'ImportType',
  'KeyUsage': 'KeyUsageType',
  'CustomerMasterKeySpec': 'CustomerMasterKeySpec',
  'KeySpec': 'KeySpec',
  'GenerateDataKey.KeySpec': 'DataKeySpec',
  'GenerateDataKeyWithoutPlaintext.KeySpec': 'DataKeySpec',
  'Origin': 'OriginType',
  'WrappingAlgorithm': 'AlgorithmSpec',
  'WrappingKeySpec': 'WrappingKeySpec',
  'EncryptionAlgorithm': 'EncryptionAlgorithmSpec',
  'SourceEncryptionAlgorithm': 'EncryptionAlgorithmSpec',
  'DestinationEncryptionAlgorithm': 'EncryptionAlgorithmSpec',
  'SigningAlgorithm': 'SigningAlgorithmSpec',
  'MacAlgorithm': 'MacAlgorithmSpec',
  'KeyAgreementAlgorithm': 'KeyAgreementAlgorithmSpec',
  'MessageType': 'MessageType',
  'KeyPairSpec': 'DataKeyPairSpec',
  'KeyEncryptionAlgorithm': 'KeyEncryptionMechanism',
  'DryRunModifiers': 'DryRunModifierType',
  'IncludeKeyMaterial': 'IncludeKeyMaterial',
  'Operations': 'GrantOperation',
};

/** Every field with values, with the operation and its own name. */
function* fieldsWithValues(shape: Shape): Generator<readonly [string, readonly string[]]> {
  for (const [name, field] of Object.entries(shape)) {
    const one = field.type === 'list' ? field.of : field;
    if (one.type === 'string' && one.values !== undefined) yield [name, one.values];
    const fields = inner(field);
    if (fields !== undefined) yield* fieldsWithValues(fields);
  }
}

describe('the endpoint against the model of the pinned AWS SDK', () => {
  it('every operation of the API is there, or is named as absent with its reason', () => {
    expect([...Object.keys(operations), ...Object.keys(absentOperations)].toSorted()).toEqual(
      operationNames.toSorted(),
    );
  });

  it.each(Object.entries(operations))(
    'the fields of %s, their types, and which are required',
    (name, { shape }) => {
      expect(differences(shape, structureOf(`${name}Request`))).toEqual([]);
    },
  );

  it('docs/ceremony.md names every operation, and how many there are', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/ceremony.md'), 'utf8');
    const section = page.slice(page.indexOf('## What the rehearsal is'));
    const listed: readonly string[] = section.match(/\b[A-Z][A-Za-z]+\b/g) ?? [];
    expect(Object.keys(operations).filter((name) => !listed.includes(name))).toEqual([]);
    expect(section).toContain(
      `${Object.keys(operations).length} of the ${operationNames.length} operations of the API`,
    );
  });

  it.each(Object.entries(operations))('the enums of %s', (name, { shape }) => {
    for (const [field, values] of fieldsWithValues(shape)) {
      const known = enums[`${name}.${field}`] ?? enums[field];
      expect([field, known]).toEqual([field, expect.any(String)]);
      const theirs = exported[known!] as Readonly<Record<string, string>>;
      expect([field, [...values].toSorted()]).toEqual([field, Object.values(theirs).toSorted()]);
    }
  });

  it('every exception is one of the API, or common to AWS JSON services', () => {
    const common = [
      'AccessDeniedException',
      'RequestEntityTooLargeException',
      'SerializationException',
      'UnknownOperationException',
      'ValidationException',
    ];
    const unknown = Object.keys(exceptionStatus).filter((name) => !(`${name}$` in exported));
    expect(unknown.toSorted()).toEqual(common);
  });
});
