#!/usr/bin/env node
// @ts-check
// Runs the implementations that this machine has over the vectors and faults, and writes docs/conformance.md from what they did.
// conformance.mjs [NAME…] [--case TEXT]: with names, or with a choice of cases, it shows the results and writes nothing.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { $, argv } from 'zx';
import { implementations } from './conformance/implementations.mjs';
import { Missing } from './debian.mjs';

const page = 'docs/conformance.md';
const quiet = $({ quiet: true, nothrow: true });
const folder = path.resolve('.cache/conformance');
await mkdir(folder, { recursive: true });

/** @typedef {{ name: string, version: string, direction: string, summary: Record<string, number>, text: string }} Ran */

/**
 * @param {import('./conformance/implementations.mjs').Implementation} implementation
 * @returns {Promise<Ran>}
 */
async function run({ name, direction, prepare }) {
  const { command, version } = await prepare(folder);
  const report = path.join(folder, 'report.md');
  const input = direction === 'unwrap' ? '{blob}' : '{material}';
  const template = `${command} {algorithm} ${input} {key} {out}`;
  const words = ['conform', `--${direction}`, template, '--format', 'json', '--report', report, '--force'];
  const more = argv['case'] === undefined ? [] : ['--case', String(argv['case'])];
  const ended = await quiet`node dist/cli/main.js ${[...words, ...more]}`;
  if ((ended.exitCode ?? 3) > 1) throw new Error(`${name}: ${ended.stderr}`);
  const text = await readFile(report, 'utf8');
  const { summary } = JSON.parse(ended.stdout);
  return { name, version, direction, summary, text };
}

const statuses = ['right', 'wrong-bytes', 'accepted', 'refused', 'faulty', 'crashed', 'hung', 'unavailable'];
const wanted =
  argv._.length === 0 ? implementations : implementations.filter(({ name }) => argv._.includes(name));
/** @type {Ran[]} */
const ran = [];
/** @type {string[]} */
const skipped = [];
for (const implementation of wanted) {
  try {
    const result = await run(implementation);
    ran.push(result);
    const counts = statuses.flatMap((status) =>
      result.summary[status] ? `${result.summary[status]} ${status}` : [],
    );
    console.log(`${result.name} ${result.version}, ${result.direction}: ${counts.join(', ')}`);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    skipped.push(`${implementation.name}: ${error.message}`);
    console.log(`${implementation.name} is skipped: ${error.message}`);
  }
}
console.log(`${ran.length} run, ${skipped.length} skipped`);

/** The two tables of a Markdown report, without its headings. @param {Ran} one */
function section({ name, version, direction, text }) {
  const tables = text.split('\n\n').filter((part) => part.startsWith('|'));
  return [`## ${name} ${version}, \`--${direction}\``, ...tables.map((part) => part.trim())].join('\n\n');
}

if (argv._.length === 0 && argv['case'] === undefined) {
  const used = statuses.filter((status) => ran.some(({ summary }) => (summary[status] ?? 0) > 0));
  const rows = [
    ['implementation', 'direction', ...used],
    ['---', '---', ...used.map(() => '---')],
    ...ran.map(({ name, version, direction, summary }) => [
      `${name} ${version}`,
      direction,
      ...used.map((status) => String(summary[status] ?? 0)),
    ]),
  ];
  const marker = '<!-- make conformance writes what follows. -->';
  const head = (await readFile(page, 'utf8')).split(marker)[0]?.trimEnd();
  const parts = [
    head,
    marker,
    '## Results',
    rows.map((row) => `| ${row.join(' | ')} |`).join('\n'),
    ...(skipped.length === 0
      ? []
      : [
          'Skipped, because the machine that made this page does not have it:',
          skipped.map((text) => `- ${text}`).join('\n'),
        ]),
    ...ran.map(section),
  ];
  await writeFile(page, `${parts.join('\n\n')}\n`);
  console.log(`${page} written`);
}
