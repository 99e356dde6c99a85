#!/usr/bin/env node
// @ts-check
// Writes docs/findings from the catalogue of the built package; a test holds what lies there against it.
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chalk } from 'zx';

const built = new URL('../dist/report/finding-page.js', import.meta.url);
/** @type {{ findingPages: () => ReadonlyMap<string, string> }} */
const { findingPages } = await import(built.href);
const folder = 'docs/findings';
const pages = findingPages();

await mkdir(folder, { recursive: true });
for (const name of await readdir(folder)) if (!pages.has(name)) await rm(join(folder, name));
for (const [name, text] of pages) await writeFile(join(folder, name), text);
console.log(chalk.green(`${pages.size} pages in ${folder}`));
