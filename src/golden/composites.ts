import { sm2ToDer } from '../crypto/sm2-ciphertext.ts';
import { sm2Encrypt } from '../crypto/sm2.ts';
import { wrapWith } from '../crypto/wrap.ts';
import { isRaw, keySpecRow } from '../tables/key-specs.ts';
import { allCombinations, combinationId, support, type Combination } from '../tables/support.ts';
import {
  algorithmsInUse,
  wrappingAlgorithmRow,
  wrappingKeySpecNames,
  type WrappingAlgorithm,
} from '../tables/wrapping.ts';
import { seededRandom } from '../samples/keys/seeded.ts';
import { isTestKeyName, testKey, testWrappingKey, type TestWrappingKey } from '../samples/keys/test-keys.ts';
import { generator, type VectorFile, type WrapGroup, type WrapTest } from './vector.ts';
import { hashes } from '../tables/hashes.ts';

const notes = {
  PubliclyKnownKey: {
    description:
      'The key material is published, as a test key or by these vectors, which an audit has to say: KMS would take it.',
    source: 'RFC 9500; RFC 9563; golden/keys/README.md',
  },
  Disputed: {
    description: "AWS's own pages disagree whether KMS supports this combination.",
    source: 'AWS KMS Developer Guide, Step 2 and Step 3 of importing key material',
  },
};

/** Seed of everything in the vectors that is not a published key. */
const seed = Buffer.from('kms-keywrap golden vectors');

/** Key material of a combination: a published private key, or seeded bytes of the due length. */
function materialOf({ keySpec, partition }: Combination): Buffer {
  const row = keySpecRow(keySpec);
  if (isRaw(row)) return seededRandom(seed, `material ${partition}/${keySpec}`)(row.bytes[partition]);
  if (isTestKeyName(keySpec)) return testKey(keySpec);
  throw new RangeError(`${keySpec} cannot be imported`);
}

type Made = Pick<WrapTest, 'kek' | 'oaepSeed' | 'sm2K' | 'blob'>;

function make(combination: Combination, material: Buffer, { key }: TestWrappingKey): Made {
  const random = seededRandom(seed, combinationId(combination));
  if (key.kind === 'sm2') {
    const k = random(32);
    const parts = sm2Encrypt(key.point, material, { k: BigInt(`0x${k.toString('hex')}`) });
    return { sm2K: k.toString('hex'), blob: sm2ToDer(parts).toString('hex') };
  }
  const row = wrappingAlgorithmRow(combination.wrappingAlgorithm);
  if (row.scheme !== 'rsaes-oaep' && row.scheme !== 'rsa-aes-key-wrap')
    throw new RangeError(`${row.name} is not in use`);
  const kek = row.scheme === 'rsa-aes-key-wrap' ? random(32) : undefined;
  const oaepSeed = random(hashes[row.hash].bytes);
  const input = { material, publicKey: key, wrappingAlgorithm: row };
  return {
    ...(kek === undefined ? {} : { kek: kek.toString('hex') }),
    oaepSeed: oaepSeed.toString('hex'),
    blob: wrapWith(input, kek === undefined ? { oaepSeed } : { oaepSeed, kek }).toString('hex'),
  };
}

function test(combination: Combination, tcId: number, wrappingKey: TestWrappingKey): WrapTest {
  const { partition, keySpec } = combination;
  const material = materialOf(combination);
  const disputed = support(combination).status === 'disputed';
  return {
    tcId,
    comment: combinationId(combination),
    flags: ['PubliclyKnownKey', ...(disputed ? ['Disputed'] : [])],
    partition,
    keySpec,
    material: material.toString('hex'),
    ...make(combination, material, wrappingKey),
    result: 'valid',
    verdict: 'reject',
    findings: [...(disputed ? (['combination-disputed'] as const) : []), 'material-known'],
    confirmedBy: [],
  };
}

/** Every combination that KMS supports or may take under one wrapping algorithm, each with one blob. */
function compositeFile(wrappingAlgorithm: WrappingAlgorithm): VectorFile {
  const combinations = [...allCombinations()].filter(
    (c) => c.wrappingAlgorithm === wrappingAlgorithm && support(c).status !== 'unsupported',
  );
  let tcId = 0;
  const groups = wrappingKeySpecNames.map((wrappingKeySpec): WrapGroup => {
    const wrappingKey = testWrappingKey(wrappingKeySpec);
    const members = combinations.filter((c) => c.wrappingKeySpec === wrappingKeySpec);
    return {
      type: 'Wrap',
      wrappingAlgorithm,
      wrappingKeySpec,
      privateKey: wrappingKey.privateKey.toString('hex'),
      publicKey: wrappingKey.publicKey.toString('hex'),
      tests: members.map((combination) => test(combination, ++tcId, wrappingKey)),
    };
  });
  const testGroups = groups.filter(({ tests }) => tests.length > 0);
  const flags = new Set(testGroups.flatMap(({ tests }) => tests.flatMap((each) => each.flags)));
  return {
    schema: 'kms-keywrap/golden-vectors/1',
    title: `Blobs under ${wrappingAlgorithm}`,
    generator,
    confirmations: {},
    notes: Object.fromEntries(Object.entries(notes).filter(([flag]) => flags.has(flag))),
    numberOfTests: tcId,
    testGroups,
  };
}

/** File name → content, for every wrapping algorithm in use. */
export function compositeFiles(): ReadonlyMap<string, VectorFile> {
  return new Map(algorithmsInUse.map(({ name }) => [`${name.toLowerCase()}.json`, compositeFile(name)]));
}
