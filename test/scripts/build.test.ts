import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { locked } from '../../scripts/build/lock.mjs';
import { root } from '../../scripts/build/inputs.mjs';
import '../built.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'kms-keywrap-build-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the build reads, and what it made, in a folder of its own. */
const copy = join(folder, 'copy');
for (const name of [
  'src',
  'scripts',
  'dist',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
])
  cpSync(join(root, name), join(copy, name), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

const script = `import { ensureBuilt, isFresh } from ${JSON.stringify(join(copy, 'scripts/build/inputs.mjs'))};
  console.log(isFresh());
  if (process.argv[1] === 'build') await ensureBuilt();`;
const isFresh = async () => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script]);
  return stdout.trim() === 'true';
};
const buildAgain = () => run(process.execPath, ['--input-type=module', '--eval', script, 'build']);

/** Changes a file of the copy for as long as `use` takes. */
async function changed(name: string, change: (text: string) => string, use: () => Promise<void>) {
  const path = join(copy, name);
  const text = readFileSync(path, 'utf8');
  expect(change(text)).not.toBe(text);
  writeFileSync(path, change(text));
  await use().finally(() => writeFileSync(path, text));
}

describe('dist/ is old', () => {
  it.each([
    ['a source, at the same length', 'src/version.ts', (text: string) => text.replace('0.1.0', '0.1.1')],
    ['the bundler', 'scripts/build/bundle.mjs', (text: string) => `${text}\n`],
    ['a stand-in', 'scripts/stand-ins/execa/v8.mjs', (text: string) => `${text}\n`],
    ['the lockfile', 'package-lock.json', (text: string) => text.replace('sha512-', 'sha512-A')],
  ])('when %s was changed', (_, name, change) =>
    changed(name, change, async () => expect(await isFresh()).toBe(false)),
  );

  it('not when a file was only touched', async () => {
    utimesSync(join(copy, 'src/version.ts'), new Date(), new Date());
    expect(await isFresh()).toBe(true);
  });

  it('and when a source does not compile, that is said and dist/ stays as it was', async () => {
    const before = readFileSync(join(copy, 'dist/.build.json'), 'utf8');
    await changed(
      'src/version.ts',
      (text) => text.replace("version = '0.1.0'", "version: number = '0.1.0'"),
      async () => {
        await expect(buildAgain()).rejects.toThrow(
          /dist\/ is older than src\/ and cannot be built[^]*error TS2322/,
        );
      },
    );
    expect(readFileSync(join(copy, 'dist/.build.json'), 'utf8')).toBe(before);
    expect(readdirSync(join(copy, '.cache'))).toEqual([]);
  });
});

describe('a lock', () => {
  const path = join(folder, 'a/lock');

  it('keeps two from working at once', async () => {
    let working = 0;
    const work = async () => {
      working += 1;
      await pause(20);
      expect(working).toBe(1);
      working -= 1;
    };
    await Promise.all([locked(path, work), locked(path, work), locked(path, work)]);
    expect(existsSync(path)).toBe(false);
  });

  it('of a process that is gone is taken over', async () => {
    const { stdout } = await run(process.execPath, ['--print', 'process.pid']);
    writeFileSync(path, stdout.trim());
    expect(await locked(path, async () => 'worked')).toBe('worked');
  });

  it('is given back when the work fails', async () => {
    await expect(locked(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });
});

it('tests name files of dist/ through test/built.ts alone, which builds them', () => {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !['built.ts', 'scripts/build.test.ts'].includes(name),
  );
  const naming = files.filter((name) =>
    /['"`/](?:\.\.\/)*dist\/(?!2020)/.test(
      readFileSync(join(root, 'test', name), 'utf8').replaceAll(/ajv\/dist\//g, ''),
    ),
  );
  expect(naming.filter((name) => name !== 'package.test.ts')).toEqual([]);
});
