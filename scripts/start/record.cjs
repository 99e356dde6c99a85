'use strict';
// node --require record.cjs dist/cli/main.js COMMAND… : runs a command line and writes V8's code cache for each chunk that it
// or a thread of its loaded and that has none.
const { existsSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const folder = join(__dirname, '../../dist/cli');
/** A thread is ended without a word: it writes in the middle of its work, in milliseconds after its start. */
const warm = 300;

function record() {
  const { loaded } = require(join(folder, 'main.js'));
  for (const [name, { script }] of loaded) {
    const cache = join(folder, `${name}.cache`);
    if (!existsSync(cache)) writeFileSync(cache, script.createCachedData());
  }
}

if (isMainThread) process.on('exit', record);
else setTimeout(record, warm).unref();
