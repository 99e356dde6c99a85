'use strict';
// Copied to dist/cli/audit-worker.js: what a thread of a batch runs, started with cached code as the command itself is.
const { join } = require('node:path');

require(join(__dirname, 'main.js')).load('audit-thread.js');
