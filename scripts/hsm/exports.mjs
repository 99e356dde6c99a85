// @ts-check
// Exports keys from a token in every way that it has, as an operator would for KMS, and writes down what it did.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runSubmission } from './export.mjs';
import { generate, importWrappingKey, targets } from './keys.mjs';
import { wrappingMechanisms } from './names.mjs';
import { expectation, mechanismText, submissions } from './submissions.mjs';

export const wrappingKeyFiles = {
  RSA_2048: 'golden/keys/rfc9500-testRSA2048.pem',
  RSA_3072: 'golden/keys/kms-keywrap-RSA_3072.pem',
  RSA_4096: 'golden/keys/rfc9500-testRSA4096.pem',
};

/**
 * The key of a target, or why the token makes none.
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {import('./session.mjs').OpenToken} token
 * @param {import('./keys.mjs').Target} target
 */
function make(pkcs11, token, target) {
  try {
    return generate(pkcs11, token, target);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('CKR_')) return { refused: error.message };
    throw error;
  }
}

/**
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {import('./session.mjs').OpenToken} token
 * @param {{ name: string, version: string }} device
 */
export async function exportAll(pkcs11, token, device) {
  const { lib, slot } = token;
  const info = lib.C_GetInfo();
  const described = {
    ...device,
    cryptoki: `${info.cryptokiVersion.major}.${info.cryptokiVersion.minor}`,
    wrappingMechanisms: wrappingMechanisms(pkcs11, lib, slot),
  };
  const has = new Set(lib.C_GetMechanismList(slot));
  const tried = submissions.filter(({ needs }) => needs === undefined || has.has(needs));
  const cases = [];
  const keyOf = targets.map((target) => make(pkcs11, token, target));
  for (const [wrappingKeySpec, file] of Object.entries(wrappingKeyFiles)) {
    const privateKey = createPrivateKey(await readFile(file));
    const publicKey = importWrappingKey(pkcs11, token, createPublicKey(privateKey));
    for (const [index, target] of targets.entries()) {
      for (const submission of tried) {
        if (submission.only !== undefined && !submission.only.includes(target.keySpec)) continue;
        // The other sizes of the wrapping key differ in nothing but the length of the RSA block.
        if (wrappingKeySpec !== 'RSA_2048' && submission.faults.length > 0) continue;
        const made = keyOf[index];
        if (made === undefined) throw new Error('a target without a key');
        const outcome =
          'refused' in made
            ? { refused: made.refused, step: 'making the key' }
            : runSubmission(
                pkcs11,
                token,
                made.key,
                target.size === undefined || target.kind === 'rsa' ? undefined : target.size,
                submission,
                { publicKey, privateKey },
              );
        cases.push({ target, submission, wrappingKeySpec, file, outcome });
      }
    }
  }
  return { device: described, cases };
}

/** @typedef {Awaited<ReturnType<typeof exportAll>>} Exports */
/** @typedef {Exports['cases'][number]} ExportCase */

const caseId = (/** @type {ExportCase} */ { target, submission, wrappingKeySpec }) =>
  `${target.partition}/${target.keySpec}/${wrappingKeySpec}/${submission.id}`;
const blobName = (/** @type {ExportCase} */ exported) => `${caseId(exported).replaceAll('/', '-')}.bin`;

/** @param {ExportCase} exported what the token did, without its random bytes */
function describe(exported) {
  const { target, submission, outcome } = exported;
  const mechanisms = [submission.rsa, ...(submission.wrap === undefined ? [] : [submission.wrap])];
  return {
    id: caseId(exported),
    mechanisms: mechanisms.map((name) => mechanismText[name]),
    ...(target.kind === 'rsa' &&
    submission.wrap !== undefined &&
    'refused' in outcome &&
    outcome.refused === 'CKR_DATA_LEN_RANGE'
      ? // RSA keys differ in length by a byte or two, and a mechanism of whole blocks accepts one in eight.
        { blobBytes: 'varies with the key' }
      : 'refused' in outcome
        ? { refused: outcome.refused, step: outcome.step }
        : {
            blobBytes: target.kind === 'rsa' ? 'varies with the key' : outcome.blob.length,
            ...(target.kind === 'rsa'
              ? {}
              : { wrappedBytes: outcome.plaintext.bytes, zerosBehindKey: outcome.plaintext.zeroBytes }),
          }),
  };
}

/** @param {ExportCase} exported a line of the shape that `audit --manifest` takes, with what is to be found */
function manifestLine(exported) {
  const { target, submission, outcome, file, wrappingKeySpec } = exported;
  if ('refused' in outcome) return undefined;
  return {
    id: caseId(exported),
    blob: blobName(exported),
    privateKey: path.basename(file),
    wrappingAlgorithm: submission.wrappingAlgorithm,
    keySpec: target.keySpec,
    partition: target.partition,
    expect: expectation(target, submission, outcome.plaintext, wrappingKeySpec),
  };
}

/** @param {Exports} exports */
function noteText({ device, cases }) {
  const head = {
    note: 'What one token did when it was asked to export keys for KMS. Made by scripts/hsm.mjs; the keys were made on the token for this and are used nowhere else.',
    device,
  };
  const lines = cases.map((exported) => `    ${JSON.stringify(describe(exported))}`);
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/**
 * Blobs, keys to open them, manifest and note.
 * @param {Exports} exports
 * @param {string} dir
 */
export async function writeExports(exports, dir) {
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const manifest = [];
  for (const exported of exports.cases) {
    const line = manifestLine(exported);
    if (line === undefined || 'refused' in exported.outcome) continue;
    manifest.push(`${JSON.stringify(line)}\n`);
    await writeFile(path.join(dir, blobName(exported)), exported.outcome.blob);
  }
  for (const file of Object.values(wrappingKeyFiles))
    await copyFile(file, path.join(dir, path.basename(file)));
  await writeFile(path.join(dir, 'manifest.jsonl'), manifest.join(''));
  await writeFile(path.join(dir, 'note.json'), noteText(exports));
}
