import { constants, generateKeyPairSync, publicEncrypt, createCipheriv, randomBytes } from 'node:crypto';
import { writeFileSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { rsaPkcs8, rsaPrivateKey } from '../../src/samples/keys/private-keys.ts';
import { fromPrimes, prime } from '../../src/samples/keys/rsa-numbers.ts';
import { ownSchema } from '../report/schemas.ts';
import { Place } from './command.ts';

const place = new Place();
afterAll(() => place.remove());

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
writeFileSync(place.path('key.der'), privateKey.export({ format: 'der', type: 'pkcs8' }));

function wrap(material: Buffer): Buffer {
  const kek = randomBytes(32);
  const cipher = createCipheriv('id-aes256-wrap-pad', kek, Buffer.from('a65959a6', 'hex'));
  const block = publicEncrypt(
    { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    kek,
  );
  return Buffer.concat([block, cipher.update(material), cipher.final()]);
}

// Two RSA keys that share a prime, one after the other, and a sound one between them.
const [p, q, r, s, t] = Array.from({ length: 5 }, () => prime(1024, randomBytes));
const keys = { first: [p!, q!], sound: [s!, t!], last: [q!, r!] } as const;
for (const [name, [one, other]] of Object.entries(keys))
  writeFileSync(place.path(`${name}.bin`), wrap(rsaPkcs8(rsaPrivateKey(fromPrimes(one, other)))));
writeFileSync(
  place.path('manifest.jsonl'),
  Object.keys(keys)
    .map((name) =>
      JSON.stringify({
        id: `key ${name}`,
        blob: `${name}.bin`,
        privateKey: 'key.der',
        wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
        keySpec: 'RSA_2048',
      }),
    )
    .join('\n'),
);

const reports = ['audit.json', 'audit.jsonl', 'audit.xml', 'audit.sarif', 'audit.md', 'audit.html'];
const run = await place.run([
  'audit',
  '--manifest',
  'manifest.jsonl',
  ...reports.flatMap((name) => ['--report', name]),
]);
const report = (name: string) => readFileSync(place.path(name), 'utf8');
const shares = (line: number) => `shares a prime with the modulus of line ${line}`;

it('a broken key is rejected, whether the one that shows it comes before or after it', () => {
  const text = run.stdout.toString();
  expect(run.code).toBe(1);
  expect(text).toContain('1 accept, 2 reject, 0 undetermined, 0 unreadable');
  expect(text).toContain('line 1, counted as accept until here');
  expect(text.replaceAll(/\s+/g, ' ')).toContain(shares(3));
});

it('JSON has amendments, and the summary counts them', () => {
  const document = JSON.parse(report('audit.json')) as {
    amendments: { id: string; line: number; findings: { id: string; found: string }[] }[];
    summary: Record<string, number>;
  };
  expect(ownSchema('audit-1')(document)).toEqual([]);
  expect(document.amendments).toMatchObject([
    { id: 'key first', line: 1, findings: [{ id: 'rsa-weak-modulus', found: shares(3) }] },
  ]);
  expect(document.summary).toMatchObject({ accept: 1, reject: 2 });
});

it('a line of its own schema follows in jsonl', () => {
  const last = JSON.parse(report('audit.jsonl').trim().split('\n').at(-1)!) as unknown;
  expect(ownSchema('amendment-1')(last)).toEqual([]);
  expect(last).toMatchObject({ schema: 'kms-keywrap/amendment/1', id: 'key first', line: 1 });
});

it('JUnit, SARIF, Markdown and HTML have the finding with both subjects', () => {
  expect(report('audit.xml')).toMatch(/tests="3" failures="2"/);
  expect(report('audit.xml')).toMatch(/<testcase name="key first"[^>]*><failure type="rsa-weak-modulus"/);
  const results = (JSON.parse(report('audit.sarif')) as { runs: { results: { ruleId: string }[] }[] })
    .runs[0]!.results;
  expect(results.filter(({ ruleId }) => ruleId === 'rsa-weak-modulus')).toHaveLength(2);
  expect(report('audit.md')).toMatch(/\| reject \| `key first` \(`first\.bin`\) \|.*`rsa-weak-modulus`/);
  expect(report('audit.md')).toContain('**1 accept, 2 reject');
  const html = report('audit.html');
  expect(html.match(/<tr[^>]*class="bad"/g)).toHaveLength(2);
  expect(html).toContain(shares(1));
  expect(html).toContain(shares(3));
});

it('a batch without any has an empty list, and one blob has none', async () => {
  const due = ['--private-key', 'key.der', '--wrapping-algorithm', 'RSA_AES_KEY_WRAP_SHA_256'];
  const json = async (...blobs: string[]) =>
    JSON.parse(
      (
        await place.run(['audit', ...blobs, ...due, '--key-spec', 'RSA_2048', '-f', 'json'])
      ).stdout.toString(),
    ) as object;
  expect(await json('first.bin', 'sound.bin')).toMatchObject({ amendments: [] });
  expect(await json('first.bin')).not.toHaveProperty('amendments');
});
