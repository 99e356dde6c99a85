import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { acvpFiles } from '../../src/golden/acvp.ts';
import { readVectorFiles } from '../../src/golden/files.ts';
import type { AuditExpectations, WycheproofFile } from '../../src/golden/wycheproof/types.ts';
import { wycheproofFiles, wycheproofText } from '../../src/golden/wycheproof/files.ts';

const root = path.join(import.meta.dirname, '../../golden');
const folder = path.join(root, 'wycheproof');
const vectors = readVectorFiles(path.join(root, 'vectors'));
const names = readdirSync(folder).filter((name) => name.endsWith('_test.json'));
const text = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const parsed = (name: string) => JSON.parse(text(name)) as WycheproofFile;
const testsOf = (file: WycheproofFile) => file.testGroups.flatMap(({ tests }) => tests);
const sidecar = JSON.parse(text('audit_expectations.json')) as AuditExpectations;

const isHex = (value: string) => /^(?:[0-9a-f]{2})*$/.test(value);
const isPem = (value: string) =>
  /^-----BEGIN PRIVATE KEY-----\n[\w+/=\n]+-----END PRIVATE KEY-----\n$/.test(value);

/** Wycheproof's schemas beside ours, with the formats that its vectorlint checks. */
function validators(): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: false });
  for (const format of ['HexBytes', 'BigInt', 'Der', 'Asn', 'Hex']) ajv.addFormat(format, isHex);
  ajv.addFormat('Pem', isPem);
  for (const from of [path.join(import.meta.dirname, 'schemas'), path.join(folder, 'schemas')])
    for (const name of readdirSync(from).filter((each) => each.endsWith('.json')))
      ajv.addSchema(JSON.parse(readFileSync(path.join(from, name), 'utf8')) as object, name);
  return ajv;
}

const ajv = validators();
const errorsOf = (schema: string, content: unknown) =>
  ajv.validate(schema, content) ? [] : (ajv.errors ?? []);

