import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recipeScript } from '../../src/recipe/script.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';
import { keySpecs } from '../../src/tables/key-specs.ts';

const temporary = mkdtempSync(join(tmpdir(), 'recipe-faults-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const openssl = execFileSync('sh', ['-c', 'command -v openssl'], { encoding: 'utf8' }).trim();
const pem = readFileSync(join(import.meta.dirname, '../../golden/keys/rfc9500-testRSA2048.pem'));
const publicDer = execFileSync(openssl, ['pkey', '-pubout', '-outform', 'DER'], { input: pem });

interface Fault {
  /** Shell lines before the real openssl; `$1` is its sub-command. */
  readonly openssl?: string;
  readonly files?: Readonly<Record<string, Buffer>>;
  readonly link?: readonly [string, string];
}

const material = Buffer.from('0123456789abcdef0123456789abcdef');
const sound = { 'PlaintextKeyMaterial.bin': material, 'WrappingPublicKey.bin': publicDer };

/** Runs a hardened script in a fresh folder under a fault; gives its end and what is in the folder beside what was there. */
function runUnder(text: string, { files = sound, openssl: lines = '', link }: Fault) {
  const folder = mkdtempSync(join(temporary, 'run-'));
  const bin = mkdtempSync(join(temporary, 'bin-'));
  writeFileSync(join(bin, 'openssl'), `#!/bin/sh\n${lines}\nexec ${openssl} "$@"\n`, { mode: 0o755 });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  if (link !== undefined) symlinkSync(link[0], join(folder, link[1]));
  const before = readdirSync(folder);
  const { status, stderr } = spawnSync('sh', ['-c', text], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env['PATH']}` },
    encoding: 'utf8',
  });
  return { status, stderr, left: readdirSync(folder).filter((name) => !before.includes(name)) };
}

const hybrid = recipeScript({
  wrappingAlgorithm: wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256,
  partition: 'aws',
  flavour: 'hardened',
});
const generation = recipeScript({ keySpec: keySpecs.ECC_NIST_P256, partition: 'aws', flavour: 'hardened' });

const wrapFaults: readonly (readonly [string, Fault, RegExp])[] = [
  [
    'a short AES key',
    { openssl: '[ "$1" = rand ] && set -- rand -out "$3" 16' },
    /16 bytes, expected 32 to 32/,
  ],
  ['an empty AES key', { openssl: '[ "$1" = rand ] && { : > "$3"; exit 0; }' }, /0 bytes, expected 32 to 32/],
  ['openssl enc failing', { openssl: '[ "$1" = enc ] && exit 7' }, /^$/],
  [
    'openssl enc wrapping under another key with exit 0',
    {
      openssl: `[ "$1 $2" = 'enc -id-aes256-wrap-pad' ] && { shift 4; set -- enc -id-aes256-wrap-pad -K 00 "$@"; }`,
    },
    /./,
  ],
  ['openssl pkeyutl failing', { openssl: '[ "$1" = pkeyutl ] && exit 1' }, /^$/],
  [
    'a wrapping public key in PEM',
    { files: { ...sound, 'WrappingPublicKey.bin': pem } },
    /WrappingPublicKey\.bin is not a public key in DER/,
  ],
  [
    'no key material',
    { files: { 'WrappingPublicKey.bin': publicDer } },
    /PlaintextKeyMaterial\.bin is missing/,
  ],
  [
    'empty key material',
    { files: { ...sound, 'PlaintextKeyMaterial.bin': Buffer.alloc(0) } },
    /0 bytes, expected 1 to 4088/,
  ],
  [
    'key material that openssl enc would wrap in several pieces',
    { files: { ...sound, 'PlaintextKeyMaterial.bin': Buffer.alloc(5000, 1) } },
    /5000 bytes, expected 1 to 4088/,
  ],
  [
    'an existing output',
    { files: { ...sound, 'EncryptedKeyMaterial.bin': material } },
    /EncryptedKeyMaterial\.bin exists already/,
  ],
  [
    'a symbolic link to nowhere as output',
    { link: ['/nowhere/at/all', 'EncryptedKeyMaterial.bin'] },
    /EncryptedKeyMaterial\.bin exists already/,
  ],
];

describe('a hardened wrap stops, says why and leaves nothing behind', () => {
  it.for(wrapFaults)('%s', ([, fault, message]) => {
    const { status, stderr, left } = runUnder(hybrid, fault);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(message);
    expect(left).toEqual([]);
  });
});

describe('a hardened generation stops and leaves nothing behind', () => {
  it.for([
    ['openssl genpkey failing', '[ "$1" = genpkey ] && exit 1'],
    ['openssl pkcs8 failing', '[ "$1" = pkcs8 ] && exit 1'],
    ['openssl pkcs8 writing nothing', '[ "$1" = pkcs8 ] && { : > "$9"; exit 0; }'],
  ] as const)('%s', ([, lines]) => {
    const { status, left } = runUnder(generation, { openssl: lines, files: {} });
    expect(status).not.toBe(0);
    expect(left).toEqual([]);
  });
});

it('without a fault the same set-up wraps', () => {
  const { status, stderr, left } = runUnder(hybrid, {});
  expect({ status, stderr, left }).toEqual({ status: 0, stderr: '', left: ['EncryptedKeyMaterial.bin'] });
});
