#!/usr/bin/env node
// @ts-check
// Runs the suite, verify and golden with every node that the package supports; of the suite all but what shells, other languages
// and npm do, which does not depend on the node that asks them.
// usage: nodes.mjs [MAJOR…]
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { $, argv, chalk } from 'zx';
import { fetchNode, majors } from './node-fetch.mjs';

const root = join(import.meta.dirname, '..');
const wanted = argv._.length > 0 ? argv._.map(String) : majors;
const others = [
  'test/recipe/run-scripts.test.ts',
  'test/golden/wycheproof.test.ts',
  'test/docs/**',
  'test/package.test.ts',
  'test/scripts/**',
].flatMap((files) => ['--exclude', files]);
let failed = false;

for (const major of wanted) {
  const folder = await fetchNode(major, join(root, '.cache/node'));
  const run = $({
    cwd: root,
    nothrow: true,
    quiet: true,
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
  });
  const show = "process.versions.node + ' (OpenSSL ' + process.versions.openssl + ')'";
  const versions = (await run`node -p ${show}`).stdout.trim();
  for (const [name, step] of Object.entries({
    test: () => run`node node_modules/vitest/vitest.mjs run ${others}`,
    verify: () => run`node dist/cli/main.js verify --partition all`,
    golden: () => run`node dist/cli/main.js golden`,
  })) {
    const { exitCode, stdout, stderr } = await step();
    failed ||= exitCode !== 0;
    const lines = stripVTControlCharacters(stdout).trim().split('\n');
    const counts =
      lines.findLast((line) => /\d+ passed/.test(line))?.replace(/^\s*Tests\s+/, '') ?? 'no counts';
    console.log(
      `${exitCode === 0 ? chalk.green('ok  ') : chalk.red('FAIL')} node ${versions} ${name}: ${counts}`,
    );
    if (exitCode !== 0) console.log(stdout + stderr);
  }
}
process.exitCode = failed ? 1 : 0;
