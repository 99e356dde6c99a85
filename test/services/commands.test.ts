import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { ownSchema } from '../report/schemas.ts';
import { Place, writeWrappingKey } from '../cli/command.ts';

const place = new Place();
afterAll(() => place.remove());
writeWrappingKey(place, 4096);
const jwk = (() => {
  const [, n = ''] = /"n":"([^"]+)"/.exec(
    execFileSync(process.execPath, [
      '-e',
      'console.log(JSON.stringify(require("crypto").createPublicKey(require("fs").readFileSync(process.argv[1])).export({format:"jwk"})))',
      place.path('public.pem'),
    ]).toString(),
  )!;
  return n;
})();
const kid = 'https://example.vault.azure.net/keys/kek/0123456789abcdef0123456789abcdef';
place.write(
  'kek.json',
  JSON.stringify({ key: { kid, kty: 'RSA-HSM', key_ops: ['import'], n: jwk, e: 'AQAB' } }),
);
place.write(
  'vault.json',
  JSON.stringify({ data: { public_key: readFileSync(place.path('public.pem'), 'utf8') } }),
);
place.write('base64.txt', readFileSync(place.path('public.der')).toString('base64'));

/** Service, key, way of wrapping, public key as the service delivers it. */
const ways: [string, string, string, string][] = [
  ['gcp', 'ec-sign-p256-sha256', 'rsa-oaep-4096-sha256-aes-256', 'public.pem'],
  ['gcp', 'hmac-sha1', 'rsa-oaep-4096-sha256', 'public.pem'],
  ['gcp', 'ec-sign-ed25519', 'rsa-oaep-4096-sha1-aes-256', 'base64.txt'],
  ['azure', 'EC-HSM-P-521', 'CKM_RSA_AES_KEY_WRAP', 'kek.json'],
  ['azure', 'oct-HSM-192', 'CKM_RSA_AES_KEY_WRAP', 'kek.json'],
  ['vault', 'ed25519', 'SHA384', 'vault.json'],
  ['openbao', 'aes128-gcm96', 'SHA224', 'vault.json'],
];

describe('the way of a key to a service: generate, wrap, audit, unwrap', () => {
  it.each(ways)('%s %s by %s, wrapping key %s', async (service, key, wrapping, publicKey) => {
    const stem = `${service}-${key}`;
    const run = async (name: string, ...args: string[]) => {
      const ended = await place.run([name, ...args, '--service', service, '--format', 'json']);
      const document = JSON.parse(ended.stdout.toString()) as { schema: string };
      expect(ended.stderr).not.toContain('error');
      expect(ended.code).toBe(0);
      expect(ownSchema(document.schema)(document)).toEqual([]);
      return document;
    };
    await run('generate', key, '--out', `${stem}.key`);
    await run('lint', `${stem}.key`, '--key-spec', key);
    for (const engine of ['openssl', 'node']) {
      const out = `${stem}.${engine}`;
      const named = ['--wrapping-algorithm', wrapping];
      await run(
        'wrap',
        '--in',
        `${stem}.key`,
        '--public-key',
        publicKey,
        '--key-spec',
        key,
        '--engine',
        engine,
        '--out',
        out,
        ...named,
      );
      const audited = await run('audit', out, '--private-key', 'private.pem', '--key-spec', key, ...named);
      expect(audited).toMatchObject({ results: [{ verdict: 'accept', findings: [] }] });
      await run(
        'unwrap',
        '--in',
        out,
        '--private-key',
        'private.der',
        '--out',
        `${out}.opened`,
        '--engine',
        engine,
        ...named,
      );
      expect(readFileSync(place.path(`${out}.opened`)).equals(readFileSync(place.path(`${stem}.key`)))).toBe(
        true,
      );
    }
  });
});

describe('recipe --service', () => {
  const recipe = async (...args: string[]) => (await place.run(['recipe', ...args])).stdout.toString();

  it.each(['sha1', 'sha256'])(
    'gcp prints the page’s commands with both hashes named for %s ("Wrapping a key using OpenSSL on Linux")',
    async (hash) => {
      const method = `rsa-oaep-3072-${hash}-aes-256`;
      const lines = (await recipe('--service', 'gcp', '--wrapping-algorithm', method)).split('\n');
      expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
        'openssl rand -out TEMP_AES_KEY 32',
        'openssl pkeyutl -encrypt -pubin -inkey PUB_WRAPPING_KEY -in TEMP_AES_KEY -out WRAPPED_KEY \\',
        `  -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:${hash} -pkeyopt rsa_mgf1_md:${hash}`,
        `openssl enc -id-aes256-wrap-pad -iv A65959A6 -K $( hexdump -v -e '/1 "%02x"' < TEMP_AES_KEY ) -in TARGET_KEY >> WRAPPED_KEY`,
      ]);
    },
  );

  it.each(['azure', 'vault', 'openbao'])('%s is marked as the project’s own', async (service) => {
    expect(await recipe('--service', service)).toContain('# Not documented');
  });

  const scripts: [string, string, string, string, string][] = [
    ['gcp', 'ec-sign-p384-sha384', 'rsa-oaep-4096-sha256-aes-256', 'PUB_WRAPPING_KEY', 'WRAPPED_KEY'],
    ['azure', 'RSA-HSM-2048', 'CKM_RSA_AES_KEY_WRAP', 'KEK.pem', 'key.byok'],
    ['vault', 'ecdsa-p521', 'SHA512', 'wrapping_key.pem', 'key.b64'],
  ];
  const flavours = ['documented', 'hardened'] as const;

  it.each(scripts.flatMap((one) => flavours.map((flavour) => [...one, flavour] as const)))(
    '%s %s by %s: what sh makes of %s in %s is accepted (%s)',
    async (service, key, wrapping, publicKey, blob, flavour) => {
      const own = new Place();
      try {
        own.write(publicKey, readFileSync(place.path('public.pem')));
        own.write('private.pem', readFileSync(place.path('private.pem')));
        own.write(
          'recipe.sh',
          await recipe(key, '--service', service, '--wrapping-algorithm', wrapping, '--flavour', flavour),
        );
        const sh = () =>
          execFileSync('sh', ['recipe.sh'], {
            cwd: own.folder,
            env: { ...process.env, KID: kid },
            stdio: 'pipe',
          });
        sh();
        const named = ['--service', service, '--key-spec', key, '--wrapping-algorithm', wrapping];
        const { code, stdout } = await own.run(['audit', blob, '--private-key', 'private.pem', ...named]);
        expect(stdout.toString()).toMatch(/^accept/);
        expect(code).toBe(0);
      } finally {
        own.remove();
      }
    },
  );
});

