import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lintMaterial } from '../../../src/audit/material/lint.ts';
import type { FindingId } from '../../../src/tables/findings/index.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-'));
  openssl(`genpkey ${documented.RSA_2048} -out rsa.pem`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);
const openssl = (command: string) =>
  execFileSync('openssl', command.split(' '), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 24,
  });
/** Runs the commands one after another; what the last one prints is the material. */
const made = (...commands: string[]): Buffer => commands.map(openssl).at(-1)!;
const ids = (material: Buffer, keySpec: KeySpec) =>
  lintMaterial(material, { keySpec, partition: keySpec === 'SM2' ? 'aws-cn' : 'aws' }).findings.map(
    ({ id }) => id,
  );

const documented: Partial<Record<KeySpec, string>> = {
  RSA_2048: '-algorithm rsa -pkeyopt rsa_keygen_bits:2048',
  ECC_NIST_P256: '-algorithm ec -pkeyopt ec_paramgen_curve:P-256',
  ECC_NIST_P384: '-algorithm ec -pkeyopt ec_paramgen_curve:P-384',
  ECC_NIST_P521: '-algorithm ec -pkeyopt ec_paramgen_curve:P-521',
  ECC_SECG_P256K1: '-algorithm ec -pkeyopt ec_paramgen_curve:secp256k1',
  SM2: '-algorithm ec -pkeyopt ec_paramgen_curve:sm2',
};
const topk8 = 'pkcs8 -topk8 -outform der -nocrypt -in key.pem';
const genpkey = (spec: KeySpec) => `genpkey ${documented[spec]} -out key.pem`;

it.each(Object.keys(documented) as KeySpec[])('%s by the documented commands has no finding', (spec) =>
  expect(ids(made(genpkey(spec), topk8), spec)).toEqual([]),
);

interface Case {
  readonly title: string;
  readonly keySpec: KeySpec;
  readonly commands: readonly string[];
  readonly expected: readonly FindingId[];
}

const p256 = genpkey('ECC_NIST_P256');
/** One RSA key does for all that is written from it. */
const rsa = 'pkey -in rsa.pem -out key.pem';
const one = (
  title: string,
  keySpec: KeySpec,
  commands: readonly string[],
  ...expected: FindingId[]
): Case => ({
  title,
  keySpec,
  commands,
  expected,
});
const ec = (curve: string) => `genpkey -algorithm ec -pkeyopt ec_paramgen_curve:${curve} -out key.pem`;

