import { readFileSync, readdirSync, statSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { ownSchema } from '../report/schemas.ts';
import { Place } from './command.ts';

const place = new Place();
afterAll(() => place.remove());

const jsonLines = (text: Buffer): unknown[] =>
  text
    .toString()
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

interface Entry {
  readonly id: string;
  readonly blob: string;
  readonly privateKey: string;
  readonly reference?: string;
  readonly result: string;
  readonly verdict: string;
  readonly expect: readonly string[];
}

it('fixtures --faults writes a folder that says what it is, and an audit of it finds what the manifest expects', async () => {
  // Without the RSA keys, which take time to make; among the faults there are some.
  const keySpec = ['--key-spec', 'SYMMETRIC_DEFAULT,HMAC_512,ECC_NIST_P384,ECC_SECG_P256K1,SM2'];
  const options = ['--seed', '01', '--faults', ...keySpec, '--format', 'json'];
  const made = await place.run(['fixtures', '--out', 'set', ...options]);
  expect([made.code, made.stderr]).toEqual([0, '']);
  const told = JSON.parse(made.stdout.toString()) as { blobs: number; faults: number };
  expect(ownSchema('kms-keywrap/fixtures/1')(told)).toEqual([]);
  expect(told.blobs - told.faults).toBe(81);
  expect(place.files()).toEqual(['set']);
  expect(readFileSync(place.path('set/README.md'), 'utf8')).toMatch(/^# TEST KEYS ONLY/);

  const entries = jsonLines(readFileSync(place.path('set/manifest.jsonl'))) as Entry[];
  const fits = ownSchema('kms-keywrap/manifest/1');
  expect(entries.filter((entry) => fits(entry).length > 0)).toEqual([]);
  const named = entries.flatMap(({ blob, privateKey, reference = blob }) => [blob, privateKey, reference]);
  for (const file of named) expect(statSync(place.path(`set/${file}`)).mode & 0o777).toBe(0o600);
  for (const folder of ['keys', 'material'])
    for (const file of readdirSync(place.path(`set/${folder}`))) expect(file).toMatch(/^TEST-KEY-/);

  const audit = await place.run(['audit', '--manifest', 'set/manifest.jsonl', '--format', 'jsonl']);
  const results = jsonLines(audit.stdout) as { id: string; verdict: string; findings: { id: string }[] }[];
  const found = results.map(
    ({ id, verdict, findings }) =>
      `${id}: ${verdict} ${findings
        .map((one) => one.id)
        .sort()
        .join(', ')}`,
  );
  const expected = entries.map(
    ({ id, verdict, expect: ids }) => `${id}: ${verdict} ${[...ids].sort().join(', ')}`,
  );
  expect(found.sort()).toEqual(expected.sort());
  expect(audit.code).toBe(1);

  const again = await place.run(['fixtures', '--out', 'set']);
  expect([again.code, again.stderr]).toEqual([
    2,
    expect.stringContaining('set contains a fixture set already'),
  ]);
  expect(place.files()).toEqual(['set']);
});

it('filters apply to faults too: every blob is one that the filters name, and each fault that can be done to it is there', async () => {
  const filters = [
    '--key-spec',
    'HMAC_256',
    '--wrapping-algorithm',
    'RSAES_OAEP_SHA_256',
    '--partition',
    'aws',
  ];
  const made = await place.run(['fixtures', '--out', 'narrow', '--faults', ...filters]);
  expect(made.code).toBe(0);
  const entries = jsonLines(readFileSync(place.path('narrow/manifest.jsonl'))) as (Entry & {
    keySpec: string;
    wrappingAlgorithm: string;
    partition: string;
  })[];
  expect(
    new Set(
      entries.map((one) => [one.partition, one.keySpec, one.wrappingAlgorithm, one.privateKey].join(' ')),
    ),
  ).toEqual(
    new Set(
      ['RSA_2048', 'RSA_3072', 'RSA_4096'].map(
        (key) => `aws HMAC_256 RSAES_OAEP_SHA_256 keys/TEST-KEY-${key}.private.der`,
      ),
    ),
  );
  const found = new Set(entries.flatMap((one) => one.expect));
  for (const id of [
    'oaep-hash',
    'oaep-mgf1-hash',
    'oaep-label',
    'rsa-pkcs1v15',
    'blob-base64',
    'material-hex',
  ])
    expect(found).toContain(id);
  // Neither a fault of the hybrid form nor one of a private key can be done to it.
  for (const id of ['kw-not-kwp', 'material-sec1', 'sm2-hash']) expect(found).not.toContain(id);
  const sound = entries.filter((one) => one.expect.length === 0);
  expect(new Set(sound.map(({ result, verdict }) => `${result} ${verdict}`))).toEqual(
    new Set(['valid accept']),
  );
  const byFinding = (id: string) => entries.find((one) => one.expect.includes(id));
  expect(byFinding('oaep-hash')).toMatchObject({ result: 'invalid', verdict: 'reject' });
  expect(byFinding('material-hex')).toMatchObject({ result: 'valid', verdict: 'reject' });
  expect(byFinding('material-constant')).toMatchObject({ result: 'valid', verdict: 'accept' });
});

it('a folder that holds anything else is left alone, with --force too', async () => {
  place.mkdir('home');
  place.write('home/thesis.tex', 'years of work');
  const refused = await place.run(['fixtures', '--out', 'home', '--force']);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('it contains thesis.tex')]);
  expect(readdirSync(place.path('home'))).toEqual(['thesis.tex']);
});

it('a seed that is not hex is refused, and nothing is written', async () => {
  const refused = await place.run(['fixtures', '--out', 'none', '--seed', 'hello']);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('the seed is not hex')]);
  expect(place.files()).not.toContain('none');
});