it('the hardened recipe of gcp refuses to append to a blob that is there, and keeps it', async () => {
  const own = new Place();
  try {
    own.write('PUB_WRAPPING_KEY', readFileSync(place.path('public.pem')));
    own.write('TARGET_KEY', Buffer.alloc(32, 'key material of a test'));
    const named = ['--service', 'gcp', '--wrapping-algorithm', 'rsa-oaep-4096-sha256-aes-256'];
    const printed = await place.run(['recipe', ...named, '--flavour', 'hardened']);
    own.write('recipe.sh', printed.stdout);
    const sh = () => execFileSync('sh', ['recipe.sh'], { cwd: own.folder, stdio: 'pipe' });
    sh();
    const before = readFileSync(own.path('WRAPPED_KEY'));
    expect(sh).toThrow(/exists already/);
    expect(readFileSync(own.path('WRAPPED_KEY')).equals(before)).toBe(true);
  } finally {
    own.remove();
  }
});

describe('refusals', () => {
  it.each<[string[], string]>([
    [['support', '--service', 'gpc'], 'did you mean gcp'],
    [['lint', 'public.der', '--service', 'gcp', '--key-spec', 'ec-p256'], 'known: google-symmetric'],
    [
      ['lint', 'public.der', '--service', 'gcp', '--partition', 'aws', '--key-spec', 'hmac-sha1'],
      '--partition is for AWS KMS alone',
    ],
    [
      ['recipe', '--service', 'azure', '--wrapping-algorithm', 'RSA_AES_KEY_WRAP_256'],
      'there is nothing to wrap',
    ],
    [
      ['recipe', '--service', 'gcp', '--wrapping-algorithm', 'hpke-kem-xwing-hkdf-sha256-aes-256-gcm'],
      'no tool can wrap for them yet',
    ],
    [['recipe', 'ec-sign-p521-sha512', '--service', 'gcp'], 'Formatting keys for import'],
  ])('%j', async (args, says) => {
    const ended = await place.run(args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(says);
  });

  it('a wrapping key that the service does not hand out is named, with what it hands out', async () => {
    const small = new Place();
    try {
      writeWrappingKey(small, 2048);
      small.write('key', Buffer.alloc(32, 'random bytes of a test'));
      const named = ['--service', 'gcp', '--wrapping-algorithm', 'rsa-oaep-3072-sha256'];
      const ended = await small.run(['wrap', '--in', 'key', '--public-key', 'public.pem', ...named]);
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain(
        'expected a wrapping key of RSA_3072, RSA_4096, found an RSA key of 2048 bits',
      );
    } finally {
      small.remove();
    }
  });
});

it('audit --service all gives a verdict for each service on one blob', async () => {
  const named = ['--service', 'gcp', '--wrapping-algorithm', 'rsa-oaep-4096-sha256-aes-256'];
  await place.run(['generate', 'ec-sign-p256-sha256', '--service', 'gcp', '--out', 'all.key']);
  await place.run(['wrap', '--in', 'all.key', '--public-key', 'public.pem', '--out', 'all.blob', ...named]);
  const { stdout, code } = await place.run([
    'audit',
    'all.blob',
    '--private-key',
    'private.pem',
    '--service',
    'all',
    '--format',
    'json',
  ]);
  const { results } = JSON.parse(stdout.toString()) as {
    results: { id: string; verdict: string; findings: { id: string }[] }[];
  };
  const verdicts = Object.fromEntries(results.map(({ id, verdict }) => [id, verdict]));
  expect(verdicts).toMatchObject({
    aws: 'accept',
    gcp: 'accept',
    azure: 'reject',
    vault: 'accept',
    openbao: 'accept',
  });
  expect(results.find(({ id }) => id === 'azure')?.findings.map(({ id }) => id)).toContain('oaep-hash');
  expect(code).toBe(0);
});
