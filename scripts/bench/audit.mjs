// @ts-check
// Audits a second of whole runs of the command over batches of sound exports, as a ratio to the private-key operations
// a second of `openssl speed` on as many cores; and peak memory. Prints; judges nothing.
import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { $ } from 'zx';
import { median } from './cost.mjs';

const kmsKeywrap = join(import.meta.dirname, '../../dist/cli/main.js');
const jobs = 2;

/** @param {import('node:crypto').KeyObject} key @param {Buffer} bytes */
const oaep = (key, bytes) =>
  publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, bytes);

/** @param {import('node:crypto').KeyObject} key @param {Buffer} material */
function hybrid(key, material) {
  const kek = randomBytes(32);
  const wrap = createCipheriv('id-aes256-wrap-pad', kek, Buffer.from('a65959a6', 'hex'));
  return Buffer.concat([oaep(key, kek), wrap.update(material), wrap.final()]);
}

const ecKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' });

/**
 * A folder with `count` sound exports and their manifest.
 * @param {string} folder
 * @param {{ count: number, bits: number, wrappingAlgorithm: string, keySpec: string, make: (key: import('node:crypto').KeyObject) => Buffer }} batch
 */
async function writeBatch(folder, { count, bits, wrappingAlgorithm, keySpec, make }) {
  await mkdir(folder);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  await writeFile(join(folder, 'test.der'), privateKey.export({ format: 'der', type: 'pkcs8' }));
  const lines = [];
  for (let at = 0; at < count; at += 1) {
    await writeFile(join(folder, `${at}.bin`), make(publicKey));
    lines.push(JSON.stringify({ blob: `${at}.bin`, privateKey: 'test.der', wrappingAlgorithm, keySpec }));
  }
  await writeFile(join(folder, 'manifest.jsonl'), `${lines.join('\n')}\n`);
}

/** Private-key operations a second. @param {number} bits */
async function opensslSpeed(bits) {
  const { stdout } = await $`openssl speed -elapsed -seconds 2 -multi ${jobs} ${`rsa${bits}`}`.quiet();
  const [, rate] = /rsa\s+\d+ bits\s+\S+\s+\S+\s+(\S+)/.exec(stdout) ?? [];
  return Number(rate);
}

/** Peak memory of a process so far, in MiB. @param {number | undefined} pid */
function peakMemory(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/**
 * Wall time in seconds and peak memory in MiB of one run. The report goes to a file: a reader would take its share of the cores.
 * @param {string} folder @param {number} count
 */
async function run(folder, count) {
  const report = join(folder, 'report.jsonl');
  const file = await open(report, 'w');
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [
      kmsKeywrap,
      'audit',
      '--manifest',
      join(folder, 'manifest.jsonl'),
      '--jobs',
      String(jobs),
      '--format',
      'jsonl',
    ],
    { stdio: ['ignore', file.fd, 'inherit'] },
  );
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, peakMemory(child.pid));
  }, 50);
  await once(child, 'close');
  const wall = (performance.now() - start) / 1000;
  clearInterval(watch);
  await file.close();
  const accepted = readFileSync(report, 'utf8').split('"verdict":"accept"').length - 1;
  if (accepted !== count) throw new Error(`${accepted} of ${count} sound exports were accepted`);
  return { wall, peak };
}

const direct = {
  bits: 2048,
  wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
  keySpec: 'HMAC_256',
  make: (/** @type {any} */ key) => oaep(key, randomBytes(32)),
};
const batches = {
  'audit-2000': { ...direct, count: 2000 },
  'audit-20000': { ...direct, count: 20_000 },
  'audit-400': {
    count: 400,
    bits: 4096,
    wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
    keySpec: 'ECC_NIST_P256',
    make: (/** @type {any} */ key) => hybrid(key, ecKey()),
  },
};

/**
 * @param {readonly (keyof typeof batches)[]} names
 * @param {number} rounds
 * @returns {Promise<import('./rows.mjs').Ratios>}
 */
export async function measureAudit(names, rounds) {
  const root = await mkdtemp(join(tmpdir(), 'kms-keywrap-bench-'));
  /** @type {Record<string, number>} */
  const ratios = {};
  try {
    for (const name of names) {
      const batch = batches[name];
      const folder = join(root, name);
      await writeBatch(folder, batch);
      const runs = [];
      for (let round = 0; round < rounds; round += 1) {
        const before = await opensslSpeed(batch.bits);
        const one = await run(folder, batch.count);
        const speed = (before + (await opensslSpeed(batch.bits))) / 2;
        runs.push({ peak: one.peak, ratio: batch.count / one.wall / speed });
      }
      ratios[name] = median(runs.map(({ ratio }) => ratio));
      console.log(`${name}: at most ${Math.max(...runs.map(({ peak }) => peak)).toFixed(0)} MiB`);
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  return ratios;
}
