#!/usr/bin/env node
// @ts-check
// Compiles the library with tsc, then bundles the command so that it starts fast.
import { chmod, rm } from 'node:fs/promises';
import { $ } from 'zx';
import { bundleCommand } from './bundle.mjs';

await rm('dist', { recursive: true, force: true });
await $({ stdio: 'inherit' })`npx --no-install tsc -p tsconfig.build.json`;
await bundleCommand();
await chmod('dist/cli/main.js', 0o755);
