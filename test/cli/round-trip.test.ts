import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { material, Place, writeWrappingKey } from './command.ts';

const place = new Place();
afterAll(() => place.remove());
writeWrappingKey(place);
const raw = material();
place.write('material.bin', raw);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const wrap = (...more: string[]) => ['wrap', '--in', 'material.bin', '--public-key', 'public.der', ...more];
const unwrap = (blob: string, algorithm: string, ...more: string[]) => [
  'unwrap',
  '--in',
  blob,
  '--private-key',
  'private.pem',
  '--wrapping-algorithm',
  algorithm,
  ...more,
];

describe('generate', () => {
  it.concurrent.each([
    ['HMAC_384', 'HMAC_384_PlaintextKey.bin', 48],
    ['ECC_NIST_P521', 'ECC_NIST_P521_PrivateKey.der', 241],
    ['SM2', 'SM2_PrivateKey.der', 138],
  ])('%s writes %s of %i bytes, for its owner alone', async (keySpec, file, bytes) => {
    const { code, stdout } = await place.run(['generate', keySpec]);
    expect(code).toBe(0);
    expect(stdout.toString()).toBe(`wrote ${file}: ${keySpec} key material, ${bytes} bytes\n`);
    expect(readFileSync(place.path(file))).toHaveLength(bytes);
    expect(statSync(place.path(file)).mode & 0o777).toBe(0o600);
  });

  it('gives 16 bytes for SYMMETRIC_DEFAULT in China Regions, 32 elsewhere', async () => {
    const cn = await place.run(['generate', 'SYMMETRIC_DEFAULT', '--partition', 'aws-cn', '--out', '-']);
    const aws = await place.run(['generate', 'SYMMETRIC_DEFAULT', '--out', '-']);
    expect([cn.stdout.length, aws.stdout.length]).toEqual([16, 32]);
  });

  it.concurrent.each(['RSA_2048', 'ECC_SECG_P256K1', 'SM2', 'HMAC_224'])(
    '--engine node makes sound %s key material',
    async (keySpec) => {
      const made = await place.run(['generate', keySpec, '--engine', 'node', '--out', `node-${keySpec}`]);
      expect(made.code).toBe(0);
    },
  );
});

describe('wrap and unwrap', () => {
  it.concurrent.each(
    ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256'].flatMap(
      (algorithm) =>
        [
          ['openssl', 'node'],
          ['node', 'openssl'],
        ].map(([wraps, unwraps]) => [algorithm, wraps ?? '', unwraps ?? ''] as const),
    ),
  )('%s: what %s wraps %s unwraps', async (algorithm, wraps, unwraps) => {
    const blob = `${algorithm}-${wraps}`;
    const wrapped = await place.run(
      wrap('--wrapping-algorithm', algorithm, '--engine', wraps, '--out', blob),
    );
    expect(wrapped.code).toBe(0);
    const opened = await place.run(unwrap(blob, algorithm, '--engine', unwraps, '--out', '-'));
    expect(opened.code).toBe(0);
    expect(opened.stdout.equals(raw)).toBe(true);
  });

  it('takes everything from stdin and gives the blob on stdout, to the last byte', async () => {
    const wrapped = await place.run(
      [
        'wrap',
        '--in',
        '-',
        '--public-key',
        'public.der',
        '--wrapping-algorithm',
        'RSAES_OAEP_SHA_256',
        '--out',
        '-',
      ],
      { input: raw },
    );
    expect(wrapped.stdout).toHaveLength(256);
    place.write('piped', wrapped.stdout);
    const opened = await place.run(unwrap('piped', 'RSAES_OAEP_SHA_256', '--out', '-'));
    expect(opened.stdout.equals(raw)).toBe(true);
  });

  it('takes a public key in PEM, and says so', async () => {
    const { code, stderr } = await place.run([
      'wrap',
      '--in',
      'material.bin',
      '--public-key',
      'public.pem',
      '--wrapping-algorithm',
      'RSAES_OAEP_SHA_1',
      '--out',
      'from-pem',
    ]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: the public key is PEM/);
    const opened = await place.run(unwrap('from-pem', 'RSAES_OAEP_SHA_1', '--out', '-'));
    expect(opened.stdout.equals(raw)).toBe(true);
  });

  it('names both sides of a disputed combination in a warning, and wraps', async () => {
    const { code, stderr } = await place.run(
      wrap('--wrapping-algorithm', 'RSA_AES_KEY_WRAP_SHA_256', '--engine', 'node', '--out', 'disputed'),
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: AWS documents disagree.*Step 3.*Step 2.*API model/);
  });

  it('says once that the documented recipe shows the AES key, and the alternative', async () => {
    const { stderr } = await place.run(
      wrap('--wrapping-algorithm', 'RSA_AES_KEY_WRAP_SHA_256', '--out', 'shown'),
    );
    expect(stderr.match(/--engine node/g)).toHaveLength(1);
  });

  it('opens the blob with a test private key before it gets its name', async () => {
    const { code, stderr } = await place.run(
      wrap('--wrapping-algorithm', 'RSAES_OAEP_SHA_256', '--private-key', 'other.pem', '--out', 'unchecked'),
    );
    expect([code, stderr]).toEqual([2, expect.stringMatching(/cannot read the private key other.pem/)]);
    const other = new Place();
    writeWrappingKey(other);
    const wrong = await place.run(
      wrap(
        '--wrapping-algorithm',
        'RSAES_OAEP_SHA_256',
        '--private-key',
        other.path('private.pem'),
        '--out',
        'unchecked',
      ),
    );
    other.remove();
    expect(wrong.code).toBe(1);
    expect(place.files()).not.toContain('unchecked');
  });

  it('overwrites only with --force', async () => {
    place.write('taken', 'before');
    const refused = await place.run(wrap('--wrapping-algorithm', 'RSAES_OAEP_SHA_1', '--out', 'taken'));
    expect(refused.code).toBe(2);
    expect(readFileSync(place.path('taken'), 'utf8')).toBe('before');
    const forced = await place.run(
      wrap('--wrapping-algorithm', 'RSAES_OAEP_SHA_1', '--out', 'taken', '--force'),
    );
    expect(forced.code).toBe(0);
    expect(readFileSync(place.path('taken'))).toHaveLength(256);
  });

  it('describes itself in JSON, with lengths and digests and no key material', async () => {
    const { stdout } = await place.run(
      wrap(
        '--wrapping-algorithm',
        'RSAES_OAEP_SHA_256',
        '--key-spec',
        'HMAC_256',
        '--out',
        'json',
        '--format',
        'json',
      ),
    );
    expect(JSON.parse(stdout.toString())).toMatchObject({
      schema: 'kms-keywrap/wrap/1',
      keySpec: 'HMAC_256',
      partition: 'aws',
      wrappingKeySpec: 'RSA_2048',
      file: 'json',
      bytes: 256,
      sha256: sha256(readFileSync(place.path('json'))),
    });
    expect(stdout.includes(raw.toString('hex'))).toBe(false);
    expect(stdout.includes(raw.toString('base64'))).toBe(false);
  });

  it('shows every command under --verbose, secrets masked', async () => {
    const { stderr } = await place.run(
      wrap('--wrapping-algorithm', 'RSA_AES_KEY_WRAP_SHA_256', '--out', 'verbose', '--verbose'),
    );
    expect(stderr).toMatch(/enc -id-aes256-wrap-pad/);
    expect(stderr).toMatch(/-K .?\*{4}/);
    expect(stderr).not.toMatch(/[0-9a-f]{64}/i);
  });

  it('shows them under --reveal-secrets', async () => {
    const { stderr } = await place.run(
      wrap(
        '--wrapping-algorithm',
        'RSA_AES_KEY_WRAP_SHA_256',
        '--out',
        'revealed',
        '--verbose',
        '--reveal-secrets',
      ),
    );
    expect(stderr).toMatch(/-K [0-9a-f]{64} /);
  });
});

