// @ts-check
// What a build is made from, by content: times of files say nothing after a checkout or a copy.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const root = join(import.meta.dirname, '../..');

/** Files and folders that the build reads. A change of any of them makes dist/ old. */
const inputs = [
  'src',
  'scripts/build.mjs',
  'scripts/build',
  'scripts/stand-ins',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/** @param {string} path @returns {string[]} */
const filesOf = (path) =>
  statSync(join(root, path)).isFile()
    ? [path]
    : readdirSync(join(root, path))
        .toSorted()
        .flatMap((name) => filesOf(`${path}/${name}`));

/** SHA-256 over the names and contents of all of them. */
export function inputsDigest() {
  const digest = createHash('sha256');
  for (const file of inputs.flatMap(filesOf)) {
    const content = readFileSync(join(root, file));
    digest.update(`${file}\0${content.length}\0`).update(content);
  }
  return digest.digest('hex');
}

/** Lies in dist/ and says what it was made from. */
export const stampName = '.build.json';

/** Whether dist/ was made from what lies here now. */
export function isFresh() {
  try {
    const { inputs: made } = JSON.parse(readFileSync(join(root, 'dist', stampName), 'utf8'));
    return made === inputsDigest();
  } catch {
    return false;
  }
}

/**
 * Builds dist/ unless it was made from what lies here now; of several at once the first builds, and the others wait for it.
 * Rejects with what tsc or the bundler found: what lies in dist/ is then older than its sources.
 */
export async function ensureBuilt() {
  if (isFresh()) return;
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root }).catch(
    (/** @type {Error & { stdout: string, stderr: string }} */ { message, stdout, stderr }) => {
      throw new Error(`dist/ is older than src/ and cannot be built: ${message}\n${stdout}${stderr}`);
    },
  );
}
