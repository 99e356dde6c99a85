#!/usr/bin/env node
// @ts-check
// Writes golden/wycheproof and golden/acvp: the vectors of golden/vectors in the forms that others read. Needs a build.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { built } from './built.mjs';
import { writeSums } from './golden/sums.mjs';

/** @type {typeof import('../src/golden/files.ts')} */
const { readVectorFiles } = await built('golden/files.js');
/** @type {typeof import('../src/golden/wycheproof/files.ts')} */
const { wycheproofFiles, wycheproofText } = await built('golden/wycheproof/files.js');
/** @type {typeof import('../src/golden/acvp.ts')} */
const { acvpFiles } = await built('golden/acvp.js');

const vectors = readVectorFiles('golden/vectors');
const { files, expectations } = wycheproofFiles(vectors);
const texts = [
  ...[...files].map(([name, file]) => [`wycheproof/${name}`, wycheproofText(file)]),
  ['wycheproof/audit_expectations.json', wycheproofText(expectations)],
  ...[...acvpFiles(vectors)].map(([name, text]) => [`acvp/${name}`, text]),
];
for (const [name = '', text = ''] of texts) {
  const file = path.join('golden', name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  console.log(file);
}
await writeSums();
