#!/usr/bin/env node
// @ts-check
// Writes docs/findings, docs/services and docs/devices.md from the tables of the built package; tests hold what lies there against them.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chalk } from 'zx';

const built = (/** @type {string} */ name) => new URL(`../dist/report/${name}.js`, import.meta.url).href;
/** @type {{ findingPages: () => ReadonlyMap<string, string> }} */
const { findingPages } = await import(built('finding-page'));
/** @type {{ devicePage: () => string }} */
const { devicePage } = await import(built('device-page'));
/** @type {{ servicePages: () => ReadonlyMap<string, string> }} */
const { servicePages } = await import(built('service-page'));

/**
 * Writes a folder of pages, and removes what is not one of them.
 * @param {string} folder
 * @param {ReadonlyMap<string, string>} pages
 */
async function writePages(folder, pages) {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (!pages.has(name)) await rm(join(folder, name));
  for (const [name, text] of pages) await writeFile(join(folder, name), text);
  console.log(chalk.green(`${pages.size} pages in ${folder}`));
}

await writePages('docs/findings', findingPages());
await writePages('docs/services', servicePages());
await writeFile('docs/devices.md', devicePage());
console.log(chalk.green('docs/devices.md'));
