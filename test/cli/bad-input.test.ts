import { generateKeyPairSync } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { material, Place, writeWrappingKey } from './command.ts';

const place = new Place();
afterAll(() => place.remove());

const { publicDer, privateDer } = writeWrappingKey(place);
place.write('material.bin', material());
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
place.write('ec.der', ec.export({ format: 'der', type: 'pkcs8' }));

const wrap = (more: Record<string, string>) => [
  'wrap',
  ...Object.entries({
    'in': 'material.bin',
    'public-key': 'public.der',
    'wrapping-algorithm': 'RSAES_OAEP_SHA_256',
    ...more,
  }).flatMap(([name, value]) => [`--${name}`, value]),
];

interface Refusal {
  readonly of: string;
  readonly args: readonly string[];
  readonly says: RegExp;
  readonly hint?: RegExp;
  readonly code?: number;
}

/** Each is refused with this message, this hint and exit status 2, and nothing is written. */
const refusals: readonly Refusal[] = [
  {
    of: 'an unknown key spec',
    args: ['generate', 'RSA-2048'],
    says: /unknown key spec "RSA-2048"/,
    hint: /did you mean RSA_2048\?/,
  },
  {
    of: 'an unknown wrapping algorithm',
    args: wrap({ 'wrapping-algorithm': 'RSAES_OAEP_SHA256' }),
    says: /unknown wrapping algorithm "RSAES_OAEP_SHA256"/,
    hint: /did you mean RSAES_OAEP_SHA_256\?/,
  },
  {
    of: 'an unknown partition',
    args: ['support', '--partition', 'china'],
    says: /unknown partition "china"/,
    hint: /aws-cn/,
  },
  {
    of: 'an unknown wrapping key spec',
    args: ['support', '--wrapping-key-spec', 'RSA_1024'],
    says: /unknown wrapping key spec/,
    hint: /RSA_2048/,
  },
  {
    of: 'an empty value, as of a shell variable that is not set',
    args: wrap({ out: '' }),
    says: /--out is empty/,
    hint: /variable/,
  },
  {
    of: 'an empty name of a folder that would be replaced',
    args: ['fixtures', '--out', '', '--force'],
    says: /--out is empty/,
  },
  {
    of: 'an empty filter, which would mean everything',
    args: ['verify', '--key-spec', ''],
    says: /--key-spec is empty/,
  },
  {
    of: 'a folder for rehearsals that cannot be made',
    args: ['rehearse', '--state', 'material.bin/state'],
    says: /cannot write material\.bin\/state: a part of its path is not a folder/,
  },
  {
    of: 'an empty name of a file',
    args: ['lint', '', '--key-spec', 'HMAC_256'],
    says: /file is empty/,
  },
  {
    of: 'an unknown engine',
    args: wrap({ engine: 'java' }),
    says: /unknown --engine "java"/,
    hint: /openssl, node/,
  },
  {
    of: 'an unknown format',
    args: ['support', '--format', 'xml'],
    says: /unknown --format "xml"/,
    hint: /text, json/,
  },
  {
    of: 'an unknown flavour',
    args: ['recipe', 'SM2', '--flavour', 'mild'],
    says: /unknown --flavour "mild"/,
    hint: /hardened/,
  },
  { of: 'an unknown command', args: ['warp'], says: /unknown command "warp"/, hint: /did you mean wrap\?/ },
  { of: 'an unknown option', args: ['support', '--colour'], says: /unknown option/, hint: /support --help/ },
  {
    of: 'a missing option',
    args: ['wrap', '--in', 'material.bin', '--wrapping-algorithm', 'RSAES_OAEP_SHA_1'],
    says: /--public-key/,
  },
  {
    of: 'an option given twice',
    args: [...wrap({}), '--in', 'other.bin'],
    says: /--in was given more than once/,
  },
  {
    of: 'a time limit that is not a number',
    args: ['support', '--timeout', 'soon'],
    says: /--timeout "soon" is not a number/,
  },
  {
    of: 'a key spec that cannot be imported',
    args: ['generate', 'ML_DSA_65'],
    says: /importing ML-DSA keys is not supported.*Requirements for imported key material/,
  },
  {
    of: 'a key spec of another partition',
    args: ['generate', 'SM2', '--partition', 'aws'],
    says: /aws-cn only/,
  },
  {
    of: 'an unsupported combination',
    args: wrap({ 'in': 'rsa.der', 'key-spec': 'RSA_2048' }),
    says: /KMS does not support this: RSA private keys are too long.*Step 2: Download the wrapping public key/,
    hint: /support RSA_2048 --partition aws/,
  },
  {
    of: 'P-521 under RSA_2048 with OAEP',
    args: wrap({ 'key-spec': 'ECC_NIST_P521' }),
    says: /ECC_NIST_P521 private keys cannot be wrapped by RSAES_OAEP_SHA_256 under RSA_2048/,
  },
  {
    of: 'the retired algorithm',
    args: wrap({ 'wrapping-algorithm': 'RSAES_PKCS1_V1_5' }),
    says: /not supported since 2023-10-10/,
  },
  {
    of: 'a recipe for an unsupported combination',
    args: ['recipe', 'RSA_2048', '--wrapping-algorithm', 'RSAES_OAEP_SHA_1'],
    says: /RSA private keys are too long/,
  },
  {
    of: 'a recipe for key material that cannot be imported',
    args: ['recipe', 'ML_DSA_65'],
    says: /importing ML-DSA keys is not supported.*Requirements for imported key material/,
  },
  {
    of: 'a recipe for an algorithm that the partition does not have',
    args: ['recipe', '--wrapping-algorithm', 'RSA_AES_KEY_WRAP_SHA_256', '--partition', 'aws-cn'],
    says: /offered in aws only, not in aws-cn.*Step 2: Download the wrapping public key/,
    hint: /support --wrapping-algorithm RSA_AES_KEY_WRAP_SHA_256/,
  },
  {
    of: 'the retired algorithm as recipe',
    args: ['recipe', '--wrapping-algorithm', 'RSAES_PKCS1_V1_5'],
    says: /not supported since 2023-10-10.*Step 2/,
  },
  ...['0', '-1', '1.5', 'many', '257'].map((jobs) => ({
    of: `${jobs} jobs`,
    args: ['golden', '--jobs', jobs],
    says: new RegExp(`--jobs "${jobs}" is not a whole number from 1 to 256`),
  })),
  {
    of: 'base64 as public key',
    args: wrap({ 'public-key': place.write('public.b64', publicDer.toString('base64')) }),
    says: /found base64 text/,
    hint: /openssl enc -d -base64 -A/,
  },
  {
    of: 'a private key as public key (DER)',
    args: wrap({ 'public-key': 'private.der' }),
    says: /found a private key/,
    hint: /WrappingPublicKey|public half/,
  },
  {
    of: 'a private key as public key (PEM)',
    args: wrap({ 'public-key': 'private.pem' }),
    says: /found a private key/,
    hint: /public half/,
  },
  {
    of: 'an RSA wrapping key of 1024 bits',
    args: wrap({
      'public-key': place.write(
        'small.der',
        generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }),
      ),
    }),
    says: /expected a wrapping key of RSA_2048, RSA_3072, RSA_4096, SM2, found an RSA key of 1024 bits/,
  },
  {
    of: 'an Ed25519 wrapping key',
    args: wrap({
      'public-key': place.write(
        'ed25519.der',
        generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }),
      ),
    }),
    says: /found a key of type ed25519/,
  },
  {
    of: 'an empty public key file',
    args: wrap({ 'public-key': place.write('empty', '') }),
    says: /found an empty file/,
  },
  {
    of: 'a public key cut short',
    args: wrap({ 'public-key': place.write('cut', publicDer.subarray(0, 100)) }),
    says: /cut short/,
  },
  {
    of: 'a public key that is a folder',
    args: wrap({ 'public-key': place.mkdir('folder') }),
    says: /cannot read the public key folder: it is a folder/,
  },
  {
    of: 'a missing public key',
    args: wrap({ 'public-key': 'nowhere' }),
    says: /cannot read the public key nowhere: there is no such file/,
  },
  { of: 'missing key material', args: wrap({ in: 'nowhere' }), says: /cannot read the key material nowhere/ },
  {
    of: 'key material of the wrong length',
    args: wrap({ 'in': place.write('short', material(31)), 'key-spec': 'SYMMETRIC_DEFAULT' }),
    says: /the key material is refused.*material-length/,
  },
  {
    of: 'empty key material',
    args: wrap({ 'in': 'empty', 'key-spec': 'SYMMETRIC_DEFAULT' }),
    says: /the key material is refused/,
  },
  {
    of: 'key material in PEM',
    args: wrap({
      'in': place.write('ec.pem', ec.export({ format: 'pem', type: 'pkcs8' })),
      'key-spec': 'ECC_NIST_P256',
    }),
    says: /material-pem/,
  },
  {
    of: 'key material in PKCS#1',
    args: wrap({
      'in': place.write('rsa.pkcs1', rsa.export({ format: 'der', type: 'pkcs1' })),
      'key-spec': 'RSA_2048',
      'wrapping-algorithm': 'RSA_AES_KEY_WRAP_SHA_256',
    }),
    says: /material-pkcs1/,
  },
  {
    of: 'key material in SEC1',
    args: wrap({
      'in': place.write('ec.sec1', ec.export({ format: 'der', type: 'sec1' })),
      'key-spec': 'ECC_NIST_P256',
    }),
    says: /material-sec1/,
  },
  {
    of: 'encrypted PKCS#8',
    args: wrap({
      'in': place.write(
        'ec.encrypted',
        ec.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' }),
      ),
      'key-spec': 'ECC_NIST_P256',
    }),
    says: /material-encrypted/,
  },
  {
    of: 'key material of another spec',
    args: wrap({ 'in': 'ec.der', 'key-spec': 'ECC_NIST_P384' }),
    says: /key-spec-mismatch/,
  },
  {
    of: 'key material whose spec cannot be told',
    args: wrap({ in: 'short' }),
    says: /key spec of this key material cannot be told/,
    hint: /--key-spec/,
  },
  {
    of: 'encrypted PKCS#8 without a key spec',
    args: wrap({ in: 'ec.encrypted' }),
    says: /password.*material-encrypted/,
  },
  {
    of: 'raw key material with a line break without a key spec',
    args: wrap({ in: place.write('material.lf', Buffer.concat([material(), Buffer.from('\n')])) }),
    says: /expected 32 bytes, found a line break at the end \(material-trailing-newline\)/,
  },
  {
    of: 'raw key material in hex without a key spec',
    args: wrap({ in: place.write('material.hex', material().toString('hex')) }),
    says: /material-hex/,
  },
  {
    of: 'a public key as key material without a key spec',
    args: wrap({ in: 'public.der' }),
    says: /material-public-key/,
  },
  {
    of: 'a private key that is never imported, of a length that raw key material has',
    args: wrap({
      in: place.write(
        'ed25519.p8',
        generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }),
      ),
    }),
    says: /KMS does not support this: Ed25519/,
  },
  {
    of: 'an existing output',
    args: wrap({ out: place.write('there', 'kept') }),
    says: /there exists already/,
    hint: /--force/,
  },
  {
    of: 'an output in a missing folder',
    args: wrap({ out: 'no/such/folder/blob' }),
    says: /its folder does not exist/,
  },
  {
    of: 'an output equal to the input',
    args: [...wrap({ out: './material.bin' }), '--force'],
    says: /is an input of this command/,
  },
  {
    of: 'an output that is a link to the input',
    args: [...wrap({ out: place.link('link-to-input', 'material.bin') }), '--force'],
    says: /is an input of this command/,
  },
  {
    of: 'a link to an open stream as output, not even with --force',
    args: [...wrap({ out: place.link('stdout', '/proc/self/fd/1') }), '--force'],
    says: /stdout is a stream of this process, not a file/,
    hint: /give - instead/,
  },
  { of: 'an output that is a folder', args: wrap({ out: 'folder' }), says: /folder is a folder/ },
  {
    of: 'stdin for two inputs',
    args: wrap({ 'in': '-', 'public-key': '-' }),
    says: /stdin \(-\) can be only one/,
  },
  {
    of: 'key material of more than a mebibyte',
    args: wrap({ in: place.write('large', Buffer.alloc(2 << 20)) }),
    says: /has 2097152 bytes, expected 1048576 at most/,
  },
  {
    of: 'an encrypted private key',
    args: [
      'unwrap',
      '--in',
      'material.bin',
      '--wrapping-algorithm',
      'RSAES_OAEP_SHA_256',
      '--private-key',
      place.write(
        'locked.pem',
        rsa.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }),
      ),
    ],
    says: /found an encrypted private key/,
    hint: /openssl pkcs8/,
  },
  {
    of: 'a public key as private key',
    args: [
      'unwrap',
      '--in',
      'material.bin',
      '--wrapping-algorithm',
      'RSAES_OAEP_SHA_256',
      '--private-key',
      'public.pem',
    ],
    says: /found an RSA public key/,
  },
];

