import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const page = readFileSync(join(import.meta.dirname, '../docs/reliability.md'), 'utf8');

/** The third cell of each row: file and words of a test's title, of several tests between semicolons. */
const named = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) => line.split(' | ').at(-1)?.replace(/ \|$/, '').trim() ?? '')
  .filter((cell) => cell !== 'test')
  .flatMap((cell) => cell.split('; '))
  .map((cell) => ({ file: cell.slice(0, cell.indexOf(': ')), words: cell.slice(cell.indexOf(': ') + 2) }));

it('every fault of docs/reliability.md has a test of the title that it names', () => {
  const missing = named.filter(({ file, words }) => {
    const path = join(import.meta.dirname, file);
    return !existsSync(path) || !readFileSync(path, 'utf8').includes(words);
  });
  expect(missing).toEqual([]);
  expect(named.length).toBeGreaterThan(50);
});

it('every file of test/faults stands in docs/reliability.md', () => {
  const files = readdirSync(join(import.meta.dirname, 'faults')).filter((name) => name.endsWith('.test.ts'));
  expect(files.filter((name) => !named.some(({ file }) => file === `faults/${name}`))).toEqual([]);
});
