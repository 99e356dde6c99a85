import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { material, Place, writeWrappingKey } from './command.ts';

/*
 * A key that was given where the name of a file or of anything else is expected: `--private-key=$(cat key.pem)`,
 * `lint $HEX`. It appears nowhere, but in what the shell keeps.
 */
const place = new Place();
afterAll(() => place.remove());
writeWrappingKey(place);
place.write('material.bin', material());
place.write('blob.bin', Buffer.alloc(256));

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const der = privateKey.export({ format: 'der', type: 'pkcs8' });
const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const raw = randomBytes(32);

/** What is given, and the text of which no part may appear. */
const keys = {
  'PEM': [pem, der.toString('base64')],
  'base64': [der.toString('base64'), der.toString('base64')],
  'lines of base64': [der.toString('base64').replaceAll(/.{64}/g, '$&\n'), der.toString('base64')],
  'hexadecimal digits': [raw.toString('hex'), raw.toString('hex')],
  'short base64': [raw.toString('base64'), raw.toString('base64')],
} as const;

const wrap = ['wrap', '--wrapping-algorithm', 'RSAES_OAEP_SHA_256', '--key-spec', 'HMAC_256'];
const audit = ['--wrapping-algorithm', 'RSAES_OAEP_SHA_256', '--key-spec', 'HMAC_256'];

const commandLines: Readonly<Record<string, (key: string) => readonly string[]>> = {
  'wrap --in': (key) => [...wrap, `--in=${key}`, '--public-key', 'public.der'],
  'wrap --public-key': (key) => [...wrap, '--in', 'material.bin', `--public-key=${key}`],
  'wrap --parameters': (key) => [...wrap, '--in', 'material.bin', `--parameters=${key}`],
  'wrap --cloudtrail-event': (key) => [
    ...wrap,
    '--in',
    'material.bin',
    '--public-key',
    'public.der',
    `--cloudtrail-event=${key}`,
  ],
  'wrap --private-key': (key) => [
    ...wrap,
    '--in',
    'material.bin',
    '--public-key',
    'public.der',
    `--private-key=${key}`,
  ],
  'wrap --key-spec': (key) => [
    'wrap',
    '--in',
    'material.bin',
    '--public-key',
    'public.der',
    `--key-spec=${key}`,
  ],
  'wrap --openssl': (key) => [
    ...wrap,
    '--in',
    'material.bin',
    '--public-key',
    'public.der',
    `--openssl=${key}`,
  ],
  'wrap with a superfluous word': (key) => [
    ...wrap,
    '--in',
    'material.bin',
    '--public-key',
    'public.der',
    key,
  ],
  'wrap --in and the key as the next word': (key) => [...wrap, '--public-key', 'public.der', '--in', key],
  'unwrap --in': (key) => [
    'unwrap',
    `--in=${key}`,
    '--private-key',
    'private.der',
    '--wrapping-algorithm',
    'RSAES_OAEP_SHA_256',
  ],
  'unwrap --private-key': (key) => [
    'unwrap',
    '--in',
    'blob.bin',
    `--private-key=${key}`,
    '--wrapping-algorithm',
    'RSAES_OAEP_SHA_256',
  ],
  'audit BLOB': (key) => ['audit', key, '--private-key', 'private.der', ...audit],
  'audit of several blobs': (key) => ['audit', 'blob.bin', key, '--private-key', 'private.der', ...audit],
  'audit --private-key': (key) => ['audit', 'blob.bin', `--private-key=${key}`, ...audit],
  'audit --public-key': (key) => ['audit', 'blob.bin', `--public-key=${key}`, ...audit],
  'audit --reference': (key) => [
    'audit',
    'blob.bin',
    '--private-key',
    'private.der',
    ...audit,
    `--reference=${key}`,
  ],
  'audit --manifest': (key) => ['audit', `--manifest=${key}`],
  'audit --report in a folder': (key) => [
    'audit',
    'blob.bin',
    '--private-key',
    'private.der',
    ...audit,
    `--report=${key}/x`,
  ],
  'audit --jobs': (key) => ['audit', '--manifest', 'missing', `--jobs=${key}`],
  'lint FILE': (key) => ['lint', key, '--key-spec', 'HMAC_256'],
  'lint --reference': (key) => ['lint', 'material.bin', '--key-spec', 'HMAC_256', `--reference=${key}`],
  'bundle check FOLDER': (key) => ['bundle', 'check', key],
  'bundle create --in': (key) => [
    'bundle',
    'create',
    'new',
    `--in=${key}`,
    '--parameters',
    'missing',
    ...audit,
  ],
  'generate KEY_SPEC': (key) => ['generate', key],
  'findings ID': (key) => ['findings', key],
  'explain TEXT': (key) => ['explain', key],
  'the command itself': (key) => [key],
};

const inOptions = ['PEM', 'hexadecimal digits', 'short base64'] as const;

describe.each(inOptions.map((name) => [name, keys[name]] as const))('a key in %s', (_, [given, secret]) => {
  it.concurrent.each(Object.entries(commandLines))('as %s is in no output', async (name, words) => {
    const ended = await place.run([...words(given), '--verbose', '--format', 'json']);
    const output = ended.stdout.toString() + ended.stderr;
    // A piece of 12 characters of base64 is 9 bytes.
    for (let at = 0; at + 12 <= secret.length; at += 1)
      expect(output).not.toContain(secret.slice(at, at + 12));
    expect([name === 'wrap --openssl' ? 3 : 2, name === 'audit of several blobs' ? 1 : 2]).toContain(
      ended.code,
    );
    expect(ended.stderr).not.toContain('internal error');
    expect(ended.stderr).toMatch(/\nhint: |^kms-keywrap: note: /);
  });
});

describe('a manifest that holds keys where paths are expected', () => {
  const line = (fields: object) =>
    `${JSON.stringify({
      blob: 'blob.bin',
      privateKey: 'private.der',
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      keySpec: 'HMAC_256',
      ...fields,
    })}\n`;
  const fields = [
    'blob',
    'privateKey',
    'publicKey',
    'reference',
    'keySpec',
    'wrappingAlgorithm',
    'partition',
  ];
  const given = Object.values(keys);
  place.write(
    'keys.jsonl',
    fields
      .flatMap((field) =>
        given.map(([key]) =>
          line(field === 'publicKey' ? { privateKey: undefined, [field]: key } : { [field]: key }),
        ),
      )
      .join(''),
  );

  it.each(['text', 'json', 'jsonl', 'junit', 'sarif', 'markdown', 'html'])(
    'leads to no report that holds them: %s',
    async (format) => {
      const ended = await place.run(['audit', '--manifest', 'keys.jsonl', '--format', format, '--verbose']);
      const output = ended.stdout.toString() + ended.stderr;
      for (const [, secret] of given)
        for (let at = 0; at + 12 <= secret.length; at += 1)
          expect(output).not.toContain(secret.slice(at, at + 12));
      expect(ended.code).toBe(2);
    },
  );

  it('has a result for each of its lines', async () => {
    const ended = await place.run(['audit', '--manifest', 'keys.jsonl', '--format', 'jsonl']);
    expect(ended.stdout.toString().trim().split('\n')).toHaveLength(fields.length * given.length);
  });
});
