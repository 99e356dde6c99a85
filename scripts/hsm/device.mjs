#!/usr/bin/env node
// @ts-check
// device.mjs NAME FOLDER: everything that speaks to one token, as a process of its own in the surroundings that the token needs.
// Writes FOLDER/exports, and FOLDER/printed with what the commands that `recipe --device` prints have exported.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { exportAll, writeExports } from './exports.mjs';
import { loadPkcs11, pkcs11Folder } from './pkcs11.mjs';
import { runPrinted } from './printed.mjs';
import { openToken } from './session.mjs';
import { makers } from './tokens.mjs';

const [name = '', dir = ''] = process.argv.slice(2);
const maker = makers[/** @type {keyof typeof makers} */ (name)];
/** @type {import('./tokens.mjs').Place} */
const place = JSON.parse(await readFile(path.join(dir, 'place.json'), 'utf8'));
const pkcs11 = await loadPkcs11();
const token = openToken(pkcs11, place, maker);
const exports = await exportAll(pkcs11, token, { name: maker.title, version: place.version });
await writeExports(exports, path.join(dir, 'exports'));
await runPrinted(
  pkcs11,
  token,
  { device: name, place, bindingFolder: await pkcs11Folder() },
  path.join(dir, 'printed'),
);
process.exit(0);
