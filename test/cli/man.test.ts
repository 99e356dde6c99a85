import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.ts';
import { manPage } from '../../src/cli/man.ts';

const file = join(import.meta.dirname, '../../man/kms-keywrap.1');

it('man/kms-keywrap.1 is what the tables of the command line give (npx vitest run test/cli/man.test.ts -u writes it)', async () => {
  await expect(await manPage()).toMatchFileSnapshot(file);
});

it('every command and every exit status stands in it', () => {
  const page = readFileSync(file, 'utf8').replaceAll('\\-', '-');
  for (const { name, summary } of commands) {
    expect(page).toContain(`.SS kms-keywrap ${name}`);
    expect(page).toContain(summary);
  }
  for (const status of ['0', '1', '2', '3', '130, 143']) expect(page).toContain(`.B ${status}\n`);
});

const hasMan = (() => {
  try {
    execFileSync('man', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

it.skipIf(!hasMan)('man renders it without a warning (skipped where man is not installed)', () => {
  const env = { ...process.env, MANROFFSEQ: '', MANWIDTH: '80', LC_ALL: 'C.UTF-8' };
  const { stdout, stderr } = spawnSync('man', ['--warnings', '-l', file], { env, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toContain('kms-keywrap generate <key-spec>');
});