describe('a broken openssl', () => {
  const cases: [string, string, RegExp][] = [
    ['missing', './nowhere', /there is no openssl at \.\/nowhere/],
    ['not executable', './material.bin', /is not executable/],
    ['a folder', './', /is a folder/],
    ['not openssl at all', place.program('echo.sh', 'echo hello'), /is not openssl/],
    [
      'killed whatever it is asked',
      place.program('killed-always.sh', 'kill -9 $$'),
      /"version" gives nothing and is killed by SIGKILL/,
    ],
    [
      'failing whatever it is asked',
      place.program('fails-always.sh', 'exit 7'),
      /"version" gives nothing and exit status 7/,
    ],
    [
      'failing',
      place.program('fails.sh', 'case "$1" in version) exec openssl "$@";; esac; echo broken >&2; exit 7'),
      /failed with exit status 7/,
    ],
    [
      'killed',
      place.program('killed.sh', 'case "$1" in version) exec openssl "$@";; esac; kill -9 $$'),
      /killed by SIGKILL/,
    ],
    [
      'exiting 0 with nothing written',
      place.program('lies.sh', 'case "$1" in version) exec openssl "$@";; esac; exit 0'),
      /exited with status 0, but did not write it/,
    ],
  ];

  it.concurrent.each(cases)('%s: exit status 3, a clear reason, no output', async (name, openssl, says) => {
    const out = `broken-${name.replaceAll(' ', '-')}`;
    const { code, stderr } = await place.run(
      wrap('--wrapping-algorithm', 'RSAES_OAEP_SHA_256', '--out', out, '--openssl', openssl),
    );
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^hint: /m);
    expect(code).toBe(3);
    expect(place.files()).not.toContain(out);
  });

  it('hanging: ends at --timeout', async () => {
    const openssl = place.program('hangs.sh', 'case "$1" in version) exec openssl "$@";; esac; sleep 60');
    const { code, stderr } = await place.run([
      ...wrap('--wrapping-algorithm', 'RSAES_OAEP_SHA_256'),
      '--out',
      'hung',
      '--openssl',
      openssl,
      '--timeout',
      '0.5',
    ]);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/did not end within 0\.5 s/)]);
    expect(place.files()).not.toContain('hung');
  });

  it('is named by the environment too', async () => {
    const { code, stderr } = await place.run(
      wrap('--wrapping-algorithm', 'RSAES_OAEP_SHA_256', '--out', 'by-environment'),
      {
        env: { KMS_KEYWRAP_OPENSSL: './nowhere' },
      },
    );
    expect([code, stderr]).toEqual([3, expect.stringMatching(/no openssl at \.\/nowhere/)]);
  });

  it('is not needed by --engine node', async () => {
    const { code } = await place.run(
      wrap(
        '--wrapping-algorithm',
        'RSA_AES_KEY_WRAP_SHA_1',
        '--engine',
        'node',
        '--out',
        'without',
        '--openssl',
        './nowhere',
      ),
    );
    expect(code).toBe(0);
  });
});
