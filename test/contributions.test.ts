import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import tsconfig from '../tsconfig.json' with { type: 'json' };

/*
 * CONTRIBUTING.md says what each contribution needs. Here each is made in a copy of src/, all at once, and the compiler has to name
 * the places that are missing: no more than one run of it, which takes some seconds.
 */
const root = join(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'kms-keywrap-contributions-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Puts `text` before `before`, which stands once in the file or first. */
function insert(file: string, before: string, text: string): void {
  const path = join(copy, 'src', file);
  const source = readFileSync(path, 'utf8');
  if (!source.includes(before)) throw new Error(`${file} has no ${JSON.stringify(before)}`);
  writeFileSync(
    path,
    source.replace(before, () => text + before),
  );
}

function addRows(): void {
  insert(
    'tables/curves.ts',
    '  SM2: {\n',
    `  ECC_NIST_P224: {
    title: 'P-224', oid: '1.3.132.0.33', openssl: 'P-224', node: 'secp224r1', jwk: 'P-224', fieldBytes: 28,
    p: 1n, a: 1n, b: 1n, n: 1n, gx: 1n, gy: 1n, orderMargin: 1n, source: 'SEC2',
  },\n`,
  );
  const common = "...common, usages: signingUsages('ECDSA_SHA_256')";
  insert(
    'tables/key-specs.ts',
    '  SM2: ec(',
    `  ECC_NIST_P224: ec(curves.ECC_NIST_P224, { pkcs8Bytes: 120, pkcs8BytesWithoutPublicKey: 60, usages: nistCurveUsages(256) }),
  RSA_8192: rsa(8192, 4700),
  NEW_OKP: { kind: 'okp', ${common}, algorithmOid: '1.3.101.112', fileName: 'x' },\n`,
  );
  // A kind of importable key material that there was none of: what an importable Ed25519 needs.
  insert(
    'tables/key-specs.ts',
    '/** A key spec that KMS has, but whose',
    "interface Okp extends Base { readonly kind: 'okp'; readonly importable: true; readonly algorithmOid: string }\n",
  );
  insert('tables/key-specs.ts', 'NotImportable>', 'Okp | ');
  insert('tables/key-specs.ts', 'RawKeySpecRow | RsaKeySpecRow', '(Named & Okp) | ');
  insert('tables/wrapping.ts', '  SM2PKE: {', "  RSAES_OAEP_SHA_384: oaep('sha384'),\n");
  insert('tables/hashes.ts', "  'sm3': {", "  'new-hash': { bytes: 1, title: 'x' },\n");
  insert(
    'tables/findings/blob/text.ts',
    "  'blob-empty':",
    "  'blob-new': blobFinding({ severity: 'error', title: 'x', meaning: 'x', cause: 'x', fix: 'x' }),\n",
  );
  const ways = [
    'RSAES_OAEP_SHA_1',
    'RSAES_OAEP_SHA_256',
    'RSA_AES_KEY_WRAP_SHA_1',
    'RSA_AES_KEY_WRAP_SHA_256',
  ]
    .map((name) => `${name}: { by: 'pkcs11' }`)
    .join(', ');
  insert(
    'tables/devices/index.ts',
    "  'softhsm2': ",
    `  'new-device': { title: 'x', evidence: { kind: 'documents' }, sources: [], limits: [], watch: [], exports: { ${ways} } },\n`,
  );
  insert('report/formats.ts', '  text: {', "  csv: { endings: ['.csv'] },\n");
}

/** `file: message` of everything that the compiler names. */
let named: readonly string[] = [];

beforeAll(async () => {
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ ...tsconfig, include: ['src'] }));
  addRows();
  const output = await new Promise<string>((resolve) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    execFile(process.execPath, [tsc, '--noEmit', '--noErrorTruncation'], { cwd: copy }, (_error, stdout) => {
      resolve(stdout);
    });
  });
  named = output
    .split('\n')
    .flatMap((line) => /^src\/(\S+)\(\d+,\d+\): error TS\d+: (.*)$/.exec(line)?.slice(1).join(': ') ?? []);
}, 120_000);

const placesOf = (word: RegExp) => [
  ...new Set(named.filter((line) => word.test(line)).map((line) => line.split(': ', 1)[0])),
];

describe('the compiler names what a new row still needs', () => {
  it.for([
    ['an EC curve with its key spec', /'?ECC_NIST_P224/],
    ['a key spec', /'?RSA_8192/],
  ] as const)('%s: a published key of it', ([, word]) => {
    expect(placesOf(word)).toEqual(['samples/keys/test-keys.ts']);
  });

  it('a kind of importable key material: its recipe, its capabilities, its generation in node, its samples, its public key', () => {
    expect(placesOf(/lacks ending return|'okp'|NEW_OKP/)).toEqual(
      expect.arrayContaining([
        'api/generate-node.ts',
        'recipe/generation.ts',
        'samples/faults/material/format.ts',
        'samples/faults/material/types.ts',
        'samples/keys/material.ts',
        'samples/keys/test-keys.ts',
        'tables/openssl.ts',
      ]),
    );
  });

  it('a wrapping algorithm with another hash: the probe of openssl, and what devices do for it', () => {
    expect(placesOf(/oaep-sha384/)).toEqual(['run/probe-recipes.ts']);
    expect(placesOf(/\| "sha384\\?"' can't be used to index/)).toEqual(['recipe/devices/pkcs11.ts']);
    expect(placesOf(/'RSAES_OAEP_SHA_384' is missing/)).toContain('tables/devices/device.ts');
  });

  it('a device: the wrapping algorithm that its row does not answer for, and no other place', () => {
    expect(placesOf(/new-device|, SM2PKE$/)).toEqual(['tables/devices/index.ts']);
  });

  it('a hash without its OID, a finding without its source, a reporter that cannot be loaded: themselves', () => {
    expect(named.some((line) => line.startsWith('tables/hashes.ts'))).toBe(true);
    expect(named.some((line) => line.startsWith('tables/findings/blob/text.ts'))).toBe(true);
    expect(named.some((line) => line.startsWith('report/formats.ts'))).toBe(true);
  });
});
