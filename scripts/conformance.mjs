#!/usr/bin/env node
// @ts-check
// Runs the implementations that this machine has over the vectors and faults, and writes docs/conformance.md from what they did.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { $ } from 'zx';

const adapters = path.resolve('scripts/conformance');
const classes = path.resolve('.cache/conformance/classes');
const jar = '/usr/share/java/bcprov.jar';
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const quiet = $({ quiet: true, nothrow: true });

/** @type {{ name: string, version: string[], command: string }[]} */
const implementations = [
  { name: 'openssl', version: ['openssl', 'version'], command: `node ${adapters}/openssl.mjs` },
  {
    name: "Python's cryptography",
    version: [python, '-c', 'import cryptography; print(cryptography.__version__)'],
    command: `${python} ${adapters}/pyca.py`,
  },
  { name: 'SunJCE', version: ['javac', '-version'], command: `java -cp ${classes} Unwrap SunJCE` },
  ...(existsSync(jar)
    ? [
        {
          name: 'Bouncy Castle',
          version: ['javac', '-version'],
          command: `java -cp ${classes}:${jar} Unwrap BC`,
        },
      ]
    : []),
];

const folder = '.cache/conformance';
await mkdir(classes, { recursive: true });
await quiet`javac -d ${classes} ${adapters}/Unwrap.java`;
const sections = [];
for (const { name, version, command } of implementations) {
  const asked = await quiet`${version}`;
  if (asked.exitCode !== 0) {
    console.log(`${name} is not on this machine: skipped`);
    sections.push(`## ${name}\n\nSkipped: not on the machine that made this page.`);
    continue;
  }
  const report = path.join(folder, 'report.md');
  const template = `${command} {algorithm} {blob} {key} {out}`;
  const run = await quiet`node dist/cli/main.js conform --unwrap ${template} --report ${report} --force`;
  if ((run.exitCode ?? 3) > 1) throw new Error(`${name}: ${run.stderr}`);
  const [, ...rest] = (await readFile(report, 'utf8')).split('\n\n').slice(1);
  sections.push(`## ${name} ${asked.stdout.trim()}\n\n${rest.join('\n\n').trim()}`);
  console.log(`${name}: ${run.exitCode === 0 ? 'right' : 'at fault in some cases'}`);
}
const head = (await readFile('docs/conformance.md', 'utf8')).split('\n## ')[0]?.trimEnd();
await writeFile('docs/conformance.md', `${head}\n\n${sections.join('\n\n')}\n`);
