import { hashes, type HashName } from '../../tables/hashes.ts';
import { algorithmsInUse, type WrappingAlgorithmRow } from '../../tables/wrapping.ts';
import { generator, type VectorFile, type WrapGroup, type WrapTest } from '../vector.ts';
import { flagsOf, notes, type Flag } from './flags.ts';
import { rsaKeyFields, sm2KeyFields } from './keys.ts';
import type {
  AuditExpectations,
  Expectation,
  WycheproofFile,
  WycheproofGroup,
  WycheproofTest,
} from './types.ts';

const source = { name: generator.name, version: generator.version };

/** What differs from algorithm to algorithm: the file's head, and the fields of its groups. */
interface Shape {
  readonly type: WycheproofGroup['type'];
  readonly algorithm: string;
  readonly schema: string;
  readonly header: readonly string[];
  readonly fields: (group: WrapGroup) => Readonly<Record<string, unknown>>;
  /** Fields of a test beside those that every test has. */
  readonly test: (test: WrapTest) => Partial<WycheproofTest>;
}

const oaepFields = (hash: HashName) => ({ sha: hashes[hash].title, mgf: 'MGF1', mgfSha: hashes[hash].title });

function shapeOf(row: WrappingAlgorithmRow): { name: string; shape: Shape } {
  switch (row.scheme) {
    case 'rsaes-oaep':
      return {
        name: `rsa_oaep_${row.hash}_mgf1${row.hash}_key_import_test.json`,
        shape: {
          type: 'RsaesOaepDecrypt',
          algorithm: 'RSAES-OAEP',
          schema: 'rsaes_oaep_decrypt_schema_v1.json',
          header: [
            'Test vectors of type RsaesOaepDecrypt check decryption with OAEP.',
            'msg is key material: raw bytes of symmetric and HMAC keys, PKCS#8 DER of private keys.',
          ],
          fields: (group) => ({ ...rsaKeyFields(group), ...oaepFields(row.hash) }),
          test: () => ({ label: '' }),
        },
      };
    case 'rsa-aes-key-wrap':
      return {
        name: `rsa_aes_key_wrap_${row.hash}_test.json`,
        shape: {
          type: 'RsaAesKeyUnwrap',
          algorithm: 'RSA-AES-KEY-WRAP',
          schema: 'rsa_aes_key_unwrap_schema_v1.json',
          header: [
            'Test vectors of type RsaAesKeyUnwrap check the unwrapping of CKM_RSA_AES_KEY_WRAP of PKCS#11 v2.40: RSAES-OAEP of a fresh AES-256 key, then the key material under that key by RFC 5649.',
            'The first keySize / 8 bytes of ct are the RSA block; what follows is the key wrap with padding.',
          ],
          fields: (group) => ({ ...rsaKeyFields(group), ...oaepFields(row.hash), aesKeySize: 256 }),
          test: ({ kek, oaepSeed }) => ({
            ...(kek === undefined ? {} : { aesKey: kek }),
            ...(oaepSeed === undefined ? {} : { seed: oaepSeed }),
          }),
        },
      };
    case 'sm2pke':
      return {
        name: 'sm2_decrypt_test.json',
        shape: {
          type: 'Sm2Decrypt',
          algorithm: 'SM2',
          schema: 'sm2_decrypt_schema_v1.json',
          header: [
            'Test vectors of type Sm2Decrypt check SM2 public key decryption (GB/T 32918.4) of the ASN.1 form of GM/T 0009.',
            'ct is SEQUENCE { INTEGER x, INTEGER y, OCTET STRING hash (C3), OCTET STRING ciphertext (C2) } where (x, y) is C1.',
          ],
          fields: sm2KeyFields,
          test: ({ sm2K }) => (sm2K === undefined ? {} : { k: sm2K }),
        },
      };
    case 'rsaes-pkcs1-v1_5':
      throw new RangeError(`${row.name} is not in use`);
  }
}

const isFault = (test: WrapTest) => test.flags.includes('FaultInBlob');
/** Soundly wrapped, but the key material itself is at fault: nothing for who decrypts. */
const isOfMaterial = (test: WrapTest) => test.flags.includes('FaultInKeyMaterial');

