// @ts-check
// The licences of what the command brings along: their terms ask that the text goes with every copy.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './inputs.mjs';

/** Folders of all packages that the package depends on at run time, of each version one. @returns {Promise<string[]>} */
async function productionFolders() {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(/** @type {Record<string, { dev?: boolean }>} */ (lock.packages))
    .filter(([folder, { dev }]) => folder !== '' && dev !== true && existsSync(join(root, folder)))
    .map(([folder]) => folder);
}

/** Name, version and licence of a package, and the text of the licence where the package has it. @param {string} folder */
async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const file = (await readdir(join(root, folder))).find((one) => /^(licen[cs]e|copying)/i.test(one));
  const text = file === undefined ? '' : `\n${(await readFile(join(root, folder, file), 'utf8')).trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}

/** One text for all of them, each once. */
export async function thirdPartyLicences() {
  const texts = new Set(await Promise.all((await productionFolders()).map(licenceOf)));
  const head = 'Parts of these packages stand in the files of this folder, under their own licences.\n';
  return [head, ...[...texts].toSorted()].join(`\n${'-'.repeat(80)}\n\n`);
}
