#!/usr/bin/env node
// @ts-check
// Compiles the library with tsc, then bundles the command into few files so that it starts fast.
import { chmod, rm } from 'node:fs/promises';
import { $ } from 'zx';

$.verbose = false;
await rm('dist', { recursive: true, force: true });
await $({ stdio: 'inherit' })`npx --no-install tsc -p tsconfig.build.json`;
await chmod('dist/cli/main.js', 0o755);
