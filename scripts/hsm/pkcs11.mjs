// @ts-check
// The PKCS#11 binding: an optional dependency, which npm leaves out without a word where it cannot be compiled.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { $, which } from 'zx';
import { Missing, installPackages } from '../debian.mjs';

const name = 'pkcs11js';
const run = $({ nothrow: true, quiet: true });

/** Asked of another process: this one would remember that it failed. */
const loads = async () => (await run`${process.execPath} -e ${`require('${name}')`}`).exitCode === 0;

/** Compiles the binding, with compilers from Debian where they are missing. */
async function build() {
  const tools = ['g++', 'make', 'python3'];
  const missing = tools.filter((tool) => which.sync(tool, { nothrow: true }) === null);
  if (missing.length > 0)
    await installPackages(
      missing,
      `${name} cannot be compiled: install ${missing.join(', ')} and run \`npm ci\` again`,
    );
  // node-gyp fetches node's headers, unless they lie beside node.
  const prefix = path.dirname(path.dirname(process.execPath));
  const headers = existsSync(path.join(prefix, 'include/node/node_api.h'))
    ? { npm_config_nodedir: prefix }
    : {};
  const npm = run({ env: { ...headers, ...process.env } });
  console.log(`compiling ${name}`);
  const { stdout, stderr } = existsSync(`node_modules/${name}`)
    ? await npm`npm rebuild --loglevel=error ${name}`
    : await npm`npm install --no-save --no-audit --no-fund --loglevel=error`;
  if (!(await loads())) throw new Missing(`${name} does not compile:\n${stdout}${stderr}`);
}

/** @throws {Missing} */
export async function loadPkcs11() {
  if (!(await loads())) await build();
  return /** @type {import('./pkcs11.d.ts').Pkcs11} */ ((await import(name)).default);
}