describe('refused with exit status 2, a reason and nothing written', () => {
  place.write('rsa.der', rsa.export({ format: 'der', type: 'pkcs8' }));
  const before = place.files();

  it.concurrent.each(refusals)('$of', async ({ args, says, hint, code = 2 }) => {
    const ended = await place.run(args);
    const [error, ...rest] = ended.stderr.split('\n').filter((line) => !line.startsWith('kms-keywrap: note'));
    expect(error).toMatch(/^kms-keywrap: error: /);
    expect(ended.stderr).toMatch(says);
    expect(rest.find((line) => line.startsWith('hint: ')) ?? '').toMatch(hint ?? '');
    expect(ended.stderr).not.toMatch(/\n {4}at /);
    expect(ended.code).toBe(code);
    expect(ended.stdout.toString()).toBe('');
  });

  it('leaves every folder as it was', () => {
    expect(place.files()).toEqual(before);
  });
});

describe('an unreadable file', () => {
  // root reads everything.
  it.skipIf(process.getuid?.() === 0)('is refused (skipped for root, who may read everything)', async () => {
    place.write('locked', publicDer);
    chmodSync(place.path('locked'), 0);
    const ended = await place.run(wrap({ 'public-key': 'locked' }));
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/this user may not read it/);
  });
});

describe('binary', () => {
  it('and JSON do not share stdout', async () => {
    const ended = await place.run([...wrap({ out: '-' }), '--format', 'json']);
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout.toString()).message).toMatch(/both want stdout/);
  });

  it('does not go to a terminal', async () => {
    const ended = await place.onTerminal(wrap({ out: '-' }));
    expect(ended.code).toBe(2);
    expect(ended.stdout.toString()).toMatch(
      /the output is binary and stdout is a terminal\r\nhint: name a file with --out/,
    );
  });
});

