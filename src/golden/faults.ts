import { askedFixtures } from '../samples/fixtures/asked.ts';
import { faultyFixtures } from '../samples/fixtures/faulty.ts';
import type { UnjudgedFixture } from '../samples/fixtures/fixture.ts';
import { openingOf, verdictOn } from '../samples/fixtures/opening.ts';
import { generator, type VectorFile, type WrapGroup, type WrapTest } from './vector.ts';

const notes = {
  FaultInBlob: {
    description: 'Sound key material, and one thing wrong in how it was wrapped or what became of the file.',
  },
  FaultInKeyMaterial: {
    description:
      'Soundly wrapped: the blob opens, and one thing is wrong with the key material inside or with what was asked for.',
  },
  Lenient: {
    description:
      'Not the one encoding that the standard gives: bytes after the DER, a length longer than needed, a leading zero byte lost. Some implementations open it nevertheless.',
    source: 'ITU-T X.690, 10.1; GM/T 0009-2012, 7.2; RFC 8017, 7.1.2 step 1 b',
  },
};

const hex = (bytes: Buffer) => bytes.toString('hex');

function test(fixture: UnjudgedFixture, tcId: number): WrapTest {
  const { id, partition, keySpec, blob, keyMaterial, reference, expect } = fixture;
  const { result, inside } = openingOf(fixture);
  const flag = inside === undefined ? 'FaultInBlob' : 'FaultInKeyMaterial';
  return {
    tcId,
    comment: id,
    flags: result === 'acceptable' ? [flag, 'Lenient'] : [flag],
    partition,
    keySpec,
    material: hex(inside ?? keyMaterial),
    ...(reference === undefined ? {} : { reference: hex(reference) }),
    blob: hex(blob),
    result,
    verdict: verdictOn(fixture, inside),
    findings: expect,
    confirmedBy: [],
  };
}

/** One blob at least for every finding that a blob alone can show, and for every way to come by it. */
export function faultsFile(): VectorFile {
  const seed = Buffer.from('kms-keywrap golden faults');
  const groups = new Map<string, WrapGroup & { tests: WrapTest[] }>();
  let tcId = 0;
  for (const fixture of [...faultyFixtures(seed), ...askedFixtures(seed)]) {
    const { wrappingAlgorithm, wrappingKeySpec, privateKey, publicKey } = fixture;
    const name = `${wrappingAlgorithm}/${wrappingKeySpec}`;
    const group = groups.get(name) ?? {
      type: 'Wrap',
      wrappingAlgorithm,
      wrappingKeySpec,
      privateKey: hex(privateKey),
      publicKey: hex(publicKey),
      tests: [],
    };
    group.tests.push(test(fixture, 0));
    groups.set(name, group);
  }
  const testGroups = [...groups.values()].map((group) => ({
    ...group,
    tests: group.tests.map((each) => ({ ...each, tcId: ++tcId })),
  }));
  return {
    schema: 'kms-keywrap/golden-vectors/1',
    title: 'Blobs with one fault each',
    generator,
    confirmations: {},
    notes,
    numberOfTests: tcId,
    testGroups,
  };
}