describe('golden/wycheproof', () => {
  it('is made from golden/vectors by one script and is what that makes today', () => {
    const made = wycheproofFiles(vectors);
    expect(names.sort()).toEqual([...made.files.keys()].sort());
    for (const [name, file] of made.files) expect(text(name) === wycheproofText(file), name).toBe(true);
    expect(text('audit_expectations.json') === wycheproofText(made.expectations)).toBe(true);
  });

  it.each(names)('%s fits the schema that it names; OAEP has one of Wycheproof’s own', (name) => {
    const file = parsed(name);
    expect(file.schema === 'rsaes_oaep_decrypt_schema_v1.json').toBe(name.startsWith('rsa_oaep'));
    expect(errorsOf(file.schema, file)).toEqual([]);
  });

  it.each(names)('%s with an unknown field, or text where hexadecimal is expected, does not fit', (name) => {
    const [unknown, words] = [parsed(name), parsed(name)];
    Object.assign(testsOf(unknown)[0] ?? {}, { colour: 'blue' });
    Object.assign(testsOf(words)[0] ?? {}, { msg: 'secret' });
    expect(errorsOf(unknown.schema, unknown)).not.toEqual([]);
    expect(errorsOf(words.schema, words)).not.toEqual([]);
  });

  it.each(names)('%s: one group type, unique tcIds, counted, and every flag explained and used', (name) => {
    const file = parsed(name);
    expect(new Set(file.testGroups.map(({ type }) => type)).size).toBe(1);
    const ids = testsOf(file).map(({ tcId }) => tcId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(file.numberOfTests).toBe(ids.length);
    const flags = new Set(testsOf(file).flatMap((test) => test.flags));
    expect([...flags].sort()).toEqual(Object.keys(file.notes).sort());
  });

  it('holds every sound blob and every fault of a blob, and no fault of the key material', () => {
    const all = names.flatMap((name) => testsOf(parsed(name)));
    const taken = (flag: string) =>
      [...vectors.values()]
        .flatMap(({ testGroups }) => testGroups)
        .flatMap((group) => (group.type === 'Wrap' ? group.tests : []))
        .filter(({ flags }) => flags.includes(flag)).length;
    expect(taken('FaultInBlob')).toBeGreaterThanOrEqual(114);
    expect(all.filter(({ flags }) => !flags.includes('Normal'))).toHaveLength(taken('FaultInBlob'));
    expect(all.filter(({ flags }) => flags.includes('Normal'))).toHaveLength(taken('PubliclyKnownKey'));
  });

  it('says in the sidecar what an audit finds in each test, by tcId', () => {
    expect(errorsOf(sidecar.schema, sidecar)).toEqual([]);
    expect(Object.keys(sidecar.files).sort()).toEqual(names.sort());
    for (const name of names) {
      const ids = testsOf(parsed(name)).map(({ tcId }) => String(tcId));
      expect(Object.keys(sidecar.files[name]?.tests ?? {})).toEqual(ids);
    }
    const { seed: _, ...first } = sidecar.files['rsa_aes_key_wrap_sha1_test.json']?.tests['1'] ?? {};
    expect(first).toMatchObject({ partition: 'aws', keySpec: 'SYMMETRIC_DEFAULT', verdict: 'reject' });
  });
});

describe('golden/acvp', () => {
  it('is what golden/vectors gives today', () => {
    for (const [name, content] of acvpFiles(vectors))
      expect(readFileSync(path.join(root, 'acvp', name), 'utf8') === content, name).toBe(true);
  });

  it('has an expected result for each question, and none of the answers in the prompt', () => {
    type Acvp = { testGroups: { tgId: number; direction?: string; tests: Record<string, unknown>[] }[] };
    const [prompt, expected] = ['aes_kwp_prompt.json', 'aes_kwp_expected_results.json'].map(
      (name) => JSON.parse(readFileSync(path.join(root, 'acvp', name), 'utf8')) as Acvp,
    );
    const ids = (file?: Acvp) =>
      file?.testGroups.map(({ tgId, tests }) => [tgId, tests.map((test) => test['tcId'])]);
    expect(ids(prompt)).toEqual(ids(expected));
    for (const { direction, tests } of prompt?.testGroups ?? [])
      for (const test of tests)
        expect(Object.keys(test)).toEqual(['tcId', 'key', direction === 'encrypt' ? 'pt' : 'ct']);
    const refused = expected?.testGroups
      .flatMap(({ tests }) => tests)
      .filter((test) => test['testPassed'] === false);
    expect(refused?.length).toBeGreaterThan(10);
  });
});

const jar = '/usr/share/java/bcprov.jar';
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

/** Readers that need this folder alone; `skips`: tests that the language's library cannot do. */
const readers = [
  { file: 'reader.py', command: [python], probe: [python, '-c', 'import cryptography'], skips: 0 },
  {
    file: 'Reader.java',
    command: ['java', '-cp', jar],
    probe: ['javac', '-version'],
    skips: existsSync(jar) ? 0 : parsed('sm2_decrypt_test.json').numberOfTests,
  },
  {
    file: 'reader.go',
    command: ['go', 'run'],
    probe: ['go', 'version'],
    skips: parsed('sm2_decrypt_test.json').numberOfTests,
  },
];

const scratch = mkdtempSync(path.join(tmpdir(), 'kms-keywrap-readers-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function run([program = '', ...words]: readonly string[]) {
  const options = {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, GOCACHE: `${scratch}/go` },
  } as const;
  try {
    return { status: 0, stdout: execFileSync(program, words, options) };
  } catch (error) {
    const { status, stdout } = error as { status?: number; stdout?: string };
    return { status: status ?? 127, stdout: stdout ?? '' };
  }
}

describe.each(readers)('a reader in another language needs nothing but the files: $file', (reader) => {
  const file = path.join(folder, 'readers', reader.file);
  const there = run(reader.probe).status === 0;
  const lastLine = (stdout: string) => stdout.trim().split('\n').at(-1);

  it('has at most 60 lines', () => {
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });

  it.skipIf(!there)(`passes every test (needs ${reader.probe[0]})`, { timeout: 120_000 }, () => {
    const total = names.reduce((sum, name) => sum + parsed(name).numberOfTests, 0);
    const { status, stdout } = run([
      ...reader.command,
      file,
      ...names.map((name) => path.join(folder, name)),
    ]);
    expect(lastLine(stdout)).toMatch(
      reader.skips === 0
        ? new RegExp(`^${total} passed, 0 failed`)
        : new RegExp(`^${total - reader.skips} passed, 0 failed, ${reader.skips} skipped`),
    );
    expect(status).toBe(0);
  });

  it.skipIf(!there)('fails one whose expected bytes are wrong', { timeout: 120_000 }, () => {
    const altered = parsed('rsa_aes_key_wrap_sha1_test.json');
    Object.assign(testsOf(altered)[0] ?? {}, { msg: '00' });
    const at = path.join(scratch, `${reader.file}.json`);
    writeFileSync(at, wycheproofText(altered));
    const { status, stdout } = run([...reader.command, file, at]);
    expect(status).toBe(1);
    expect(lastLine(stdout)).toContain(`${altered.numberOfTests - 1} passed, 1 failed`);
  });
});