describe('a full disk under stdout', () => {
  it.each([['support', 'SM2'], [...wrap({ out: '-' })]])(
    'ends %s with exit status 3 and a reason',
    async (...args) => {
      const ended = await place.run(args, { stdout: '/dev/full' });
      expect(ended.stderr).toBe(
        'kms-keywrap: error: cannot write to stdout: the disk is full (ENOSPC)\nhint: make room there, or name another place\n',
      );
      expect(ended.code).toBe(3);
    },
  );
});

describe('errors in JSON', () => {
  it('are one document of schema kms-keywrap/error/1 on stdout', async () => {
    const ended = await place.run([...wrap({ 'public-key': 'private.der' }), '--format', 'json']);
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout.toString())).toEqual({
      schema: 'kms-keywrap/error/1',
      code: 'ERR_PUBLIC_KEY',
      message: expect.stringMatching(/found a private key/),
      hint: expect.any(String),
    });
  });
});

describe('a blob that does not unwrap', () => {
  const unwrap = (engine: string, blob: string) => [
    'unwrap',
    '--in',
    blob,
    '--private-key',
    'private.der',
    '--wrapping-algorithm',
    'RSAES_OAEP_SHA_256',
    '--engine',
    engine,
    '--out',
    `opened-by-${engine}-${blob}`,
  ];

  it.concurrent.each(['node', 'openssl'])(
    'ends with one line, exit status 1 and no output (%s)',
    async (engine) => {
      const noise = place.write(`noise-${engine}`, Buffer.concat([Buffer.alloc(1), material(255)]));
      const ended = await place.run(unwrap(engine, noise));
      expect(ended.code).toBe(1);
      expect(ended.stderr.split('\n')[0]).toBe(
        'kms-keywrap: error: the blob does not unwrap as RSAES_OAEP_SHA_256 with this private key',
      );
      expect(place.files()).not.toContain(`opened-by-${engine}-${noise}`);
      expect(ended.stderr).not.toContain(privateDer.toString('hex'));
    },
  );
});
