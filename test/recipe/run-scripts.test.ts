import { execFile, execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { unwrapBlob } from '../../src/crypto/unwrap.ts';
import { readPrivateKey, type WrappingPrivateKey } from '../../src/crypto/wrapping-key.ts';
import { distinctScripts, type PrintedScript } from './scripts.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';

const run = promisify(execFile);
const keys = join(import.meta.dirname, '../../golden/keys');
const temporary = mkdtempSync(join(tmpdir(), 'recipe-scripts-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const standIns = join(import.meta.dirname, '../stand-ins');
/** xxd is not part of every system: a script with the same output stands in for it. */
const standIn = (program: string) => (program === 'xxd' ? join(standIns, 'xxd') : `/missing/${program}`);

const which = (name: string) => {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
};

const rsaPem = readFileSync(join(keys, 'kms-keywrap-RSA_3072.pem'));
const sm2Pem = join(keys, 'rfc9563-SM2.pem');
const rsa = {
  publicDer: createPublicKey(createPrivateKey(rsaPem)).export({ type: 'spki', format: 'der' }),
  privateKey: readPrivateKey(rsaPem) as WrappingPrivateKey,
};
const sm2 = {
  publicDer: execFileSync('openssl', ['pkey', '-in', sm2Pem, '-pubout', '-outform', 'DER']),
  privateKey: readPrivateKey(readFileSync(sm2Pem)) as WrappingPrivateKey,
};

/** A PATH with these programs alone: no xxd among them. */
function pathOf(name: string, programs: readonly string[], openssl: string | undefined): string {
  const folder = join(temporary, name);
  mkdirSync(folder);
  for (const program of programs) symlinkSync(which(program) ?? standIn(program), join(folder, program));
  symlinkSync(openssl ?? '/missing/openssl', join(folder, 'openssl'));
  return folder;
}

/**
 * openssl, but RSA keys of each size are made once: a run of every script would otherwise make 36 of them. The scripts that
 * do nothing but generate run with openssl itself.
 */
const openssl = which('openssl');
const thrifty = join(temporary, 'thrifty-openssl');
writeFileSync(
  thrifty,
  `#!/bin/sh
for word; do
  case $word in rsa_keygen_bits:*) key=${temporary}/rsa-\${word#*:}.pem ;; esac
  last=$word
done
[ -n "\${key-}" ] || exec ${openssl} "$@"
case "$*" in *' -out '*) exec /bin/cp "$key" "$last" ;; *) exec /bin/cat "$key" ;; esac
`,
  { mode: 0o755 },
);
for (const bits of [2048, 3072, 4096]) {
  const pem = join(temporary, `rsa-${bits}.pem`);
  execFileSync(
    'openssl',
    ['genpkey', '-algorithm', 'rsa', '-pkeyopt', `rsa_keygen_bits:${bits}`, '-out', pem],
    {
      stdio: 'ignore',
    },
  );
}

const publicKey = 'WrappingPublicKey.bin';
const wrapped = 'EncryptedKeyMaterial.bin';
const bare = ['od', 'tr', 'wc', 'mv', 'mkdir', 'rm', 'cat', 'cmp'];
const documentedTools = ['xxd', 'tr', 'cat'];
/** LibreSSL's openssl, which neither Debian nor npm has: a program that refuses what LibreSSL refuses. */
const libressl = join(standIns, 'libressl');
const paths = {
  documented: {
    real: pathOf('d', documentedTools, openssl),
    thrifty: pathOf('dt', documentedTools, thrifty),
  },
  hardened: { real: pathOf('h', bare, openssl), thrifty: pathOf('ht', bare, thrifty) },
  portable: { real: pathOf('p', ['sh'], libressl), thrifty: pathOf('pt', ['sh'], libressl) },
};

/** Runs a script in a fresh folder; the blob is opened by the oracle, which shares no code with recipes. */
async function runAndUnwrap(script: PrintedScript, shell: string) {
  const wrapping = script.wrappingAlgorithm === 'SM2PKE' ? sm2 : rsa;
  const folder = mkdtempSync(join(temporary, 'run-'));
  if (script.wrappingAlgorithm !== undefined) writeFileSync(join(folder, publicKey), wrapping.publicDer);
  if (!script.generates) writeFileSync(join(folder, script.material), randomBytes(32));
  writeFileSync(join(folder, 'recipe.sh'), script.text);
  const path = paths[script.flavour][script.wrappingAlgorithm === undefined ? 'real' : 'thrifty'];
  await run(which(shell) ?? shell, ['recipe.sh'], {
    cwd: folder,
    env: { PATH: path, KMS_KEYWRAP_REAL_OPENSSL: openssl },
  });

  const material = readFileSync(join(folder, script.material));
  const made = [script.generates ? [script.material] : [], script.wrappingAlgorithm ? [wrapped] : []].flat();
  const given = [
    script.generates ? [] : [script.material],
    script.wrappingAlgorithm ? [publicKey] : [],
  ].flat();
  return {
    material,
    unwrapped:
      script.wrappingAlgorithm === undefined
        ? material
        : unwrapBlob({
            blob: readFileSync(join(folder, wrapped)),
            privateKey: wrapping.privateKey,
            wrappingAlgorithm: wrappingAlgorithms[script.wrappingAlgorithm],
          }).material,
    strays: readdirSync(folder).filter((name) => ![...made, ...given, 'recipe.sh'].includes(name)),
    readableByOthers: made.filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0),
  };
}

const matrix = [
  { flavour: 'documented', shell: 'bash', tools: ['bash'] },
  { flavour: 'hardened', shell: 'dash', tools: ['dash'] },
  { flavour: 'hardened', shell: 'bash', tools: ['bash'] },
  { flavour: 'portable', shell: 'bash', tools: ['bash'] },
] as const;

for (const { flavour, shell, tools } of matrix) {
  const missing = tools.filter((tool) => which(tool) === undefined);
  const why = missing.length === 0 ? '' : ` (skipped: ${missing.join(', ')} not installed)`;
  const scripts = distinctScripts(flavour).map((script) => [script.title, script] as const);

  describe.concurrent(`${flavour} recipes in ${shell}${why}`, () => {
    it.skipIf(missing.length > 0).for(scripts)('%s: runs, and its blob unwraps', async ([, script]) => {
      const { material, unwrapped, strays, readableByOthers } = await runAndUnwrap(script, shell);
      expect(material.length).toBeGreaterThan(15);
      expect(unwrapped.equals(material)).toBe(true);
      // The documented commands leave the AES key after and follow the user's umask; the hardened ones must not.
      const left = flavour === 'hardened' ? { strays, readableByOthers } : {};
      expect(left).toEqual(flavour === 'hardened' ? { strays: [], readableByOthers: [] } : {});
    });
  });
}

const checked = (['documented', 'hardened', 'portable'] as const).flatMap((flavour) =>
  distinctScripts(flavour).map(({ text }, index) => ({ name: `${flavour}-${index}.sh`, flavour, text })),
);

const named = (flavour: string) =>
  checked.filter((script) => script.flavour === flavour).map(({ name }) => name);

it.skipIf(which('shellcheck') === undefined)(
  'shellcheck has nothing to say about any printed script (skipped where it is not installed)',
  async () => {
    const folder = mkdtempSync(join(temporary, 'check-'));
    for (const { name, text } of checked) writeFileSync(join(folder, name), text);
    const complaints = await Promise.all([
      run('shellcheck', ['-s', 'bash', ...named('documented'), ...named('portable')], { cwd: folder }),
      run('shellcheck', named('hardened'), { cwd: folder }),
    ]);
    expect(complaints.map(({ stdout }) => stdout).join('')).toBe('');
  },
);
