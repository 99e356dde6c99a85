// @ts-check
// The command as CommonJS, which node starts faster than ES modules, in few files: reading and compiling each costs half a
// millisecond.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { withStandIns } from './stand-ins.mjs';

const minify = { compress: true, mangle: false, codegen: { removeWhitespace: true } };

/** What every command reads: not what names faults, which is longer. */
const core = {
  name: 'core',
  test: /\/src\/(tables\/(?!findings|curves|algorithms)|recipe\/|errors|version|printable|cli\/options\/(command|options|openssl-options)\.ts|api\/(names|engine|support-table|preflight-combination|recipe)\.ts)/,
};

/** @param {string} folder */
async function bundleMain(folder) {
  const bundle = await rolldown({
    input: { main: 'src/cli/main.ts' },
    platform: 'node',
    plugins: [withStandIns],
    // yargs resolves configuration files from there; this command has none.
    transform: { define: { 'import.meta.resolve': 'undefined' } },
  });
  await bundle.write({
    dir: folder,
    format: 'cjs',
    dynamicImportInCjs: false,
    minify,
    chunkFileNames: '[name].js',
    codeSplitting: { groups: [core] },
  });
  await bundle.close();
}

/** What audit threads run, in one file: a thread reads and compiles nothing that it does not need. @param {string} folder */
async function bundleWorker(folder) {
  const bundle = await rolldown({ input: { 'audit-worker': 'src/audit/batch/worker.ts' }, platform: 'node' });
  await bundle.write({ dir: folder, format: 'cjs', dynamicImportInCjs: false, minify });
  await bundle.close();
}

/** What the rehearsal endpoint judges in. @param {string} folder */
async function bundleJudge(folder) {
  const bundle = await rolldown({
    input: { 'judge/thread': 'src/rehearse/judge/thread.ts' },
    platform: 'node',
  });
  await bundle.write({ dir: folder, format: 'cjs', dynamicImportInCjs: false, minify });
  await bundle.close();
}

/** @param {string} folder */
export async function bundleCommand(folder) {
  await Promise.all([bundleMain(folder), bundleWorker(folder), bundleJudge(folder)]);
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
}
