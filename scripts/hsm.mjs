#!/usr/bin/env node
// @ts-check
// Exports keys from a SoftHSM 2 token in every way that it has, as an operator would for KMS, and checks that the token
// does what the note in golden/exports/softhsm2 says. `--keep` writes that folder anew.
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diffLines } from 'diff';
import { $, argv } from 'zx';
import { Missing } from './debian.mjs';
import { writeSums } from './golden/sums.mjs';
import { runSubmission } from './hsm/export.mjs';
import { generate, importWrappingKey, targets } from './hsm/keys.mjs';
import { wrappingMechanisms } from './hsm/names.mjs';
import { loadPkcs11 } from './hsm/pkcs11.mjs';
import { openToken, softhsmModule } from './hsm/softhsm.mjs';
import { expectation, mechanismText, submissions } from './hsm/submissions.mjs';

$.verbose = false;
const kept = 'golden/exports/softhsm2';
const wrappingKeyFiles = {
  RSA_2048: 'golden/keys/rfc9500-testRSA2048.pem',
  RSA_3072: 'golden/keys/kms-keywrap-RSA_3072.pem',
  RSA_4096: 'golden/keys/rfc9500-testRSA4096.pem',
};

/** @param {string} dir scratch folder of the token */
async function exportAll(dir) {
  const pkcs11 = await loadPkcs11();
  const module = await softhsmModule();
  const token = await openToken(pkcs11, module, dir);
  const { lib, slot } = token;
  const info = lib.C_GetInfo();
  const device = {
    name: 'SoftHSM',
    version: await versionOf(module, `${info.libraryVersion.major}.${info.libraryVersion.minor}`),
    cryptoki: `${info.cryptokiVersion.major}.${info.cryptokiVersion.minor}`,
    wrappingMechanisms: wrappingMechanisms(pkcs11, lib, slot),
  };
  const cases = [];
  const keyOf = targets.map((target) => generate(pkcs11, token, target));
  for (const [wrappingKeySpec, file] of Object.entries(wrappingKeyFiles)) {
    const privateKey = createPrivateKey(await readFile(file));
    const publicKey = importWrappingKey(pkcs11, token, createPublicKey(privateKey));
    for (const [index, target] of targets.entries()) {
      for (const submission of submissions) {
        if (submission.only !== undefined && !submission.only.includes(target.keySpec)) continue;
        // The other sizes of the wrapping key differ in nothing but the length of the RSA block.
        if (wrappingKeySpec !== 'RSA_2048' && submission.faults.length > 0) continue;
        const key = /** @type {Buffer} */ (keyOf[index]);
        const outcome = runSubmission(
          pkcs11,
          token,
          key,
          target.size === undefined || target.kind === 'rsa' ? undefined : target.size,
          submission,
          { publicKey, privateKey },
        );
        cases.push({ target, submission, wrappingKeySpec, file, outcome });
      }
    }
  }
  lib.C_Finalize();
  return { device, cases };
}

/** The library tells major and minor only; Debian's package and softhsm2-util tell the rest. @param {string} module @param {string} reported */
async function versionOf(module, reported) {
  const util = await $({ nothrow: true })`softhsm2-util --version`;
  if (util.exitCode === 0 && util.stdout.trim().startsWith(reported)) return util.stdout.trim();
  return `${reported} (${path.basename(module)})`;
}

/** @typedef {Awaited<ReturnType<typeof exportAll>>['cases'][number]} ExportCase */

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
    ...('refused' in outcome
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
  const { target, submission, outcome, file } = exported;
  if ('refused' in outcome) return undefined;
  return {
    id: caseId(exported),
    blob: blobName(exported),
    privateKey: path.basename(file),
    wrappingAlgorithm: submission.wrappingAlgorithm,
    keySpec: target.keySpec,
    partition: target.partition,
    expect: expectation(target, submission, outcome.plaintext),
  };
}

/** @param {Awaited<ReturnType<typeof exportAll>>} exports */
function noteText({ device, cases }) {
  const head = {
    note: 'What one token did when it was asked to export keys for KMS. Made by scripts/hsm.mjs; the keys were made on the token for this and are used nowhere else.',
    device,
  };
  const lines = cases.map((exported) => `    ${JSON.stringify(describe(exported))}`);
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** @param {Awaited<ReturnType<typeof exportAll>>} exports @param {string} dir */
async function write(exports, dir) {
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
  return manifest.length;
}

/** @param {string} expected @param {string} found */
function showDifference(expected, found) {
  for (const part of diffLines(expected, found))
    if (part.added || part.removed)
      process.stderr.write(part.value.replaceAll(/^(?=.)/gm, part.added ? '+ ' : '- '));
}

/**
 * Audits the exports as a batch, and says where that finds something else than the manifest expects.
 * That one key is exported in many ways (`material-duplicate`) is so by design.
 * @param {string} dir
 */
async function audit(dir) {
  const manifest = path.join(dir, 'manifest.jsonl');
  const run = await $({
    nothrow: true,
    quiet: true,
  })`node dist/cli/main.js audit --manifest ${manifest} --format jsonl`;
  /** @type {(text: string) => any[]} */
  const lines = (text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const expected = lines(await readFile(manifest, 'utf8')).map(
    ({ id, expect }) => `${id}: ${expect.toSorted().join(', ')}\n`,
  );
  const found = lines(run.stdout).map(({ id, findings, error }) => {
    const ids = findings
      .map((/** @type {any} */ one) => one.id)
      .filter((/** @type {string} */ one) => one !== 'material-duplicate');
    return `${id}: ${error ?? ids.toSorted().join(', ')}\n`;
  });
  if (expected.toSorted().join('') === found.toSorted().join('')) return true;
  showDifference(expected.toSorted().join(''), found.toSorted().join(''));
  return false;
}

const scratch = await mkdtemp(path.join(tmpdir(), 'kms-keywrap-hsm-'));
try {
  const exports = await exportAll(scratch);
  const dir = argv['keep'] === true ? kept : path.join(scratch, 'exports');
  const blobs = await write(exports, dir);
  if (dir === kept) await writeSums();
  const refused = exports.cases.length - blobs;
  console.log(`SoftHSM ${exports.device.version}: ${blobs} exports, ${refused} refused by the token`);
  if (await audit(dir)) console.log('the audit finds in each what is to be found');
  else {
    console.error('the audit finds something else than what is to be found');
    process.exitCode = 1;
  }
  const expected = JSON.parse(await readFile(path.join(kept, 'note.json'), 'utf8'));
  if (expected.device.version !== exports.device.version)
    console.log(
      `the note is of SoftHSM ${expected.device.version}: what the token does is shown, not compared`,
    );
  else if (noteText(exports) !== (await readFile(path.join(kept, 'note.json'), 'utf8'))) {
    showDifference(await readFile(path.join(kept, 'note.json'), 'utf8'), noteText(exports));
    console.error(`the token does something else than ${kept}/note.json says; --keep writes it anew`);
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  console.error(error.message);
  process.exitCode = 3;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
