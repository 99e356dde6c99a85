// @ts-check
// Compiles the library with tsc and bundles the command, beside dist/, which is replaced when both are whole.
import { chmod, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { bundleCommand } from './bundle.mjs';
import { inputsDigest, isFresh, root, stampName } from './inputs.mjs';
import { thirdPartyLicences } from './licences.mjs';
import { locked } from './lock.mjs';

const dist = join(root, 'dist');
/** Of this process alone. */
const work = join(root, `.cache/build-${process.pid}`);

/** What make compares with the sources. */
const product = join(dist, 'cli/main.js');

async function make() {
  await mkdir(work, { recursive: true });
  try {
    await makeIn();
  } finally {
    await rm(work, { recursive: true });
  }
}

async function makeIn() {
  const library = join(work, 'library');
  const command = join(work, 'cli');
  // Read before the sources are: what is changed meanwhile makes the next build due.
  const inputs = inputsDigest();
  const tsc = $({
    cwd: root,
    stdio: 'inherit',
    preferLocal: root,
  })`tsc -p tsconfig.build.json --outDir ${library}`;
  await Promise.all([tsc, bundleCommand(command)]);
  await rm(join(library, 'cli'), { recursive: true });
  await rename(command, join(library, 'cli'));
  await chmod(join(library, 'cli/main.js'), 0o755);
  await writeFile(join(library, 'cli/THIRD_PARTY_LICENSES.txt'), await thirdPartyLicences());
  await writeFile(join(library, stampName), `${JSON.stringify({ inputs })}\n`);
  await rename(dist, join(work, 'old')).catch(() => undefined);
  await rename(library, dist);
}

/** Builds dist/ where it is old; of two at once one waits for the other. Throws what tsc or the bundler finds. */
export async function build() {
  await locked(join(root, '.cache/build.lock'), async () => {
    if (!isFresh()) return make();
    const now = new Date();
    await utimes(product, now, now);
  });
}