describe('what openssl writes when it is asked for something else', () => {
  it.each([
    one('the PEM of genpkey', 'ECC_NIST_P256', [p256, 'pkey -in key.pem'], 'material-pem'),
    one(
      'ecparam -genkey: parameters, then SEC1',
      'ECC_SECG_P256K1',
      ['ecparam -genkey -name secp256k1'],
      'material-pem',
      'material-sec1',
    ),
    one('ec -outform DER', 'ECC_NIST_P384', [ec('P-384'), 'ec -in key.pem -outform DER'], 'material-sec1'),
    one(
      'rsa -traditional',
      'RSA_2048',
      [rsa, 'rsa -in key.pem -traditional'],
      'material-pem',
      'material-pkcs1',
    ),
    one(
      'rsa -traditional -outform DER',
      'RSA_2048',
      [rsa, 'rsa -in key.pem -traditional -outform DER'],
      'material-pkcs1',
    ),
    one(
      'pkcs8 -topk8 with a password',
      'RSA_2048',
      [rsa, 'pkcs8 -topk8 -outform der -in key.pem -passout pass:test'],
      'material-encrypted',
    ),
    one(
      'pkcs8 -topk8 -v1 with a password',
      'ECC_NIST_P256',
      [p256, 'pkcs8 -topk8 -in key.pem -passout pass:test -v1 PBE-SHA1-3DES'],
      'material-pem',
      'material-encrypted',
    ),
    one(
      'rsa -aes256 -traditional',
      'RSA_2048',
      [rsa, 'rsa -in key.pem -aes256 -traditional -passout pass:test'],
      'material-pem',
      'material-encrypted',
    ),
    one(
      'pkey -pubout',
      'ECC_NIST_P256',
      [p256, 'pkey -in key.pem -pubout -outform DER'],
      'material-public-key',
    ),
    one(
      'pkey -pubout in PEM',
      'RSA_2048',
      [rsa, 'pkey -in key.pem -pubout'],
      'material-pem',
      'material-public-key',
    ),
    one(
      'rsa -RSAPublicKey_out',
      'RSA_2048',
      [rsa, 'rsa -in key.pem -RSAPublicKey_out -outform DER'],
      'material-public-key',
    ),
    one(
      'req -x509',
      'ECC_NIST_P256',
      [p256, 'req -x509 -key key.pem -subj /CN=test -outform DER'],
      'material-public-key',
    ),
    one('req', 'RSA_2048', [rsa, 'req -new -key key.pem -subj /CN=test -outform DER'], 'material-public-key'),
    one(
      'pkcs12 -export',
      'ECC_NIST_P256',
      [
        p256,
        'req -x509 -key key.pem -subj /CN=test -out cert.pem',
        'pkcs12 -export -in cert.pem -inkey key.pem -passout pass:test',
      ],
      'material-other-format',
    ),
    one(
      'ec_param_enc explicit',
      'ECC_NIST_P256',
      [`${p256} -pkeyopt ec_param_enc:explicit`, topk8],
      'ec-explicit-parameters',
    ),
    one(
      'ec -param_enc explicit -outform DER',
      'ECC_NIST_P521',
      [ec('P-521'), 'ec -in key.pem -param_enc explicit -outform DER'],
      'material-sec1',
      'ec-explicit-parameters',
    ),
    one(
      'ec -no_public',
      'ECC_NIST_P384',
      [
        ec('P-384'),
        'ec -in key.pem -no_public -out nopub.pem',
        'pkcs8 -topk8 -outform der -nocrypt -in nopub.pem',
      ],
      'ec-public-key-missing',
    ),
    one('ec -conv_form compressed', 'ECC_NIST_P256', [
      p256,
      'ec -in key.pem -conv_form compressed -out compressed.pem',
      'pkcs8 -topk8 -outform der -nocrypt -in compressed.pem',
    ]),
    one(
      'three primes',
      'RSA_2048',
      [
        'genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_primes:3 -out key.pem',
        topk8,
      ],
      'rsa-multi-prime',
    ),
    one(
      'public exponent 3',
      'RSA_2048',
      [
        'genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3 -out key.pem',
        topk8,
      ],
      'rsa-exponent',
    ),
    one(
      '1024 bits',
      'RSA_2048',
      ['genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:1024 -out key.pem', topk8],
      'rsa-modulus-size',
    ),
    one(
      '2047 bits',
      'RSA_2048',
      ['genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2047 -out key.pem', topk8],
      'rsa-modulus-size',
    ),
    one(
      'RSA-PSS',
      'RSA_2048',
      ['genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048 -out key.pem', topk8],
      'key-type-unsupported',
    ),
    one(
      'Ed25519',
      'ECC_NIST_P256',
      ['genpkey -algorithm ed25519 -out key.pem', topk8],
      'key-type-unsupported',
    ),
    one('Ed448', 'ECC_NIST_P521', ['genpkey -algorithm ed448 -out key.pem', topk8], 'key-type-unsupported'),
    one('X25519', 'ECC_NIST_P256', ['genpkey -algorithm x25519 -out key.pem', topk8], 'key-type-unsupported'),
    one(
      'Ed25519 where 48 raw bytes are expected',
      'HMAC_384',
      ['genpkey -algorithm ed25519 -out key.pem', topk8],
      'key-spec-mismatch',
    ),
    one(
      'DH',
      'RSA_2048',
      ['genpkey -algorithm dh -pkeyopt dh_param:ffdhe2048 -out key.pem', topk8],
      'key-type-unsupported',
    ),
    one('brainpool', 'ECC_NIST_P256', [ec('brainpoolP256r1'), topk8], 'key-type-unsupported'),
    one('secp224r1', 'ECC_NIST_P256', [ec('secp224r1'), topk8], 'key-type-unsupported'),
    one(
      'a binary curve, spelled out',
      'ECC_NIST_P256',
      [`${ec('sect283k1')} -pkeyopt ec_param_enc:explicit`, topk8],
      'key-type-unsupported',
      'ec-explicit-parameters',
    ),
    one('SM2 where P-256 is expected', 'ECC_NIST_P256', [ec('SM2'), topk8], 'key-spec-mismatch'),
    one('P-256 where SM2 is expected', 'SM2', [p256, topk8], 'key-spec-mismatch'),
    one(
      'base64 of PEM of SEC1',
      'ECC_NIST_P256',
      ['ecparam -genkey -noout -name prime256v1 -out sec1.pem', 'base64 -in sec1.pem'],
      'material-base64',
      'material-pem',
      'material-sec1',
    ),
    one('rand -hex 32', 'SYMMETRIC_DEFAULT', ['rand -hex 32'], 'material-hex'),
    one('rand -base64 32', 'SYMMETRIC_DEFAULT', ['rand -base64 32'], 'material-base64'),
    one('rand -base64 64, line-wrapped', 'HMAC_512', ['rand -base64 64'], 'material-base64'),
    one('rand 32', 'SYMMETRIC_DEFAULT', ['rand 32']),
  ])('$title', ({ commands, keySpec, expected }) =>
    expect(ids(made(...commands), keySpec)).toEqual(expected),
  );
});

