// @ts-check
// dist/cli: the command as CommonJS, which node starts faster than ES modules, in few files: reading and compiling each
// costs half a millisecond.
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { $ } from 'zx';

/**
 * What packages bring in for cases that do not occur here, and what stands in for it. Each takes as long to load as a
 * command takes to run.
 * @type {Record<string, string>}
 */
const lighter = {
  // yargs: help texts are plain ASCII and need no table of display widths.
  'string-width': 'export default (text) => text.replace(/\\u001b\\[[0-9;]*m/g, "").length;',
  // yargs checks its own arguments with two functions.
  'assert': `
    const fail = (message) => { throw new Error(message); };
    export const notStrictEqual = (a, b, message) => { if (a === b) fail(message); };
    export const strictEqual = (a, b, message) => { if (a !== b) fail(message); };`,
  // poolifier: the pools here are of threads, not of processes.
  'node:cluster': 'export class Worker {} export default {};',
  // execa: messages to child processes are not used.
  'node:v8': 'export const serialize = () => { throw new Error("no messages here"); };',
  // execa: descriptions of signals, for messages that are not shown.
  'human-signals': `
    import { constants } from 'node:os';
    export const signalsByName = Object.fromEntries(
      Object.entries(constants.signals).map(([name, number]) => [name, { name, number, description: name }]));`,
  // execa: its own verbose mode is not used.
  'figures': 'export default {};',
  'pretty-ms': 'export default String;',
};

const prefix = '\0lighter:';
const withLighterModules = {
  name: 'lighter-modules',
  /** @param {string} id @param {string | undefined} importer */
  resolveId: (id, importer) =>
    id in lighter && importer?.includes('node_modules/')
      ? { id: prefix + id, moduleSideEffects: false }
      : null,
  /** @param {string} id */
  load: (id) => (id.startsWith(prefix) ? lighter[id.slice(prefix.length)] : null),
};

export async function bundleCommand() {
  await rm('dist/cli', { recursive: true });
  const bundle = await rolldown({
    input: { command: 'src/cli/main.ts' },
    platform: 'node',
    plugins: [withLighterModules],
    // yargs resolves configuration files from there; this command has none.
    transform: { define: { 'import.meta.resolve': 'undefined' } },
  });
  await bundle.write({
    dir: 'dist/cli',
    format: 'cjs',
    // A cached script cannot call import().
    dynamicImportInCjs: false,
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    chunkFileNames: '[name].js',
    codeSplitting: {
      groups: [
        {
          name: 'core',
          // What every command reads: not what names faults, which is longer.
          test: /\/src\/(tables\/(?!findings|curves|algorithms)|recipe\/|errors|version|printable|cli\/(command|options|openssl-options)\.ts|api\/(names|engine|support-table|preflight-combination|recipe)\.ts)/,
        },
      ],
    },
  });
  await bundle.close();
  await bundleWorker();
  await writeFile('dist/cli/package.json', '{ "type": "commonjs" }\n');
  await copyFile('scripts/start/main.cjs', 'dist/cli/main.js');
  await copyFile('scripts/start/audit-worker.cjs', 'dist/cli/audit-worker.js');
  await recordCodeCaches();
}

/** What audit threads run, in one file: a thread reads and compiles nothing that it does not need. */
async function bundleWorker() {
  const bundle = await rolldown({ input: 'src/audit/batch/worker.ts', platform: 'node' });
  await bundle.write({
    file: 'dist/cli/audit-thread.js',
    format: 'cjs',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  });
  await bundle.close();
}

/** Enough for a thread to be at work when its code is kept. */
const warmLines = 4000;

/** Runs the commands that people wait for, so that V8's compiled code can be kept. What fails here is compiled later. */
async function recordCodeCaches() {
  const folder = await mkdtemp(join(tmpdir(), 'kms-keywrap-build-'));
  const preload = join(import.meta.dirname, 'start/record.cjs');
  const record = ['--require', preload, join(import.meta.dirname, '../dist/cli/main.js')];
  const shell = $({ cwd: folder, nothrow: true, quiet: true });
  try {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeFile(join(folder, 'private.der'), privateKey.export({ format: 'der', type: 'pkcs8' }));
    await writeFile(join(folder, 'public.der'), publicKey.export({ format: 'der', type: 'spki' }));
    const algorithm = ['--wrapping-algorithm', 'RSAES_OAEP_SHA_256'];
    await shell`node ${record} generate HMAC_256 --engine node --out material`;
    await shell`node ${record} wrap --in material --public-key public.der ${algorithm} --out blob`;
    await shell`node ${record} wrap --engine node --force --in material --public-key public.der ${algorithm} --out blob`;
    await shell`node ${record} unwrap --in blob --private-key private.der ${algorithm} --out opened`;
    await shell`node ${record} audit blob --private-key private.der ${algorithm} --key-spec HMAC_256`;
    const line = {
      blob: 'blob',
      privateKey: 'private.der',
      wrappingAlgorithm: algorithm[1],
      keySpec: 'HMAC_256',
    };
    await writeFile(join(folder, 'manifest.jsonl'), `${JSON.stringify(line)}\n`.repeat(warmLines));
    await shell`node ${record} audit --manifest manifest.jsonl --jobs 1 --format jsonl`;
    await shell`node ${record} recipe ECC_NIST_P384 ${algorithm}`;
    await shell`node ${record} support RSA_2048`;
  } finally {
    await rm(folder, { recursive: true });
  }
}
