#!/usr/bin/env node
// @ts-check
// Everything that can be said of the code without running it: types, lint, format, unused code, words.
import { $, chalk } from 'zx';

const run = $({ nothrow: true, quiet: true });
const checks = {
  types: run`npx --no-install tsc --noEmit`,
  lint: run`npx --no-install oxlint --type-aware --deny-warnings`,
  format: run`npx --no-install prettier --check .`,
  unused: run`npx --no-install knip`,
  words: run`node scripts/check-words.mjs`,
};

let failed = false;
for (const [name, check] of Object.entries(checks)) {
  const { exitCode, stdout, stderr } = await check;
  console.log(`${exitCode === 0 ? chalk.green('ok  ') : chalk.red('FAIL')} ${name}`);
  if (exitCode !== 0) {
    failed = true;
    console.log(`${stdout}${stderr}`);
  }
}
process.exitCode = failed ? 1 : 0;
