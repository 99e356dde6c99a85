// @ts-check
// Packages of npm that a script needs and the package does not: taken into .cache/, pinned and held by a lockfile of their own.
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { $ } from 'zx';
import { Missing } from './debian.mjs';

/**
 * Installs what the package.json of a folder names, unless it is there already.
 * @param {string} from folder with package.json and package-lock.json
 * @param {string} name of the folder in .cache
 * @param {Record<string, string>} [env]
 * @returns {Promise<string>} its absolute path; node_modules lies in it
 * @throws {Missing}
 */
export async function fetchPackages(from, name, env = {}) {
  const folder = path.resolve('.cache', name);
  const lock = await readFile(path.join(from, 'package-lock.json'), 'utf8');
  const before = await readFile(path.join(folder, 'installed.json'), 'utf8').catch(() => undefined);
  if (before === lock) return folder;
  await mkdir(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    await copyFile(path.join(from, file), path.join(folder, file));
  const npm = $({ cwd: folder, quiet: true, nothrow: true, env: { ...process.env, ...env } });
  const { exitCode, stdout, stderr } = await npm`npm ci --no-audit --no-fund --loglevel=error`;
  if (exitCode !== 0) throw new Missing(`npm could not install ${from}/package.json:\n${stdout}${stderr}`);
  await copyFile(path.join(folder, 'package-lock.json'), path.join(folder, 'installed.json'));
  return folder;
}