/** Every group of an algorithm from all files, one for each key: sound blobs, then those whose fault is in the blob. */
function groupsOf({ name }: WrappingAlgorithmRow, files: Iterable<VectorFile>): WrapGroup[] {
  const groups = new Map<
    string,
    { readonly group: WrapGroup; readonly sound: WrapTest[]; readonly faults: WrapTest[] }
  >();
  for (const { testGroups } of files)
    for (const group of testGroups) {
      if (group.type !== 'Wrap' || group.wrappingAlgorithm !== name) continue;
      const { wrappingKeySpec } = group;
      const all = groups.get(wrappingKeySpec) ?? { group, sound: [], faults: [] };
      for (const test of group.tests)
        if (!isOfMaterial(test)) (isFault(test) ? all.faults : all.sound).push(test);
      groups.set(wrappingKeySpec, all);
    }
  return [...groups.values()]
    .map(({ group, sound, faults }) => ({ ...group, tests: [...sound, ...faults] }))
    .filter(({ tests }) => tests.length > 0)
    .sort((a, b) => a.wrappingKeySpec.localeCompare(b.wrappingKeySpec, 'en'));
}

function flagsOfTest(test: WrapTest, { scheme }: WrappingAlgorithmRow): readonly Flag[] {
  if (!isFault(test)) return ['Normal'];
  return flagsOf(test.findings, test.result === 'acceptable', scheme === 'sm2pke');
}

const expectationOf = ({ partition, keySpec, verdict, findings, oaepSeed }: WrapTest): Expectation => ({
  partition,
  keySpec,
  verdict,
  findings,
  ...(oaepSeed === undefined ? {} : { seed: oaepSeed }),
});

const commentOf = (test: WrapTest) =>
  isFault(test)
    ? test.comment.slice('faults/'.length).replaceAll('-', ' ')
    : `${test.keySpec} key material, partition ${test.partition}`;

/** The vectors of one algorithm as a Wycheproof file, with its name and the sidecar's part about it. */
function convert(algorithm: WrappingAlgorithmRow, files: Iterable<VectorFile>) {
  const { name, shape } = shapeOf(algorithm);
  const expectations: Record<string, Expectation> = {};
  const used = new Set<Flag>();
  let tcId = 0;
  const testGroups = groupsOf(algorithm, files).map((group): WycheproofGroup => ({
    type: shape.type,
    source,
    ...shape.fields(group),
    tests: group.tests.map((test): WycheproofTest => {
      const flags = flagsOfTest(test, algorithm);
      for (const flag of flags) used.add(flag);
      tcId += 1;
      expectations[tcId] = expectationOf(test);
      return {
        tcId,
        comment: commentOf(test),
        flags,
        msg: test.material,
        ...shape.test(test),
        ct: test.blob,
        result: test.result,
      };
    }),
  }));
  const file: WycheproofFile = {
    algorithm: shape.algorithm,
    schema: shape.schema,
    numberOfTests: tcId,
    header: shape.header,
    notes: Object.fromEntries(Object.entries(notes).filter(([flag]) => used.has(flag as Flag))),
    testGroups,
  };
  return { name, file, expectations };
}

/** `golden/vectors` in the form of C2SP/wycheproof: file name → content, and the sidecar of what an audit says. */
export function wycheproofFiles(vectors: ReadonlyMap<string, VectorFile>): {
  readonly files: ReadonlyMap<string, WycheproofFile>;
  readonly expectations: AuditExpectations;
} {
  const all = algorithmsInUse.map((algorithm) => ({
    wrappingAlgorithm: algorithm.name,
    ...convert(algorithm, vectors.values()),
  }));
  return {
    files: new Map(all.map(({ name, file }) => [name, file])),
    expectations: {
      schema: 'audit_expectations_schema_v1.json',
      files: Object.fromEntries(
        all.map(({ name, wrappingAlgorithm, expectations: tests }) => [name, { wrappingAlgorithm, tests }]),
      ),
    },
  };
}

/** The text of a file, indented as Wycheproof's are. */
export const wycheproofText = (content: WycheproofFile | AuditExpectations) =>
  `${JSON.stringify(content, null, 2)}\n`;
