// @ts-check
// What packages load for cases that do not occur in the command, and what stands in for it there. Each takes as long to
// load as a command takes to run. A stand-in is for its package alone: the same module elsewhere stays as it is.
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../stand-ins');

/** Modules by the package that loads them; each has a file of its last name in a folder of the package's name. */
export const standIns = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  yargs: ['string-width', 'assert'],
  execa: ['node:v8', 'human-signals', 'figures', 'pretty-ms'],
  poolifier: ['node:cluster'],
});

/** The package that a file belongs to. @param {string} file */
const packageOf = (file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];

/**
 * The file that stands in for a module where `importer` loads it, if one does.
 * @param {string} module
 * @param {string | undefined} importer
 */
export function standInFor(module, importer) {
  const owner = packageOf(importer ?? '');
  return owner !== undefined && standIns[owner]?.includes(module) === true
    ? join(folder, owner, `${module.replace('node:', '')}.mjs`)
    : undefined;
}

/** The same for rolldown. */
export const withStandIns = {
  name: 'stand-ins',
  /** @param {string} id @param {string | undefined} importer */
  resolveId(id, importer) {
    const file = standInFor(id, importer);
    return file === undefined ? null : { id: file, moduleSideEffects: false };
  },
};
