'use strict';
// node record.cjs COMMAND… : runs a command line and writes V8's code cache for each chunk that it loaded and that has none.
const { existsSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const folder = join(__dirname, '../../dist/cli');
const { load, loaded } = require(join(folder, 'main.js'));

process.on('exit', () => {
  for (const [name, { script }] of loaded) {
    const cache = join(folder, `${name}.cache`);
    if (!existsSync(cache)) writeFileSync(cache, script.createCachedData());
  }
});
load('command.js');
