#!/usr/bin/env node
// @ts-check
// Prints the section of CHANGELOG.md for a version. usage: release-notes.mjs v0.1.0
import { readFile } from 'node:fs/promises';

const version = (process.argv[2] ?? '').replace(/^v/, '');
const changelog = await readFile(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
const sections = changelog.split(/^(?=## )/m);
const section = sections.find((text) =>
  new RegExp(`^## \\[?${version.replaceAll('.', '\\.')}\\b`).test(text),
);
if (version === '' || section === undefined) {
  console.error(`CHANGELOG.md has no section for version ${JSON.stringify(version)}`);
  process.exitCode = 1;
} else {
  console.log(section.split('\n').slice(1).join('\n').trim());
}
