// @ts-check
// verify against the documented commands without anything around them.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { built } from '../built.mjs';
import { compare } from './cost.mjs';

const kmsKeywrap = join(import.meta.dirname, '../../dist/cli/main.js');
const { recipe, support } = await built('index.js');

/** @typedef {{ partition: string, keySpec: string, wrappingAlgorithm: string, wrappingKeySpec: string, status: string }} Case */

/** @type {Case[]} */
const cases = support().filter((/** @type {Case} */ { status }) => status !== 'unsupported');
/** Stands for the material of a case where a wrap alone is printed. */
const material = 'PlaintextKeyMaterial.bin';

/** @param {Case} one */
const wrappingKey = ({ wrappingKeySpec }) => `cp ${wrappingKeySpec}.der WrappingPublicKey.bin`;

/** A key for each case. */
const anew = () =>
  cases
    .map((one) => {
      const { partition, keySpec, wrappingAlgorithm } = one;
      return `${wrappingKey(one)}\n${recipe({ partition, keySpec, wrappingAlgorithm }).script}`;
    })
    .join('\n');

/** Each key once, wrapped in every way. */
function once() {
  const byMaterial = new Map();
  for (const one of cases) {
    const name = `${one.partition} ${one.keySpec}`;
    byMaterial.set(name, [...(byMaterial.get(name) ?? []), one]);
  }
  return [...byMaterial.values()]
    .map((/** @type {[Case, ...Case[]]} */ group) => {
      const { partition, keySpec } = group[0];
      const { script } = recipe({ partition, keySpec });
      const wraps = group.map(
        (one) =>
          `${wrappingKey(one)}\n${recipe({ partition, wrappingAlgorithm: one.wrappingAlgorithm }).script}`,
      );
      const [, file = material] = /(?:> |-out )(\S+)/.exec(script) ?? [];
      return [script, file === material ? '' : `cp ${file} ${material}`, ...wraps].join('\n');
    })
    .join('\n');
}

const sizes = [2048, 3072, 4096];

/** An openssl and a module of node that take RSA keys out of a pool and do all else themselves. @param {string} folder */
async function writePool(folder) {
  const { stdout } = await $`command -v openssl`;
  const openssl = stdout.trim();
  await mkdir(join(folder, 'pool'));
  for (const bits of sizes)
    await $`openssl genpkey -algorithm rsa -pkeyopt ${`rsa_keygen_bits:${bits}`} -out ${join(folder, `pool/${bits}`)}`;
  const stored = `#!/bin/sh\ncase "$*" in genpkey*rsa_keygen_bits:*) exec cat ${folder}/pool/\${*##*rsa_keygen_bits:};; esac\nexec ${openssl} "$@"\n`;
  await writeFile(join(folder, 'pool/openssl'), stored);
  await chmod(join(folder, 'pool/openssl'), 0o755);
  await writeFile(
    join(folder, 'pool/keys.cjs'),
    `const crypto = require('node:crypto');
     const { readFileSync } = require('node:fs');
     const { promisify } = require('node:util');
     const { generateKeyPair } = crypto;
     crypto.generateKeyPair = (type, options, done) => {
       if (type !== 'rsa') return generateKeyPair(type, options, done);
       const privateKey = crypto.createPrivateKey(readFileSync(\`${folder}/pool/\${options.modulusLength}\`));
       setImmediate(done, null, crypto.createPublicKey(privateKey), privateKey);
     };
     crypto.generateKeyPair[promisify.custom] = (type, options) =>
       new Promise((resolve, reject) =>
         crypto.generateKeyPair(type, options, (error, publicKey, privateKey) =>
           error ? reject(error) : resolve({ publicKey, privateKey }),
         ),
       );
     require('node:module').syncBuiltinESMExports();`,
  );
}

/** @param {string} folder @param {number} rounds @returns {Promise<import('./rows.mjs').Ratios>} */
export async function measureVerify(folder, rounds) {
  await writeFile(join(folder, 'anew.sh'), anew());
  await writeFile(join(folder, 'once.sh'), once());
  await writePool(folder);
  const pool = `PATH=${folder}/pool:$PATH`;
  const run = `${kmsKeywrap} verify --partition all`;
  const cost = await compare(folder, rounds, {
    'anew': 'bash anew.sh',
    'once': 'bash once.sh',
    'verify': `node ${run}`,
    'once-pool': `${pool} bash once.sh`,
    'verify-pool': `${pool} node --require ${folder}/pool/keys.cjs ${run}`,
  });
  return {
    'verify': cost('verify').wall / cost('once').wall,
    'verify-anew': cost('verify').wall / cost('anew').wall,
    'verify-pool': cost('verify-pool').wall / cost('once-pool').wall,
    'verify-pool-cpu': cost('verify-pool').cpu / cost('once-pool').cpu,
  };
}
