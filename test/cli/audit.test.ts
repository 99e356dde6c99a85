import { constants, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { AuditResult } from '../../src/audit/result.ts';
import { ownSchema } from '../report/schemas.ts';
import { Place } from './command.ts';

const place = new Place();
afterAll(() => place.remove());
const inRoot = (name: string) => place.path(name);

/** Runs `audit` in the test's folder. */
async function auditOf(words: readonly string[], input?: Buffer) {
  const { code, stdout, stderr } = await place.run(['audit', ...words], input === undefined ? {} : { input });
  return { status: code, stdout: stdout.toString(), stderr };
}
const audit = (...words: string[]) => auditOf(words);

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const material = randomBytes(32);
const wrap = (bytes: Buffer, oaepHash = 'sha256') =>
  publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, bytes);

writeFileSync(inRoot('key.der'), privateKey.export({ format: 'der', type: 'pkcs8' }));
writeFileSync(inRoot('key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
writeFileSync(inRoot('public.der'), publicKey.export({ format: 'der', type: 'spki' }));
writeFileSync(inRoot('material.bin'), material);
writeFileSync(inRoot('good.bin'), wrap(material));
writeFileSync(inRoot('again.bin'), wrap(material));
writeFileSync(inRoot('sha1.bin'), wrap(material, 'sha1'));
mkdirSync(inRoot('batch'));
mkdirSync(inRoot('folder'));

const due = ['--wrapping-algorithm', 'RSAES_OAEP_SHA_256', '--key-spec', 'HMAC_256'];
const withKey = ['--private-key', 'key.der', ...due];

interface Report {
  readonly results: readonly AuditResult[];
  readonly summary: Readonly<Record<string, number>>;
}
const document = (stdout: string) => JSON.parse(stdout) as Report;

describe('one blob', () => {
  it('a sound one: exit 0, what was used is said', async () => {
    const { status, stdout, stderr } = await audit('good.bin', ...withKey);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'kms-keywrap: note: private key key.der: DER, RSA_2048\n',
    });
    expect(stdout).toContain('accept        good.bin (256 bytes)');
    expect(stdout).toContain('OAEP hash SHA-256, MGF1 hash SHA-256, empty label');
  });

  it('a wrong hash: exit 1, named with what was expected and found', async () => {
    const { status, stdout } = await audit('sha1.bin', ...withKey, '--format', 'json');
    expect(status).toBe(1);
    const { results } = document(stdout);
    expect(results[0]).toMatchObject({ verdict: 'reject', observed: { oaepHash: 'sha1', mgf1Hash: 'sha1' } });
    expect(results[0]?.findings.map(({ id }) => id)).toEqual(['oaep-hash']);
    expect(ownSchema('kms-keywrap/audit/1')(JSON.parse(stdout))).toEqual([]);
  });

  it('without the private key nothing is accepted: undetermined, exit 0', async () => {
    const { status, stdout } = await audit('sha1.bin', '--public-key', 'public.der', ...due);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^undetermined {2}sha1\.bin/);
  });

  it('PEM keys are taken and said; a blob may come from stdin', async () => {
    const { status, stdout, stderr } = await auditOf(
      ['-', '--private-key', 'key.pem', ...due],
      readFileSync(inRoot('good.bin')),
    );
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'kms-keywrap: note: private key key.pem: PEM, RSA_2048\n',
    });
    expect(stdout).toContain('accept        -');
  });

  it.each([
    ['no blob', [...withKey], 'no blob given'],
    ['no key', ['good.bin', ...due], 'neither --private-key nor --public-key'],
    [
      'both keys',
      ['good.bin', ...withKey, '--public-key', 'public.der'],
      'both --private-key and --public-key',
    ],
    [
      'no algorithm',
      ['good.bin', '--private-key', 'key.der', '--key-spec', 'HMAC_256'],
      '--wrapping-algorithm is missing',
    ],
    ['a missing blob', ['nope.bin', ...withKey], 'nope.bin'],
    ['an empty folder', ['folder', ...withKey], 'the folder folder contains no file'],
    ['a missing key', ['good.bin', '--private-key', 'nope', ...due], 'nope'],
    [
      'a public key for a private one',
      ['good.bin', '--private-key', 'public.der', ...due],
      'found an RSA public key',
    ],
    ['a missing reference', ['good.bin', ...withKey, '--reference', 'nope'], 'nope'],
    ['a manifest and a blob', ['good.bin', '--manifest', 'm.jsonl'], 'a manifest names the blobs'],
    ['a missing manifest', ['--manifest', 'nope.jsonl'], 'nope.jsonl'],
    ['a folder for a manifest', ['--manifest', 'folder'], 'it is a folder'],
    ['jobs 0', ['good.bin', ...withKey, '--jobs', '0'], '--jobs "0" is not a whole number'],
    ['an unknown format', ['good.bin', ...withKey, '--format', 'pdf'], 'unknown --format'],
  ])('%s: exit 2, said on stderr, nothing on stdout', async (_name, words, message) => {
    const { status, stdout, stderr } = await audit(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('kms-keywrap: error: ');
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});

describe('reference', () => {
  it('the plaintext that is inside is not a difference; another one is an error', async () => {
    expect((await audit('good.bin', ...withKey, '--reference', 'material.bin')).status).toBe(0);
    writeFileSync(inRoot('other.bin'), randomBytes(32));
    const { status, stdout } = await audit('good.bin', ...withKey, '--reference', 'other.bin');
    expect(status).toBe(1);
    expect(stdout).toContain('reference-mismatch');
  });

  it("an openssl-made blob beside the HSM's: differences are listed by layer", async () => {
    const same = await audit('good.bin', ...withKey, '--reference', 'again.bin');
    expect(same.status).toBe(0);
    expect(same.stdout).toContain('compared with the reference blob again.bin: no difference');
    const { stdout } = await audit('sha1.bin', ...withKey, '--reference', 'good.bin');
    expect(stdout).toMatch(/compared with the reference blob good\.bin:[^]*oaepHash sha1, mgf1Hash sha1/);
  });
});

describe('manifest', () => {
  const count = 60;
  const lines = Array.from({ length: count }, (_, at) => {
    writeFileSync(
      inRoot(`batch/${at}.bin`),
      wrap(at === 41 ? material : randomBytes(32), at % 20 === 7 ? 'sha1' : 'sha256'),
    );
    return {
      id: `n${at}`,
      blob: `${at}.bin`,
      privateKey: 'key.der',
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      keySpec: 'HMAC_256',
      expect: [] as string[],
    };
  });
  writeFileSync(inRoot('batch/key.der'), privateKey.export({ format: 'der', type: 'pkcs8' }));
  const texts = lines.map((line) => JSON.stringify(line));
  texts[10] = 'not json';
  texts[20] = JSON.stringify({ ...lines[20], blob: 'missing.bin' });
  texts[30] = JSON.stringify({ ...lines[30], blob: '../good.bin' });
  texts[50] = JSON.stringify({ ...lines[50], blob: '41.bin' });
  writeFileSync(inRoot('batch/manifest.jsonl'), `${texts.join('\n')}\n`);
  writeFileSync(inRoot('batch/sound.jsonl'), `${JSON.stringify(lines[0])}\n${JSON.stringify(lines[1])}\n`);
  const manifest = ['--manifest', 'batch/manifest.jsonl'];

  it.each(['1', '2', '5'])('results come in the order of the lines with --jobs %s', async (jobs) => {
    const { status, stdout, stderr } = await audit(...manifest, '--jobs', jobs, '--format', 'jsonl');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    const printed = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditResult);
    const results = printed.slice(0, lines.length);
    expect(printed.slice(lines.length)).toMatchObject([
      { line: 42, findings: [{ id: 'blob-duplicate', found: 'same bytes as line 51' }] },
    ]);
    expect(results.map(({ id }) => id)).toEqual(lines.map(({ id }, at) => (at === 10 ? 'line 11' : id)));
    expect(results.flatMap(({ status: seen }, at) => (seen === 'unreadable' ? [at] : []))).toEqual([
      10, 20, 30,
    ]);
    expect(results[20]?.error).toContain('there is no such file');
    expect(results[30]?.error).toContain("outside of the manifest's folder");
    expect(results[50]?.findings).toMatchObject([{ id: 'blob-duplicate', found: 'same bytes as line 42' }]);
    for (const at of [7, 27, 47]) expect(results[at]?.findings.map(({ id }) => id)).toEqual(['oaep-hash']);
  });

  it('the json document fits its schema and counts every line', async () => {
    const { stdout } = await audit(...manifest, '--format', 'json');
    expect(ownSchema('kms-keywrap/audit/1')(JSON.parse(stdout))).toEqual([]);
    expect(document(stdout).summary).toEqual({
      accept: count - 6,
      reject: 3,
      undetermined: 0,
      unreadable: 3,
    });
  });

  it('--allow-outside lets it name any file', async () => {
    const { stdout } = await audit(...manifest, '--allow-outside', '--format', 'json');
    expect(document(stdout).results[30]).toMatchObject({ status: 'examined', verdict: 'accept' });
  });

  it('unreadable lines alone end in 2, a sound batch in 0; the manifest may come from stdin', async () => {
    writeFileSync(inRoot('batch/gone.jsonl'), `${texts[0]}\n${texts[20]}\n`);
    expect((await audit('--manifest', 'batch/gone.jsonl')).status).toBe(2);
    const sound = await auditOf(
      ['--manifest', '-'],
      Buffer.from(
        readFileSync(inRoot('batch/sound.jsonl'), 'utf8').replaceAll(/"(\w+\.(bin|der))"/g, '"batch/$1"'),
      ),
    );
    expect(sound.status).toBe(0);
    expect(sound.stdout).toBe(
      'accept        batch/0.bin [n0] (256 bytes)\naccept        batch/1.bin [n1] (256 bytes)\n\n2 accept, 0 reject, 0 undetermined, 0 unreadable\n',
    );
  });
});

describe('--report', () => {
  it('the report is written whole beside the text, in the format of its ending, and not over another file', async () => {
    const { status, stdout } = await audit('sha1.bin', ...withKey, '--report', 'report.sarif');
    expect(status).toBe(1);
    expect(stdout).toContain('oaep-hash');
    expect(JSON.parse(readFileSync(inRoot('report.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    const again = await audit('sha1.bin', ...withKey, '--report', 'report.sarif');
    expect(again.status).toBe(2);
    expect(again.stdout).toBe('');
    expect((await audit('sha1.bin', ...withKey, '--report', 'report.sarif', '--force')).status).toBe(1);
    const blob = readFileSync(inRoot('good.bin'));
    expect((await audit('good.bin', ...withKey, '--report', 'good.bin', '--force')).status).toBe(2);
    expect(readFileSync(inRoot('good.bin')).equals(blob)).toBe(true);
  });

  it('a report in a folder that is not there: exit 2, nothing written', async () => {
    expect((await audit('good.bin', ...withKey, '--report', 'nowhere/report.html')).status).toBe(2);
    expect(existsSync(inRoot('nowhere'))).toBe(false);
  });
});
