#!/usr/bin/env node
// @ts-check
// Installs the programs of others that tests run, where this is root on Debian: without them those tests are skipped, and say why.
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { installPackages, Missing } from './debian.mjs';

/** A file or a command that is there once the package is installed, by the package of Debian. */
const packages = {
  'bsdextrautils': 'hexdump',
  'fish': 'fish',
  'golang-go': 'go',
  'libbcprov-java': '/usr/share/java/bcprov.jar',
  'default-jdk-headless': 'javac',
  'libxml2-utils': 'xmllint',
  'man-db': 'man',
  'python3-cryptography': '/usr/lib/python3/dist-packages/cryptography',
  'shellcheck': 'shellcheck',
  'xxd': 'xxd',
  'zsh': 'zsh',
};

const folders = (process.env['PATH'] ?? '').split(delimiter);
/** @param {string} name */
const isThere = (name) =>
  name.startsWith('/') ? existsSync(name) : folders.some((folder) => existsSync(join(folder, name)));

const missing = Object.entries(packages).flatMap(([name, sign]) => (isThere(sign) ? [] : [name]));
if (missing.length > 0)
  try {
    await installPackages(missing, `tests that need ${missing.join(', ')} are skipped`);
  } catch (error) {
    // The tests run without, and count what they skip.
    if (!(error instanceof Missing)) throw error;
    console.log(error.message);
  }
