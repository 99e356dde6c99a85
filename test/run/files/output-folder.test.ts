import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  checkOutputFolder,
  writeOutputFolder,
  type OutputFile,
} from '../../../src/run/files/output-folder.ts';
import { ownPrefix } from '../../../src/run/files/stale.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'output-folder-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const names = new Set(['top.txt', 'deep']);
const at = (path: string, force = false) => ({ path, what: 'a set', names, option: '--out', force });
const files = (text: string) =>
  new Map<string, OutputFile>([
    ['deep/er/file.bin', { content: text }],
    ['top.txt', { content: text, mode: 0o700 }],
  ]);
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'written',
    (error: unknown) => (error as { code?: string }).code,
  );

it('the folder is written whole, private, with nothing beside it', async () => {
  const path = join(dir, 'set');
  await writeOutputFolder(at(path), files('one'));
  expect(readdirSync(path, { recursive: true }).map(String).sort()).toEqual([
    'deep',
    'deep/er',
    'deep/er/file.bin',
    'top.txt',
  ]);
  expect(readFileSync(join(path, 'deep/er/file.bin'), 'utf8')).toBe('one');
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(statSync(join(path, 'deep/er/file.bin')).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, 'top.txt')).mode & 0o777).toBe(0o700);
  expect(readdirSync(dir)).toEqual(['set']);
});

it('an empty folder is taken, a full one only with force, and then nothing old is left in it', async () => {
  const path = join(dir, 'set');
  mkdirSync(path);
  await writeOutputFolder(at(path), files('one'));
  expect(await code(writeOutputFolder(at(path), files('two')))).toBe('ERR_OUTPUT_EXISTS');
  expect(readFileSync(join(path, 'top.txt'), 'utf8')).toBe('one');
  await writeOutputFolder(at(path, true), new Map([['top.txt', { content: 'two' }]]));
  expect(readdirSync(path)).toEqual(['top.txt']);
  expect(readdirSync(dir)).toEqual(['set']);
});

it('a folder that holds anything else is not replaced, not even with force', async () => {
  const path = join(dir, 'home');
  mkdirSync(path);
  writeFileSync(join(path, 'thesis.tex'), 'years of work');
  expect(await code(writeOutputFolder(at(path, true), files('one')))).toBe('ERR_OUTPUT_EXISTS');
  expect(readdirSync(path)).toEqual(['thesis.tex']);
});

it('a file, and a folder whose own folder is missing, are refused', async () => {
  writeFileSync(join(dir, 'file'), '');
  expect(await code(writeOutputFolder(at(join(dir, 'file'), true), files('one')))).toBe('ERR_OUTPUT_REFUSED');
  expect(await code(writeOutputFolder(at(join(dir, 'no/set')), files('one')))).toBe('ERR_OUTPUT_REFUSED');
  expect(readdirSync(dir)).toEqual(['file']);
});

it('when a file cannot be written, nothing is left', async () => {
  const clash = new Map<string, OutputFile>([
    ['deep', { content: 'a file' }],
    ['deep/er', { content: 'below it' }],
  ]);
  expect(await code(writeOutputFolder(at(join(dir, 'set')), clash))).toBe('ERR_OUTPUT_REFUSED');
  expect(readdirSync(dir)).toEqual([]);
});

it('of several that write one folder at once one wins, whole, and the others are refused', async () => {
  const path = join(dir, 'set');
  const codes = await Promise.all(
    ['one', 'two', 'three'].map((text) => code(writeOutputFolder(at(path), files(text)))),
  );
  expect(codes.map(String).sort()).toEqual(['ERR_OUTPUT_EXISTS', 'ERR_OUTPUT_EXISTS', 'written']);
  expect(readFileSync(join(path, 'top.txt'), 'utf8')).toBe(
    readFileSync(join(path, 'deep/er/file.bin'), 'utf8'),
  );
  expect(readdirSync(dir)).toEqual(['set']);
});

it('a folder does not go to stdout: - is refused, ./- is a name', () => {
  expect(() => checkOutputFolder(at('-'))).toThrow('a folder cannot be written to stdout');
  expect(() => checkOutputFolder(at('./-'))).not.toThrow();
});

it('an empty name does not mean the current folder', async () => {
  expect(await code(writeOutputFolder(at('', true), files('one')))).toBe('ERR_OUTPUT_REFUSED');
  expect(() => checkOutputFolder(at(''))).toThrow('its name is empty');
});

it('a place that cannot be written to is refused before anything is made', () => {
  writeFileSync(join(dir, 'file'), '');
  const refusal = (path: string) => {
    try {
      checkOutputFolder(at(path));
      return 'taken';
    } catch (error) {
      return String(error);
    }
  };
  expect(refusal(join(dir, 'file/set'))).toContain('file is not a folder');
  expect(refusal(join(dir, 'x'.repeat(300)))).toContain('its name is too long');
});

it('what a killed run had moved aside gets its name again, or goes when its place is taken', async () => {
  const { stdout } = spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' });
  const dead = `.${ownPrefix().replace(/-\d+-\d+-$/, `-${stdout.trim()}-1-`)}`;
  for (const name of [`${dead}0123456789ab`, `${dead}aside-lost`, `${dead}aside-kept`, 'kept']) {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, 'top.txt'), name);
  }
  await writeOutputFolder(at(join(dir, 'set')), files('one'));
  expect(readdirSync(dir).toSorted()).toEqual(['kept', 'lost', 'set']);
  expect(readFileSync(join(dir, 'lost/top.txt'), 'utf8')).toBe(`${dead}aside-lost`);
  expect(readFileSync(join(dir, 'kept/top.txt'), 'utf8')).toBe('kept');
});
