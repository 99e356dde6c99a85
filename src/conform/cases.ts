import { openingOf } from '../samples/fixtures/opening.ts';
import { readVectorFiles } from '../golden/files.ts';
import type { WrapGroup, WrapTest } from '../golden/vector.ts';
import { blobFaultsUnder } from '../samples/fixtures/faulty.ts';
import type { UnjudgedFixture } from '../samples/fixtures/fixture.ts';
import type { FindingId } from '../tables/findings/index.ts';
import { wrappingAlgorithmNames, wrappingAlgorithmRow, type WrappingAlgorithm } from '../tables/wrapping.ts';
import type { ConformResult, Due } from './result.ts';

/** A blob, the key to open it, and what has to come of it. */
export interface UnwrapCase extends Pick<
  ConformResult,
  'id' | 'partition' | 'keySpec' | 'wrappingAlgorithm' | 'wrappingKeySpec' | 'due' | 'fault'
> {
  readonly blob: Buffer;
  /** PKCS#8 DER. */
  readonly privateKey: Buffer;
  readonly material: Buffer;
}

/** Key material, the public key to wrap it under, and what an audit of the blob finds in any case. */
export interface WrapCase extends Omit<UnwrapCase, 'blob'> {
  /** SubjectPublicKeyInfo DER. */
  readonly publicKey: Buffer;
  readonly expect: readonly FindingId[];
}

/** Every wrapping algorithm in use. */
export const conformAlgorithms: readonly WrappingAlgorithm[] = wrappingAlgorithmNames.filter(
  (name) => wrappingAlgorithmRow(name).retired === undefined,
);

const dues = { valid: 'accept', invalid: 'reject', acceptable: 'either' } as const satisfies Record<
  WrapTest['result'],
  Due
>;
const bytes = (hex: string) => Buffer.from(hex, 'hex');

function* vectorsOf(
  algorithms: readonly WrappingAlgorithm[],
): Generator<{ id: string; group: WrapGroup; test: WrapTest }> {
  for (const [name, { testGroups }] of readVectorFiles())
    for (const group of testGroups) {
      if (group.type !== 'Wrap' || !algorithms.includes(group.wrappingAlgorithm)) continue;
      for (const test of group.tests)
        if (!test.flags.includes('FaultInKeyMaterial'))
          yield { id: `vectors/${name}/${test.tcId}`, group, test };
    }
}

function ofVector(
  id: string,
  { wrappingAlgorithm, wrappingKeySpec, privateKey }: WrapGroup,
  test: WrapTest,
): UnwrapCase {
  const { partition, keySpec, material, blob, result, findings } = test;
  const fault = test.flags.includes('FaultInBlob') ? findings[0] : undefined;
  return {
    id,
    partition,
    keySpec,
    wrappingAlgorithm,
    wrappingKeySpec,
    due: dues[result],
    ...(fault === undefined ? {} : { fault }),
    blob: bytes(blob),
    privateKey: bytes(privateKey),
    material: bytes(material),
  };
}

function ofFixture(fixture: UnjudgedFixture): UnwrapCase {
  const { id, partition, keySpec, wrappingAlgorithm, wrappingKeySpec, blob, privateKey, expect } = fixture;
  const { result, inside } = openingOf(fixture);
  const [fault] = expect;
  return {
    id,
    partition,
    keySpec,
    wrappingAlgorithm,
    wrappingKeySpec,
    due: dues[result],
    ...(fault === undefined || result === 'valid' ? {} : { fault }),
    blob,
    privateKey,
    material: inside ?? fixture.keyMaterial,
  };
}

/** Golden vectors and, made from the seed, every way to spoil a blob under each of the algorithms. */
export function unwrapCases(
  algorithms: readonly WrappingAlgorithm[],
  seed: Buffer,
  isWanted: (id: string) => boolean,
): UnwrapCase[] {
  return [
    ...[...vectorsOf(algorithms)]
      .filter(({ id }) => isWanted(id))
      .map(({ id, group, test }) => ofVector(id, group, test)),
    ...algorithms.flatMap((algorithm) => [...blobFaultsUnder(seed, algorithm, isWanted)].map(ofFixture)),
  ];
}

/**
 * The key material of every sound golden vector, to be wrapped anew; the first of each algorithm twice, because a wrapper
 * without randomness shows in nothing else.
 */
export function wrapCases(algorithms: readonly WrappingAlgorithm[]): WrapCase[] {
  const cases = soundCases(algorithms);
  const again = algorithms.flatMap((algorithm) =>
    cases.filter((one) => one.wrappingAlgorithm === algorithm).slice(0, 1),
  );
  return [...cases, ...again.map((one) => ({ ...one, id: `${one.id}/again` }))];
}

function soundCases(algorithms: readonly WrappingAlgorithm[]): WrapCase[] {
  return [...vectorsOf(algorithms)]
    .filter(({ test }) => !test.flags.includes('FaultInBlob'))
    .map(({ id, group, test }) => {
      const { blob: _, ...rest } = ofVector(id, group, test);
      return {
        ...rest,
        id: id.replace('vectors/', 'wrap/'),
        publicKey: bytes(group.publicKey),
        expect: test.findings,
      };
    });
}
