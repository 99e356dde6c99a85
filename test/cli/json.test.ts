import { afterAll, expect, it } from 'vitest';
import { ownSchema } from '../report/schemas.ts';
import { material, Place, writeWrappingKey } from './command.ts';

const place = new Place();
afterAll(() => place.remove());
writeWrappingKey(place);
place.write('material.bin', material());

/** Every command with `--format json`, and what it exits with. */
const commands: [name: string, args: string[], code?: number][] = [
  ['generate', ['generate', 'ECC_NIST_P256']],
  [
    'wrap',
    [
      'wrap',
      '--in',
      'material.bin',
      '--public-key',
      'public.der',
      '--wrapping-algorithm',
      'RSAES_OAEP_SHA_1',
    ],
  ],
  ['recipe', ['recipe', 'SM2', '--wrapping-algorithm', 'SM2PKE', '--flavour', 'hardened']],
  ['recipe', ['recipe', 'RSA_2048', '--device', 'nss']],
  ['support', ['support', 'RSA_4096', '--partition', 'all']],
  ['doctor', ['doctor']],
  ['doctor', ['doctor', '--openssl', './nowhere'], 3],
  ['verify', ['verify', '--key-spec', 'HMAC_224', '--wrapping-key-spec', 'RSA_2048']],
  ['findings', ['findings']],
  ['explain', ['explain', 'An error occurred (InvalidCiphertextException)']],
  ['explain', ['explain', '--service', 'gcp']],
  ['lint', ['lint', 'material.bin', '--key-spec', 'HMAC_512'], 1],
  ['error', ['generate', 'NOTHING'], 2],
];

it.concurrent.each(commands)(
  '%s --format json is one document that fits its schema (%j)',
  async (name, args, code = 0) => {
    const ended = await place.run([...args, '--format', 'json']);
    expect(ended.code).toBe(code);
    const document: unknown = JSON.parse(ended.stdout.toString());
    expect(document).toMatchObject({ schema: `kms-keywrap/${name}/1` });
    expect(ownSchema(`kms-keywrap/${name}/1`)(document)).toEqual([]);
  },
);

it('unwrap --format json fits its schema too', async () => {
  const algorithm = ['--wrapping-algorithm', 'RSAES_OAEP_SHA_256'];
  await place.run([
    'wrap',
    '--in',
    'material.bin',
    '--public-key',
    'public.der',
    ...algorithm,
    '--out',
    'blob',
  ]);
  const { stdout } = await place.run([
    'unwrap',
    '--in',
    'blob',
    '--private-key',
    'private.der',
    ...algorithm,
    '--out',
    'opened',
    '--format',
    'json',
  ]);
  expect(ownSchema('kms-keywrap/unwrap/1')(JSON.parse(stdout.toString()))).toEqual([]);
});

it('verify --format jsonl prints a case a line, as it ends', async () => {
  const ended = await place.run([
    'verify',
    '--key-spec',
    'HMAC_224',
    '--wrapping-key-spec',
    'RSA_2048',
    '--format',
    'jsonl',
  ]);
  const cases = ended.stdout
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; status: string });
  expect(cases).toHaveLength(6);
  expect(new Set(cases.map(({ status }) => status))).toEqual(new Set(['passed']));
});
