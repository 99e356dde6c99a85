import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

type Versions = Readonly<Record<string, string>>;
const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Versions>;
const direct = { ...manifest.dependencies, ...manifest.devDependencies };

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}
const lock = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

const rows = read('docs/dependencies.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(2, -2).split(' | '));

it('every direct dependency has one line in docs/dependencies.md, with purpose, reason, weight and state', () => {
  const named = rows.flatMap(([names = '']) => names.split(', ').map((name) => name.replaceAll('`', '')));
  expect(named.toSorted()).toEqual(Object.keys(direct).toSorted());
  expect(rows.filter((cells) => cells.length !== 5 || cells.some((cell) => cell.trim() === ''))).toEqual([]);
});

it('every direct dependency is pinned to the exact version that the lockfile has', () => {
  for (const [name, version] of Object.entries(direct))
    expect({ name, version }).toEqual({ name, version: lock.packages[`node_modules/${name}`]?.version });
});

it('every package of the lockfile has a SHA-512 integrity hash', () => {
  expect(locked.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))).toEqual([]);
  expect(locked.length).toBeGreaterThan(100);
});

it('nothing is optional, and nothing that a user installs has an install script: npm compiles nothing', () => {
  expect(manifest).not.toHaveProperty('optionalDependencies');
  const scripted = locked.filter(
    ([, { hasInstallScript, dev }]) => hasInstallScript === true && dev !== true,
  );
  expect(scripted).toEqual([]);
});

it.each(['scripts/hsm/binding'])('%s pins its packages and has a SHA-512 hash for each', (folder) => {
  const { dependencies } = JSON.parse(read(`${folder}/package.json`)) as { dependencies: Versions };
  const { packages } = JSON.parse(read(`${folder}/package-lock.json`)) as typeof lock;
  for (const [name, version] of Object.entries(dependencies))
    expect(packages[`node_modules/${name}`]?.version).toBe(version);
  const inside = Object.entries(packages).filter(([path]) => path !== '');
  expect(inside.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))).toEqual([]);
});
