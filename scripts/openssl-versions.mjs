#!/usr/bin/env node
// @ts-check
// Runs doctor, verify and golden with every OpenSSL series that users have, and holds docs/compatibility.md against the result.
// usage: openssl-versions.mjs [--write]
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $, argv, chalk } from 'zx';
import { compatibilityPage } from './compatibility.mjs';
import { fetchOpenssl, releases } from './openssl-fetch.mjs';

const root = join(import.meta.dirname, '..');
const command = join(root, 'dist/cli/main.js');
const page = join(root, 'docs/compatibility.md');

/** What a command says as JSON, and how it ended. */
async function ask(/** @type {string[]} */ ...words) {
  const { stdout, stderr, exitCode } = await $({
    nothrow: true,
    quiet: true,
  })`node ${command} ${words} --format json`;
  try {
    return { exitCode, report: JSON.parse(stdout) };
  } catch {
    throw new Error(`${words.join(' ')} gave no JSON: ${stderr}`);
  }
}

/** What is wrong with one series' results; empty when all is well. */
function complaints(/** @type {any} */ doctor, /** @type {any} */ verify, /** @type {any} */ golden) {
  const impossible = new Set(doctor.openssl.recipes.impossible);
  const wrong = [];
  for (const one of verify.cases) {
    const expected = impossible.has(one.id) ? 'skipped' : 'passed';
    if (one.status !== expected)
      wrong.push(`verify ${one.id}: ${one.status}, expected ${expected}: ${one.reason ?? ''}`);
    if (one.status === 'skipped' && !one.reason) wrong.push(`verify ${one.id}: skipped without a reason`);
  }
  for (const one of golden.cases)
    if (one.status === 'failed' || (one.status === 'skipped' && impossible.size === 0))
      wrong.push(`golden ${one.id}: ${one.status}: ${one.reason ?? ''}`);
  return wrong;
}

await mkdir(join(root, '.cache'), { recursive: true });
const rows = [];
let failed = false;
for (const release of releases) {
  const openssl = await fetchOpenssl(release, join(root, '.cache/openssl'));
  const doctor = (await ask('doctor', '--openssl', openssl)).report;
  const verify = (await ask('verify', '--partition', 'all', '--openssl', openssl)).report;
  const golden = (await ask('golden', '--openssl', openssl)).report;
  const wrong = complaints(doctor, verify, golden);
  failed ||= wrong.length > 0;
  const { passed, skipped } = verify.summary;
  console.log(
    `${wrong.length === 0 ? chalk.green('ok  ') : chalk.red('FAIL')} ${doctor.openssl.text}: verify ${passed} passed, ` +
      `${verify.summary.failed} failed, ${skipped} skipped; golden ${golden.summary.passed} passed, ${golden.summary.failed} failed, ${golden.summary.skipped} skipped`,
  );
  for (const line of wrong) console.log(`     ${line}`);
  rows.push({ series: release.series, doctor: doctor.openssl, verify, golden });
}

const made = compatibilityPage(rows);
if (argv['write'] === true) await writeFile(page, made);
else if ((await readFile(page, 'utf8').catch(() => '')) !== made) {
  failed = true;
  console.log(
    `${chalk.red('FAIL')} docs/compatibility.md is not what these releases give: node scripts/openssl-versions.mjs --write`,
  );
}
process.exitCode = failed ? 1 : 0;
