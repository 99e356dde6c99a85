// @ts-check
// Whole runs of small commands against a node that does nothing.
import { join } from 'node:path';
import { $ } from 'zx';
import { compare } from './cost.mjs';

const kmsKeywrap = join(import.meta.dirname, '../../dist/cli/main.js');
const wrap =
  'wrap --force --in material.bin --public-key RSA_2048.der --wrapping-algorithm RSAES_OAEP_SHA_256';

/** @param {string} folder @param {number} rounds @returns {Promise<import('./rows.mjs').Ratios>} */
export async function measureStart(folder, rounds) {
  await $({ cwd: folder })`openssl rand -out material.bin 32`;
  const cost = await compare(folder, rounds, {
    'node': 'node -e 0',
    'recipe': `node ${kmsKeywrap} recipe ECC_NIST_P384 --wrapping-algorithm RSAES_OAEP_SHA_256`,
    'wrap': `node ${kmsKeywrap} ${wrap}`,
    'wrap-node': `node ${kmsKeywrap} ${wrap} --engine node`,
  });
  const { wall } = cost('node');
  return Object.fromEntries(['recipe', 'wrap', 'wrap-node'].map((name) => [name, cost(name).wall / wall]));
}
