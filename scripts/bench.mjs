#!/usr/bin/env node
// @ts-check
// Times the command against the bare openssl commands and against `node -e 0`, in one run. Prints ratios; judges nothing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';

/** @typedef {{ wall: number, cpu: number }} Cost seconds */

// An extra CA bundle doubles node's own start-up time on machines that have one.
delete process.env['NODE_EXTRA_CA_CERTS'];
$.verbose = false;
$.quiet = true;

const kmsKeywrap = join(import.meta.dirname, '../dist/cli/main.js');
const { recipe, support } = await importLibrary();
const folder = await mkdtemp(join(tmpdir(), 'kms-keywrap-bench-'));

/** @returns {Promise<any>} */
async function importLibrary() {
  return import(join(import.meta.dirname, '../dist/index.js'));
}

/** Wall and CPU time of a bash script, children included. @param {string} script @returns {Promise<Cost>} */
async function cost(script) {
  const shell = $({ cwd: folder, quiet: true });
  const { stdout } =
    await shell`bash -c ${`TIMEFORMAT='%R %U %S'; { time { ${script}\n} >out.txt 2>err.txt; } 2>&1`}`;
  const [wall = 0, user = 0, system = 0] = (stdout.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system };
}

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs the scripts in turn, so that all of them meet the same machine. @param {number} rounds @param {Record<string, string>} scripts */
async function compare(rounds, scripts) {
  /** @type {Record<string, Cost[]>} */
  const costs = Object.fromEntries(Object.keys(scripts).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, script] of Object.entries(scripts)) costs[name]?.push(await cost(script));
  return Object.fromEntries(
    Object.entries(costs).map(([name, list]) => [
      name,
      { wall: median(list.map(({ wall }) => wall)), cpu: median(list.map(({ cpu }) => cpu)) },
    ]),
  );
}

/** @param {string} name @param {Cost | undefined} one @param {string} against @param {Cost | undefined} base */
function report(name, one, against, base) {
  if (!one || !base) throw new Error(`nothing measured for ${name}`);
  const ratio = (/** @type {keyof Cost} */ what) => (one[what] / base[what]).toFixed(2);
  console.log(
    `${name.padEnd(34)} wall ${one.wall.toFixed(3)} s  cpu ${one.cpu.toFixed(3)} s   to ${against}: wall ${ratio('wall')}  cpu ${ratio('cpu')}`,
  );
}

/** Every documented generation and wrap that KMS takes, as one shell script without anything around it. */
function bareCommands() {
  const combinations = support().filter((/** @type {any} */ row) => row.status !== 'unsupported');
  return combinations
    .map((/** @type {any} */ { partition, keySpec, wrappingAlgorithm, wrappingKeySpec }) => {
      const { script } = recipe({ partition, keySpec, wrappingAlgorithm });
      return `cp ${wrappingKeySpec}.der WrappingPublicKey.bin\n${script}`;
    })
    .join('\n');
}

try {
  console.log(`node ${process.version}, ${(await $`openssl version`).stdout.trim()}, ${cpus().length} cores`);
  for (const bits of [2048, 3072, 4096])
    await $({
      cwd: folder,
    })`openssl genpkey -algorithm rsa -pkeyopt ${`rsa_keygen_bits:${bits}`} -out key.pem && openssl pkey -in key.pem -pubout -outform DER -out ${`RSA_${bits}.der`}`;
  await $({
    cwd: folder,
  })`openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:sm2 -out key.pem && openssl pkey -in key.pem -pubout -outform DER -out SM2.der`;
  await writeFile(join(folder, 'bare.sh'), bareCommands());

  const main = await compare(5, {
    bare: 'bash bare.sh',
    verify: `node ${kmsKeywrap} verify --partition all`,
  });
  report('verify --partition all', main['verify'], 'the bare commands', main['bare']);

  await $({ cwd: folder })`openssl rand -out material.bin 32`;
  const start = await compare(25, {
    node: 'node -e 0',
    openssl:
      'openssl pkeyutl -encrypt -in material.bin -out bare.bin -inkey RSA_2048.der -keyform DER -pubin -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256',
    recipe: `node ${kmsKeywrap} recipe ECC_NIST_P384 --wrapping-algorithm RSAES_OAEP_SHA_256`,
    wrap: `node ${kmsKeywrap} wrap --force --in material.bin --public-key RSA_2048.der --wrapping-algorithm RSAES_OAEP_SHA_256`,
    wrapInNode: `node ${kmsKeywrap} wrap --force --engine node --in material.bin --public-key RSA_2048.der --wrapping-algorithm RSAES_OAEP_SHA_256`,
  });
  report('recipe', start['recipe'], 'node -e 0', start['node']);
  report('wrap', start['wrap'], 'node -e 0', start['node']);
  report('wrap', start['wrap'], 'bare openssl', start['openssl']);
  report('wrap --engine node', start['wrapInNode'], 'node -e 0', start['node']);
} finally {
  await rm(folder, { recursive: true, force: true });
}
await import('./bench-audit.mjs');
