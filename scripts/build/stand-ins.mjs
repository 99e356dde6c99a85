// @ts-check
// What packages load for cases that do not occur in the command, and what stands in for it there. Each takes as long to
// load as a command takes to run. A stand-in is for its package alone: the same module elsewhere stays as it is.
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../stand-ins');

/** Modules by the package that loads them; each has a file of its last name in a folder of the package's name. */
export const standIns = /** @type {Readonly<Record<string, readonly string[]>>} */ ({
  yargs: ['string-width', 'assert'],
  execa: ['node:v8', 'human-signals', 'figures', 'pretty-ms'],
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

const modules = new Set(Object.values(standIns).flat());

/** The same for rolldown, which asks for these modules alone. */
export const withStandIns = {
  name: 'stand-ins',
  resolveId: {
    filter: { id: new RegExp(`^(?:${[...modules].join('|')})$`) },
    /** @param {string} id @param {string | undefined} importer */
    handler(id, importer) {
      const file = standInFor(id, importer);
      return file === undefined ? null : { id: file, moduleSideEffects: false };
    },
  },
};
