#!/usr/bin/env node
// @ts-check
// Writes golden/recipes: the shell text for every combination that KMS accepts, in each flavour. Needs a build.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { goldenRecipes } from '../dist/recipe/golden.js';

const folder = join(import.meta.dirname, '..', 'golden', 'recipes');
await rm(folder, { recursive: true, force: true });
for (const [name, text] of goldenRecipes()) {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
