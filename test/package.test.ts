import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../scripts/build/inputs.mjs';
import './built.ts';

const run = promisify(execFile);
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

let folder: string;
let tarball: string;
let files: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kms-keywrap-package-'));
  const { stdout } = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...quiet],
    {
      cwd: root,
    },
  );
  const packed: unknown = JSON.parse(stdout);
  // npm 12 gives an object by package name, earlier ones an array.
  const [pack] = Object.values(packed as Record<string, { filename: string; files: { path: string }[] }>);
  tarball = join(folder, pack?.filename ?? '');
  files = (pack?.files ?? []).map(({ path }) => path);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the packed package', () => {
  it('holds what users need: the command, the library with its types, schemas, golden vectors, documents', () => {
    for (const file of [
      'dist/cli/main.js',
      'dist/index.js',
      'dist/index.d.ts',
      'README.md',
      'LICENSE',
      'schemas/verify-1.schema.json',
    ])
      expect(files).toContain(file);
    expect(files.some((file) => file.startsWith('golden/vectors/'))).toBe(true);
  });

  it('holds nothing else: no source, test, script, stamp of the build, or lockfile', () => {
    const strange = files.filter(
      (file) =>
        !/^(dist|schemas|golden|docs|man)\//.test(file) &&
        !['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'].includes(
          file,
        ),
    );
    expect(strange).toEqual([]);
    expect(files.filter((file) => /\.build\.json$|\.test\.|\.map$/.test(file))).toEqual([]);
  });

  it('brings the licence of every package that it depends on, with its text', async () => {
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string; dev?: boolean; license?: string }>;
    };
    const { stdout } = await run('tar', ['-xOf', tarball, 'package/dist/cli/THIRD_PARTY_LICENSES.txt']);
    for (const [folder, { version, dev, license }] of Object.entries(lock.packages)) {
      if (folder === '' || dev === true) continue;
      expect(stdout).toContain(`${folder.split('node_modules/').at(-1)} ${version} (${license})`);
    }
    expect(stdout).toContain('Permission is hereby granted');
    expect(stdout).toContain('Redistribution and use in source and binary forms');
  });

  it('passes publint', async () => {
    const { messages } = await publint({ pkgDir: root, strict: true, pack: 'npm' });
    expect(messages).toEqual([]);
  });

  it('passes are-the-types-wrong for ES modules', async () => {
    const attw = join(root, 'node_modules/.bin/attw');
    // It exits with 1 on any problem.
    await expect(run(attw, [tarball, '--profile', 'esm-only'])).resolves.toBeDefined();
  });

  it('installs without running a script, and its command and library run', { timeout: 120_000 }, async () => {
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    await run('npm', ['install', '--ignore-scripts', '--prefer-offline', ...quiet, tarball], { cwd: folder });
    const command = join(folder, 'node_modules/.bin/kms-keywrap');
    await run(command, ['generate', 'ECC_NIST_P384'], { cwd: folder });
    await writeFile(
      join(folder, 'use.js'),
      `import { readFileSync } from 'node:fs';
       import { generateKeyPairSync } from 'node:crypto';
       import { wrap, unwrap } from 'kms-keywrap';
       const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
       const keyMaterial = readFileSync('ECC_NIST_P384_PrivateKey.der');
       const wrappingAlgorithm = 'RSAES_OAEP_SHA_256';
       const { encryptedKeyMaterial } = await wrap({ keyMaterial, wrappingAlgorithm, publicKey: publicKey.export({ format: 'der', type: 'spki' }) });
       const opened = await unwrap({ encryptedKeyMaterial, wrappingAlgorithm, privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }) });
       console.log(opened.keyMaterial.equals(keyMaterial));`,
    );
    const { stdout } = await run(process.execPath, ['use.js'], { cwd: folder });
    expect(stdout).toBe('true\n');
    const recipe = await run(command, ['recipe', 'SM2']);
    expect(recipe.stdout).toContain('ec_paramgen_curve:sm2');
  });
});