describe('what shells and editors do to it', () => {
  const pem = () => made(p256, 'pkey -in key.pem');
  it('PEM as UTF-16 with byte order mark, as PowerShell redirects it', () => {
    const text = `\uFEFF${pem().toString().replaceAll('\n', '\r\n')}`;
    expect(ids(Buffer.from(text, 'utf16le'), 'ECC_NIST_P256')).toEqual(['material-pem']);
    expect(ids(Buffer.from(text, 'utf16le').swap16(), 'ECC_NIST_P256')).toEqual(['material-pem']);
    expect(ids(Buffer.from(text, 'utf8'), 'ECC_NIST_P256')).toEqual(['material-pem']);
  });
  it('PEM after the text of -text, or without its last line', () => {
    expect(ids(made(p256, 'pkey -in key.pem -text'), 'ECC_NIST_P256')).toEqual(['material-pem']);
    expect(
      ids(
        Buffer.from(
          pem()
            .toString()
            .replace(/-----END.*/s, ''),
        ),
        'ECC_NIST_P256',
      ),
    ).toEqual(['material-pem']);
  });
  it('PEM of DER that is cut short is two faults', () => {
    const lines = pem().toString().split('\n');
    lines.splice(2, 1);
    expect(ids(Buffer.from(lines.join('\n')), 'ECC_NIST_P256')).toEqual(['material-pem', 'material-not-der']);
  });
  it('columns of xxd and of hexdump -C', () => {
    writeFileSync(file('key.der'), made(p256, topk8));
    const rows = readFileSync(file('key.der'))
      .toString('hex')
      .match(/.{1,32}/g)!;
    const address = (row: number) => (16 * row).toString(16).padStart(8, '0');
    const pairs = (hex: string, size: number) => hex.match(new RegExp(`.{1,${size}}`, 'g'))!.join(' ');
    const xxd = rows
      .map((hex, row) => `${address(row)}: ${pairs(hex, 4).padEnd(39)}  ................\n`)
      .join('');
    const dump = rows
      .map((hex, row) => `${address(row)}  ${pairs(hex, 2).padEnd(48)}  |................|\n`)
      .join('');
    expect(ids(Buffer.from(xxd), 'ECC_NIST_P256')).toEqual(['material-hex']);
    expect(ids(Buffer.from(`${dump}0000008a\n`), 'ECC_NIST_P256')).toEqual(['material-hex']);
  });
  it('nothing, and a line break alone', () => {
    expect(ids(Buffer.alloc(0), 'ECC_NIST_P256')).toEqual(['material-not-der']);
    expect(ids(Buffer.from('\n'), 'RSA_2048')).toEqual(['material-not-der']);
    expect(ids(Buffer.alloc(0), 'SYMMETRIC_DEFAULT')).toEqual(['material-length']);
  });
  it('a header before the key is seen', () => {
    const { findings } = lintMaterial(Buffer.concat([Buffer.alloc(12, 7), made(p256, topk8)]), {
      keySpec: 'ECC_NIST_P256',
      partition: 'aws',
    });
    expect(findings).toMatchObject([
      { id: 'material-not-der', found: expect.stringContaining('offset 12') as unknown },
    ]);
  });
});
