#!/usr/bin/env node
// @ts-check
// Measures what scripts/bench/rows.mjs names, in one run, and prints it with the goals.
// usage: bench.mjs [--docs | --short]
//   --docs   writes docs/performance.md
//   --short  few rounds; fails when a ratio is 1.5 times worse than the page says
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { $, argv } from 'zx';
import { measureAudit } from './bench/audit.mjs';
import { ratiosOf, rows, table, worse } from './bench/rows.mjs';
import { measureStart } from './bench/start.mjs';
import { measureVerify } from './bench/verify.mjs';

// An extra CA bundle doubles node's own start-up time on machines that have one.
delete process.env['NODE_EXTRA_CA_CERTS'];
$.verbose = false;
$.quiet = true;

const page = 'docs/performance.md';
const mark = '<!-- measured -->';
const tolerance = 1.5;
const short = argv['short'] !== undefined;
const folder = await mkdtemp(join(tmpdir(), 'kms-keywrap-bench-'));
const openssl = $({ cwd: folder });

/** The wrapping keys of the bare commands, as KMS hands them out: none of them is timed. */
async function writeWrappingKeys() {
  const kinds = [2048, 3072, 4096].map((bits) => [`RSA_${bits}`, 'rsa', `rsa_keygen_bits:${bits}`]);
  for (const [name, algorithm, option] of [...kinds, ['SM2', 'ec', 'ec_paramgen_curve:sm2']]) {
    await openssl`openssl genpkey -algorithm ${algorithm} -pkeyopt ${option} -out key.pem`;
    await openssl`openssl pkey -in key.pem -pubout -outform DER -out ${name}.der`;
  }
}

/** @returns {Promise<import('./bench/rows.mjs').Ratios>} */
async function measure() {
  try {
    await writeWrappingKeys();
    return {
      ...(await measureVerify(folder, short ? 3 : 5)),
      ...(await measureStart(folder, short ? 9 : 25)),
      ...(await measureAudit(
        short ? ['audit-2000'] : ['audit-2000', 'audit-20000', 'audit-400'],
        short ? 1 : 3,
      )),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const before = ratiosOf(await readFile(page, 'utf8'));
if (short && Object.keys(before).length === 0) {
  console.log(`${page} has no ratios to compare with: make bench-docs`);
  await rm(folder, { recursive: true });
  process.exit();
}
const versions = `node ${process.version}, ${(await $`openssl version`).stdout.trim()}`;
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
console.log(`${versions}, ${machine}`);
const ratios = await measure();
console.log(table(ratios, before));

if (argv['docs'] !== undefined) {
  const [head = ''] = (await readFile(page, 'utf8')).split(mark);
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(page, `${head}${mark}\n\n${date}, ${machine}, ${versions}.\n\n${table(ratios, before)}`);
}
if (short) {
  for (const [id, row] of Object.entries(rows)) {
    const [now, then] = [ratios[id], before[id]];
    if (now === undefined || then === undefined || worse(row, now, then) <= tolerance) continue;
    console.log(
      `${row.what}: ${now.toFixed(2)}, more than ${tolerance} times worse than ${then.toFixed(2)} in ${page}`,
    );
    process.exitCode = 1;
  }
}
