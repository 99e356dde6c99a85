#!/usr/bin/env node
// @ts-check
// Exports keys from the tokens that can be had, SoftHSM 2, NSS softoken and openCryptoki, as an operator would for KMS: checks that
// each does what the note in golden/exports says, and that the commands of `recipe --device` export what the device table says.
// hsm.mjs [NAME…] [--keep]: --keep writes the folder in golden/exports anew.
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diffLines } from 'diff';
import { $, argv } from 'zx';
import { Missing } from './debian.mjs';
import { writeSums } from './golden/sums.mjs';
import { auditExports, auditPrinted } from './hsm/judge.mjs';
import { pkcs11Folder } from './hsm/pkcs11.mjs';
import { makers } from './hsm/tokens.mjs';

$.verbose = false;
/** @typedef {keyof typeof makers} Name */

/** @param {string} expected @param {string} found */
function showDifference(expected, found) {
  for (const part of diffLines(expected, found))
    if (part.added || part.removed)
      process.stderr.write(part.value.replaceAll(/^(?=.)/gm, part.added ? '+ ' : '- '));
}

/** @param {Name} name @param {string} found folder @returns {Promise<boolean>} */
async function compareNotes(name, found) {
  const kept = path.join('golden/exports', name, 'note.json');
  if (!existsSync(kept)) return true;
  const [expected, text] = await Promise.all([
    readFile(kept, 'utf8'),
    readFile(path.join(found, 'note.json'), 'utf8'),
  ]);
  const versions = [expected, text].map((note) => JSON.parse(note).device.version);
  if (versions[0] !== versions[1]) {
    console.log(`the note is of version ${versions[0]}: what the token does is shown, not compared`);
    return true;
  }
  if (expected === text) return true;
  showDifference(expected, text);
  console.error(`the token does something else than ${kept} says; --keep writes it anew`);
  return false;
}

/** @param {Name} name @param {string} dir scratch folder of the token @returns {Promise<boolean>} whether all is as it should be */
async function runDevice(name, dir) {
  const maker = makers[name];
  const place = await maker.prepare(dir);
  await writeFile(path.join(dir, 'place.json'), JSON.stringify(place));
  const words = [...place.around, process.execPath, 'scripts/hsm/device.mjs', name, dir];
  const run = await $({ nothrow: true, quiet: true, env: { ...process.env, ...place.env } })`${words}`;
  if (run.exitCode !== 0) throw new Error(`${maker.title}: ${run.stderr}${run.stdout}`);
  const found = path.join(dir, 'exports');
  const cases = JSON.parse(await readFile(path.join(found, 'note.json'), 'utf8')).cases;
  const refused = cases.filter((/** @type {any} */ one) => 'refused' in one).length;
  console.log(
    `${maker.title} ${place.version}: ${cases.length - refused} exports, ${refused} refused by the token`,
  );
  const exports = await auditExports(found);
  if (exports.length > 0) {
    for (const [expected, text] of exports) showDifference(expected, text);
    console.error('the audit finds something else than what is to be found');
  }
  const printed = await auditPrinted(name, path.join(dir, 'printed'));
  for (const fault of printed.faults) console.error(fault);
  console.log(
    `${maker.title}: ${printed.right} combinations exported by the commands of recipe --device ${name}, ${printed.faults.length} at fault`,
  );
  if (argv['keep'] === true) {
    const kept = path.join('golden/exports', name);
    await rm(kept, { recursive: true, force: true });
    await cp(found, kept, { recursive: true });
    await writeSums();
  }
  const noted = await compareNotes(name, found);
  return exports.length === 0 && printed.faults.length === 0 && noted;
}

const names = /** @type {Name[]} */ (argv._.length > 0 ? argv._ : Object.keys(makers));
let skipped = 0;
try {
  await pkcs11Folder();
  for (const name of names) {
    const scratch = await mkdtemp(path.join(tmpdir(), 'kms-keywrap-hsm-'));
    try {
      if (!(await runDevice(name, scratch))) process.exitCode = 1;
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      console.error(`${name} is skipped: ${error.message}`);
      skipped += 1;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  console.error(error.message);
  process.exitCode = 3;
}
if (names.includes('softhsm2') && skipped < names.length) {
  const conform = await $({
    nothrow: true,
    quiet: true,
    env: { ...process.env, NO_COLOR: '1' },
  })`npx --no-install vitest run test/conform/pkcs11.test.ts`;
  console.log(`conform --pkcs11: ${/Tests +(.*)/.exec(conform.stdout)?.[1] ?? conform.stderr}`);
  if (conform.exitCode !== 0) process.exitCode = 1;
}
console.log(`${names.length - skipped} tokens run, ${skipped} skipped`);
if (skipped === names.length) process.exitCode = 3;
