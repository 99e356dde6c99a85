#!/usr/bin/env node
// @ts-check
// Holds sources, tests, scripts and pages to the words of the field: scripts/words/list.mjs says which.
// usage: check-words.mjs [--show] [--shrink]
import { readFile, writeFile } from 'node:fs/promises';
import { $, argv } from 'zx';
import { list } from './words/list.mjs';

const allowance = 'scripts/words/allowance.json';
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

// What is still to be said better. It may only become less.
/** @type {Record<string, number>} */
const allowed = JSON.parse(await readFile(allowance, 'utf8').catch(() => '{}'));
const least = Object.fromEntries(
  Object.entries(found).flatMap(([source, count]) => {
    const less = Math.min(count, allowed[source] ?? 0);
    return less > 0 ? [[source, less]] : [];
  }),
);
if (argv['shrink'] !== undefined) await writeFile(allowance, `${JSON.stringify(least, null, 2)}\n`);
for (const { words, instead } of list) {
  const [count = 0, limit = 0] = [found[words.source], allowed[words.source]];
  if (count <= limit) continue;
  process.exitCode = 1;
  console.log(`${words.source}: ${count} times, allowed ${limit}. Say: ${instead}. --show lists them.`);
}
