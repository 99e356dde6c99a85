#!/usr/bin/env node
// @ts-check
// Makes golden/vectors anew and has every vector confirmed by implementations that are not ours.
// A vector that no implementation confirms, or that one of them contradicts, stops it; nothing is written then.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { built } from './built.mjs';
import { Missing, installPackages } from './debian.mjs';
import { calculators } from './golden/calculators.mjs';
import { claimsOf } from './golden/claims.mjs';
import { writeSums } from './golden/sums.mjs';

/** @type {typeof import('../src/golden/composites.ts')} */
const { compositeFiles } = await built('golden/composites.js');
/** @type {typeof import('../src/golden/faults.ts')} */
const { faultsFile } = await built('golden/faults.js');
/** @type {typeof import('../src/golden/cases.ts')} */
const { goldenTests } = await built('golden/cases.js');
/** @type {typeof import('../src/golden/vector.ts')} */
const { vectorFileText } = await built('golden/vector.js');
/** @type {typeof import('../src/run/find.ts')} */
const { findOpenssl } = await built('run/find.js');
/** @type {typeof import('../src/run/fingerprint.ts')} */
const { fingerprint } = await built('run/fingerprint.js');
/** @type {typeof import('../src/run/workspace.ts')} */
const { withWorkspace } = await built('run/workspace.js');

/** @typedef {import('../src/golden/vector.ts').VectorFile} VectorFile */

const folder = 'golden/vectors';
const knownAnswers = 'known_answers.json';

/** @type {string[]} */
const problems = [];
/** Who confirms a vector, by its id. @type {Map<string, Set<string>>} */
const confirmers = new Map();
/** @param {string} id @param {string} who */
const confirm = (id, who) => confirmers.set(id, (confirmers.get(id) ?? new Set()).add(who));

/** @param {Map<string, VectorFile>} files */
async function confirmByOpenssl(files) {
  const openssl = findOpenssl();
  await withWorkspace(async (workspace) => {
    for (const test of [...files].flatMap(([name, file]) => goldenTests(name, file))) {
      const checks = await test.inOpenssl({ openssl, workspace });
      for (const { name, ok } of checks) if (!ok) problems.push(`${test.id}: ${name}: no`);
      if (checks.length > 0 && checks.every(({ ok }) => ok)) confirm(test.id, 'openssl');
    }
  });
  return (await fingerprint(openssl)).text;
}

/** @param {Map<string, VectorFile>} files @param {import('./golden/calculators.mjs').Calculator} calculator */
async function confirmBy(files, calculator) {
  const claims = [...files].flatMap(([name, { testGroups }]) =>
    testGroups.flatMap((group) =>
      group.tests.flatMap((test) =>
        claimsOf(group, test).map((claim) => ({ ...claim, id: `${name}/${test.tcId}` })),
      ),
    ),
  );
  const answers = await calculator.compute(claims.map(({ operation }) => operation));
  const contradicted = new Set();
  for (const [index, { id, operation, gives }] of claims.entries()) {
    const answer = answers[index];
    if (answer === null || answer === gives) continue;
    contradicted.add(id);
    problems.push(`${id}: ${calculator.name} contradicts: ${operation[0]}`);
  }
  for (const [index, { id }] of claims.entries())
    if (answers[index] !== null && !contradicted.has(id)) confirm(id, calculator.name);
}

/** @param {string} name @param {VectorFile} file @param {Record<string, string>} versions @returns {VectorFile} */
function withConfirmations(name, file, versions) {
  const by = (/** @type {number} */ tcId) => [...(confirmers.get(`${name}/${tcId}`) ?? [])];
  const used = new Set(file.testGroups.flatMap(({ tests }) => tests.flatMap(({ tcId }) => by(tcId))));
  for (const { tests } of file.testGroups)
    for (const { tcId } of tests)
      if (by(tcId).length === 0) problems.push(`${name}/${tcId}: no implementation confirms it`);
  return /** @type {VectorFile} */ ({
    ...file,
    confirmations: Object.fromEntries(Object.entries(versions).filter(([who]) => used.has(who))),
    testGroups: file.testGroups.map((group) => ({
      ...group,
      tests: group.tests.map((test) => ({ ...test, confirmedBy: by(test.tcId) })),
    })),
  });
}

/** Every calculator; what is missing is installed where that is possible. */
async function everyCalculator() {
  const { there, missing } = await calculators();
  if (missing.length === 0) return there;
  const command = `apt-get install ${missing.join(' ')}`;
  const reason = `vectors are confirmed by implementations that are not ours: ${command}`;
  await installPackages(missing, reason);
  const again = await calculators();
  if (again.missing.length > 0) throw new Missing(`what ${command} brought does not run`);
  return again.there;
}

/**
 * The kept file where nothing but the versions of those who confirm would change: it tells who confirmed these very bytes first.
 * @param {string} name @param {VectorFile} made
 */
async function keptUnlessChanged(name, made) {
  const text = await readFile(path.join(folder, `${name}.json`), 'utf8').catch(() => undefined);
  if (text === undefined) return made;
  const kept = /** @type {VectorFile} */ (JSON.parse(text));
  const vectors = (/** @type {VectorFile} */ file) => vectorFileText({ ...file, confirmations: {} });
  return vectors(kept) === vectors(made) ? kept : made;
}

const there = await everyCalculator().catch((error) => {
  if (!(error instanceof Missing)) throw error;
  console.error(`golden: ${error.message}`);
  process.exit(3);
});
const kept = JSON.parse(await readFile(path.join(folder, knownAnswers), 'utf8'));
const files = new Map(
  [...compositeFiles(), ['faults.json', faultsFile()], [knownAnswers, kept]].map(([name, file]) => [
    path.basename(name, '.json'),
    file,
  ]),
);
const versions = { openssl: await confirmByOpenssl(files) };
for (const calculator of there) {
  await confirmBy(files, calculator);
  Object.assign(versions, { [calculator.name]: calculator.version });
}
const confirmed = [...files].map(
  ([name, file]) => /** @type {const} */ ([name, withConfirmations(name, file, versions)]),
);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
for (const [name, file] of confirmed) {
  await writeFile(path.join(folder, `${name}.json`), vectorFileText(await keptUnlessChanged(name, file)));
  console.log(`${folder}/${name}.json: ${file.numberOfTests} vectors, each confirmed`);
}
for (const version of Object.values(versions)) console.log(`confirmed by ${version}`);
await writeSums();
