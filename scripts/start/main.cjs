#!/usr/bin/env node
'use strict';
// Copied to dist/cli/main.js: starts command.js and its chunks with the code that V8 compiled when they were built. A
// cache of another node is not taken by V8, and a missing one is not missed: then node compiles as usual.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const wrapped = (/** @type {string} */ code) =>
  `(function (exports, require, module, __filename, __dirname) {${code}\n})`;

/** @type {Map<string, { exports: object, script: import('node:vm').Script }>} */
const loaded = new Map();

/** @param {string} file */
function cacheOf(file) {
  try {
    return readFileSync(`${file}.cache`);
  } catch {
    return undefined;
  }
}

/** @param {string} id a chunk (`./x.js`) or a module of node's */
function requireChunk(id) {
  return id.startsWith('./') ? load(id.slice(2)) : require(id);
}

/** @param {string} name of a file beside this one */
function load(name) {
  const known = loaded.get(name);
  if (known) return known.exports;
  const filename = join(__dirname, name);
  const cachedData = cacheOf(filename);
  const script = new Script(wrapped(readFileSync(filename, 'utf8')), {
    filename,
    ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {}, script };
  loaded.set(name, module);
  script.runInThisContext()(module.exports, requireChunk, module, filename, __dirname);
  return module.exports;
}

module.exports = { load, loaded };
if (require.main === module) load('command.js');
