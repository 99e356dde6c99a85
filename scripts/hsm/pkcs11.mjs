// @ts-check
// The PKCS#11 binding: no dependency of the package, because npm compiles it. It is taken into .cache/pkcs11 when it is needed.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { which } from 'zx';
import { installPackages } from '../debian.mjs';
import { fetchPackages } from '../npm-fetch.mjs';

/** Folder from which `require('pkcs11js')` finds the binding, compiled; with compilers from Debian where they are missing. @throws {import('../debian.mjs').Missing} */
export async function pkcs11Folder() {
  const missing = ['g++', 'make', 'python3'].filter((tool) => which.sync(tool, { nothrow: true }) === null);
  if (missing.length > 0)
    await installPackages(missing, `pkcs11js cannot be compiled: install ${missing.join(', ')}`);
  // node-gyp fetches node's headers, unless they lie beside node.
  const prefix = path.dirname(path.dirname(process.execPath));
  const headers = existsSync(path.join(prefix, 'include/node/node_api.h'))
    ? { npm_config_nodedir: prefix }
    : {};
  return fetchPackages(path.join(import.meta.dirname, 'binding'), 'pkcs11', headers);
}

/** @throws {import('../debian.mjs').Missing} */
export async function loadPkcs11() {
  const load = createRequire(path.join(await pkcs11Folder(), 'package.json'));
  return /** @type {import('./pkcs11.d.ts').Pkcs11} */ (load('pkcs11js'));
}
