// @ts-check
// What the audit has to find in what a token exported.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { $ } from 'zx';
import { wrappingKeyFiles } from './exports.mjs';

const audit = $({ nothrow: true, quiet: true });

/** @param {string} text @returns {any[]} */
const lines = (text) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/**
 * Audits exports as a batch. That one key is exported in many ways (`material-duplicate`) is so by design.
 * @param {string} dir
 * @returns {Promise<[expected: string, found: string][]>} the difference, empty where there is none
 */
export async function auditExports(dir) {
  const manifest = path.join(dir, 'manifest.jsonl');
  const run = await audit`node dist/cli/main.js audit --manifest ${manifest} --format jsonl`;
  const expected = lines(await readFile(manifest, 'utf8')).map(
    ({ id, expect }) => `${id}: ${expect.toSorted().join(', ')}\n`,
  );
  // Amendments, which have a schema of their own, follow the results.
  const results = lines(run.stdout).filter(({ schema }) => schema === undefined);
  const found = results.map(({ id, findings, error }) => {
    const ids = findings
      .map((/** @type {any} */ one) => one.id)
      .filter((/** @type {string} */ one) => one !== 'material-duplicate');
    return `${id}: ${error ?? ids.toSorted().join(', ')}\n`;
  });
  const [before, after] = [expected, found].map((all) => all.toSorted().join(''));
  return before === after ? [] : [[before ?? '', after ?? '']];
}

/** Findings that a row of the device table calls for only where a length happens to need padding. */
const dependsOnLength = new Set(['material-trailing-bytes']);
/** Said of the combination, not of what the device did. */
const ofTheCombination = new Set(['combination-disputed']);

/**
 * Whether the export holds the key that was on the token: the bytes of a raw key, with zeros after them at most, or the private key
 * of the public key.
 * @param {Buffer} material @param {Buffer} reference @param {string} keySpec
 */
function isSameKey(material, reference, keySpec) {
  if (keySpec.startsWith('HMAC') || keySpec === 'SYMMETRIC_DEFAULT') {
    const rest = material.subarray(reference.length);
    return material.subarray(0, reference.length).equals(reference) && rest.every((byte) => byte === 0);
  }
  const privateKey = createPrivateKey({ key: material, format: 'der', type: 'pkcs8' });
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).equals(reference);
}

/**
 * Audits what the printed commands exported, against the device table and against the key that was on the token.
 * @param {string} device
 * @param {string} dir
 */
export async function auditPrinted(device, dir) {
  const { deviceRow } = await import(path.resolve('dist/tables/devices/index.js'));
  const { limits } = deviceRow(device);
  const privateKey = path.resolve(wrappingKeyFiles.RSA_3072);
  let right = 0;
  const faults = [];
  for (const one of JSON.parse(await readFile(path.join(dir, 'results.json'), 'utf8'))) {
    const { id, partition, keySpec, wrappingAlgorithm, exitCode, said } = one;
    if (exitCode !== 0) {
      faults.push(`${id}: the printed commands end with ${exitCode}: ${said.trim()}`);
      continue;
    }
    const folder = path.join(dir, id);
    const run = await audit({
      cwd: folder,
    })`node ${path.resolve('dist/cli/main.js')} audit EncryptedKeyMaterial.bin --private-key ${privateKey} --wrapping-algorithm ${wrappingAlgorithm} --key-spec ${keySpec} --partition ${partition} --format json`;
    /** @type {string[]} */
    const found = (JSON.parse(run.stdout).results?.[0]?.findings ?? [{ id: run.stderr }]).map(
      (/** @type {any} */ finding) => finding.id,
    );
    /** @type {string[]} */
    const expected = limits
      .filter(
        (/** @type {any} */ limit) =>
          limit.keySpecs.includes(keySpec) && limit.algorithms.includes(wrappingAlgorithm),
      )
      .map((/** @type {any} */ limit) => limit.effect);
    const surplus = found.filter((finding) => !expected.includes(finding) && !ofTheCombination.has(finding));
    const missing = expected.filter((finding) => !found.includes(finding) && !dependsOnLength.has(finding));
    const opening = await audit({
      cwd: folder,
    })`node ${path.resolve('dist/cli/main.js')} unwrap --in EncryptedKeyMaterial.bin --private-key ${privateKey} --wrapping-algorithm ${wrappingAlgorithm} --out opened`;
    const same =
      opening.exitCode === 0 &&
      isSameKey(
        await readFile(path.join(folder, 'opened')),
        await readFile(path.join(folder, 'reference')),
        keySpec,
      );
    if (!same) faults.push(`${id}: the export does not hold the key of the token ${opening.stderr}`);
    else if (surplus.length === 0 && missing.length === 0) right += 1;
    else
      faults.push(
        `${id}: expected ${expected.join(', ') || 'no finding'}, found ${found.join(', ') || 'no finding'}`,
      );
  }
  return { right, faults };
}
