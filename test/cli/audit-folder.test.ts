import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { material, Place, writeWrappingKey } from './command.ts';

const place = new Place();
afterAll(() => place.remove());
writeWrappingKey(place);
const algorithm = ['--wrapping-algorithm', 'RSAES_OAEP_SHA_256'];
const asked = ['--private-key', 'private.der', ...algorithm, '--key-spec', 'SYMMETRIC_DEFAULT'];

interface Document {
  readonly results: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly findings: readonly { readonly id: string; readonly severity: string }[];
  }[];
}

async function audit(...args: string[]) {
  const { code, stdout, stderr } = await place.run(['audit', ...args, ...asked, '--format', 'json']);
  return { code, stderr, results: (JSON.parse(stdout.toString()) as Partial<Document>).results ?? [] };
}

beforeAll(async () => {
  for (const folder of ['exports', 'exports/below', 'keys', 'empty']) place.mkdir(folder);
  for (const name of ['a', 'b']) {
    place.write(`keys/${name}.key`, material());
    const wrap = ['wrap', '--in', `keys/${name}.key`, '--public-key', 'public.der', ...algorithm];
    const out = name === 'a' ? 'exports/a.bin' : 'exports/below/b.bin';
    await place.run([...wrap, '--engine', 'node', '--out', out]);
  }
});

describe('audit of folders and patterns', () => {
  it('a folder stands for the files in it and below it', async () => {
    const { code, results } = await audit('exports');
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['exports/a.bin', 'accept'],
      ['exports/below/b.bin', 'accept'],
    ]);
    expect(code).toBe(0);
  });

  it('a pattern that no shell expanded stands for the files that fit it', async () => {
    expect((await audit('exports/**/*.bin')).results).toHaveLength(2);
    expect((await audit('exports/*.bin')).results).toHaveLength(1);
  });

  it.each([
    ['empty', 'the folder empty contains no file'],
    ['exports/*.der', 'no file fits the pattern exports/*.der'],
  ])('%s: %s', async (name, message) => {
    const { code, stderr } = await audit(name);
    expect({ code, told: stderr.includes(message) }).toEqual({ code: 2, told: true });
  });

  it('--reference-dir holds each blob against the file of its name, whatever its ending', async () => {
    expect((await audit('exports', '--reference-dir', 'keys')).code).toBe(0);
    place.mkdir('swapped');
    execFileSync('cp', ['keys/a.key', 'swapped/b.key'], { cwd: place.folder });
    execFileSync('cp', ['keys/b.key', 'swapped/a.key'], { cwd: place.folder });
    const { code, results } = await audit('exports', '--reference-dir', 'swapped');
    expect(code).toBe(1);
    expect(results.map(({ findings }) => findings[0]?.id)).toEqual([
      'reference-mismatch',
      'reference-mismatch',
    ]);
    expect((await audit('exports', '--reference-dir', 'empty')).stderr).toContain(
      'empty holds no reference for exports/a.bin',
    );
  });
});

describe('--fail-on', () => {
  it('warning: a warning makes the exit status 1, which is 0 without', async () => {
    execFileSync('cp', ['exports/a.bin', 'twice.bin'], { cwd: place.folder });
    const twice = await audit('exports/a.bin', 'twice.bin');
    expect(twice.results.flatMap(({ findings }) => findings.map(({ severity }) => severity))).toEqual([
      'warning',
    ]);
    expect(twice.code).toBe(0);
    expect((await audit('exports/a.bin', 'twice.bin', '--fail-on', 'warning')).code).toBe(1);
    expect((await audit('exports', '--fail-on', 'warning')).code).toBe(0);
  });

  it('refuses any other word', async () => {
    expect((await audit('exports', '--fail-on', 'notice')).stderr).toContain('unknown --fail-on "notice"');
  });
});

it('writes several reports at once, and SARIF with names relative to --sarif-root', async () => {
  const ended = await place.run([
    'audit',
    'exports/a.bin',
    ...asked.slice(0, -1),
    'HMAC_512',
    '--report',
    'a.sarif',
    '--report',
    'a.md',
    '--sarif-root',
    'exports',
  ]);
  expect(ended.code).toBe(1);
  const { readFileSync } = await import('node:fs');
  expect(readFileSync(place.path('a.md'), 'utf8')).toContain('material-length');
  expect(readFileSync(place.path('a.sarif'), 'utf8')).toMatch(/"uri":"a\.bin","uriBaseId":"%SRCROOT%"/);
});
