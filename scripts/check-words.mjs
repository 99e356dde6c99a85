#!/usr/bin/env node
// @ts-check
// Holds sources, tests, scripts and pages to the words of the field: scripts/words/list.mjs says which.
// usage: check-words.mjs [--show]
import { readFile } from 'node:fs/promises';
import { $, argv } from 'zx';
import { list } from './words/list.mjs';

const { stdout } = await $({ quiet: true })`git ls-files --cached --others --exclude-standard`;
const files = stdout
  .trim()
  .split('\n')
  .filter((file) =>
    /^(?:src|test|scripts|docs|golden|schemas)\/.*\.(?:ts|mjs|md|py|java|go|sh)$|^[^/]+\.md$|^Makefile$/.test(
      file,
    ),
  )
  .filter((file) => !file.startsWith('scripts/words/') && !file.startsWith('golden/recipes/'));

/** @type {Record<string, number>} Hits by expression. */
const found = Object.fromEntries(list.map(({ words }) => [words.source, 0]));
for (const file of files) {
  const text = await readFile(file, 'utf8').catch(() => '');
  for (const { words, instead } of list)
    for (const hit of text.matchAll(words)) {
      found[words.source] = (found[words.source] ?? 0) + 1;
      if (argv['show'] !== undefined)
        console.log(`${file}:${text.slice(0, hit.index).split('\n').length}: ${hit[0]} (${instead})`);
    }
}

for (const { words, instead } of list) {
  const count = found[words.source] ?? 0;
  if (count === 0) continue;
  process.exitCode = 1;
  console.log(`${words.source}: ${count} times. Say: ${instead}. --show lists them.`);
}
