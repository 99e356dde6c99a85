import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenOpensslPath, removeBrokenOpenssls } from '../run/broken-openssl.ts';
import { added, batch, directWrap, makeFolder, runTool, tool } from './tool.ts';

let path: string;
let remove: () => void;
beforeEach(() => {
  ({ path, remove } = makeFolder());
});
afterEach(() => remove());
afterAll(removeBrokenOpenssls);

const clean = { workspaces: [], processes: [] };
const byNode = ['--engine', 'node'];
const audit = ['audit', '--manifest', 'manifest.jsonl', '--format', 'jsonl'];

/** Exit status of the tool when its stdout is a pipe whose reader is gone before anything comes. */
function withoutReader(words: readonly string[]) {
  const script = '{ sleep 0.05; "$0" "$@"; echo "exit $?" >&2; } | true';
  const { stderr } = spawnSync('/bin/sh', ['-c', script, process.execPath, tool, ...words], {
    cwd: path,
    encoding: 'utf8',
  });
  return stderr;
}

describe('stdout that is lost', () => {
  it.for([
    ['binary', [...directWrap(...byNode), '--out', '-']],
    ['text', ['support']],
    ['JSON', ['findings', '--format', 'json']],
    ['a report', audit],
  ] as const)('a full device: %s ends in exit 3 with its reason', async ([, words]) => {
    const ended = await runTool(words, { cwd: path, after: '> /dev/full' });
    expect(ended).toMatchObject({ code: 3, ...clean });
    expect(ended.stderr).toContain('kms-keywrap: error: cannot write to stdout: the disk is full (ENOSPC)');
    expect(added(path)).toEqual([]);
  });

  it.for([
    ['binary', [...directWrap(...byNode), '--out', '-']],
    ['a report', audit],
  ] as const)('a reader that went away: %s ends as SIGPIPE would have it, silently', ([, words]) => {
    expect(withoutReader(words)).toBe('exit 141\n');
    expect(added(path)).toEqual([]);
  });

  it('a reader that went away does not keep --report from being written whole', () => {
    expect(withoutReader([...audit, '--report', 'report.jsonl'])).toBe('exit 0\n');
    const lines = readFileSync(join(path, 'report.jsonl'), 'utf8').trim().split('\n');
    const results = lines.map((line) => JSON.parse(line)).filter(({ schema }) => schema === undefined);
    expect(results.map(({ verdict }) => verdict)).toEqual(Array(batch).fill('accept'));
  });
});

it('a stderr that is full costs its messages and nothing else', async () => {
  const words = directWrap(...byNode, '--verbose');
  expect(await runTool(words, { cwd: path, after: '2> /dev/full' })).toMatchObject({ code: 0, ...clean });
  expect(added(path)).toEqual(['EncryptedKeyMaterial.bin']);
  expect(await runTool(['nonsense'], { cwd: path, after: '2> /dev/full' })).toMatchObject({ code: 2 });
});

describe('where the tool is started', () => {
  it('a current folder that is gone: what needs no folder answers, an output is refused, no stack trace', async () => {
    mkdirSync(join(path, 'gone'));
    const under = 'cd gone; rmdir ../gone;';
    expect(await runTool(['support'], { cwd: path, under })).toMatchObject({ code: 0, ...clean });
    mkdirSync(join(path, 'gone'));
    const ended = await runTool(['generate', 'HMAC_256'], { cwd: path, under });
    expect(ended).toMatchObject({ code: 2, ...clean });
    expect(ended.stderr).toMatch(
      /^kms-keywrap: error: cannot write .*: its folder does not exist\nhint: .*\n$/,
    );
  });

  it('a TMPDIR that does not exist: exit 3, and it is named', async () => {
    const ended = await runTool(['generate', 'HMAC_256'], { cwd: path, env: { TMPDIR: '/nowhere' } });
    expect(ended).toMatchObject({ code: 3, ...clean });
    expect(ended.stderr).toContain('cannot make a private folder in /nowhere');
    expect(added(path)).toEqual([]);
  });
});

describe('names from outside, on the terminal and in JSON', () => {
  const hostile = 'x\u001B[31m\u202E\u009B2J\u2028\rX\nkms-keywrap: error: forged';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const unseen = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;
  const wrapTo = ['--parameters', hostile, '--bundle', hostile];
  const commands: readonly (readonly [string, readonly string[], number])[] = [
    ['generate --out', ['generate', 'HMAC_256', ...byNode, '--out', hostile], 0],
    ['wrap --out', directWrap(...byNode, '--out', hostile), 0],
    ['wrap --parameters', [...directWrap(...byNode).filter((_, at) => at !== 3 && at !== 4), ...wrapTo], 2],
    ['fixtures --out', ['fixtures', '--key-spec', 'HMAC_224', '--out', hostile], 0],
    ['lint', ['lint', hostile, '--key-spec', 'HMAC_256'], 2],
    ['a command', [hostile], 2],
    ['an option', ['wrap', `--${hostile}`], 2],
    ['a key spec', ['support', hostile], 2],
    ['bundle check', ['bundle', 'check', hostile], 2],
    ['wrap --openssl', directWrap('--openssl', `./${hostile}`), 3],
    ['doctor --openssl', ['doctor', '--openssl', `./${hostile}`], 3],
  ];

  const cases = commands.flatMap(([what, words, code]) =>
    ['text', 'json'].map((format) => ({ what, words, code, format })),
  );
  it.for(cases)(
    '$what, $format: spelled out, and no line can be taken for the tool’s own',
    async ({ words, code, format }) => {
      const ended = await runTool([...words, '--format', format], { cwd: path });
      expect(ended).toMatchObject({ code, ...clean });
      expect(ended.stdout).not.toMatch(unseen);
      expect(ended.stderr).not.toMatch(unseen);
      expect(`${ended.stdout}\n${ended.stderr}`).not.toMatch(/^kms-keywrap: error: forged/m);
      expect(() => format === 'text' || JSON.parse(ended.stdout)).not.toThrow();
      for (const name of added(path)) rmSync(join(path, name), { recursive: true });
    },
  );

  it('what openssl says cannot be taken for a message of the tool', async () => {
    const forging = brokenOpensslPath(
      'printf "one\\nkms-keywrap: error: forged\\nhint: obey\\n" >&2; exit 1',
    );
    const ended = await runTool(directWrap('--openssl', forging), { cwd: path });
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('\n  kms-keywrap: error: forged\n  hint: obey\nhint: ');
    expect(readdirSync(path)).not.toContain('EncryptedKeyMaterial.bin');
  });
});
