import { createCipheriv } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { AuditInput } from '../../src/audit/blob/audit.ts';
import type { AuditResult } from '../../src/audit/result.ts';
import { kwpWrap } from '../../src/crypto/aes-kw.ts';
import { oaepEncode } from '../../src/crypto/oaep.ts';
import { rsaPublic } from '../../src/crypto/rsa.ts';
import { readPrivateKey, readPublicKey } from '../../src/crypto/wrapping-key.ts';
import type { VectorFile } from '../../src/golden/vector.ts';
import { faultyFixtures } from '../../src/samples/fixtures/faulty.ts';
import { seededRandom } from '../../src/samples/keys/seeded.ts';
import { testWrappingKey } from '../../src/samples/keys/test-keys.ts';
import type { FindingId } from '../../src/tables/findings/index.ts';

const source = join(import.meta.dirname, '../../src/audit');
const placeholder = '···';

const wordFiles = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\/words\/[^/]+\.ts$/.test(name))
  .map((name) => join(source, name));

/** A module of words whose functions return the placeholder. */
const wordless = (words: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(words).map(([name, value]) => [
      name,
      typeof value === 'function' ? () => placeholder : value,
    ]),
  );

/** The auditor, with every message and every description replaced. */
async function rewordedAuditor() {
  vi.resetModules();
  for (const file of wordFiles)
    vi.doMock(file, async (original) => wordless(await original<Record<string, unknown>>()));
  vi.doMock(join(source, 'finding.ts'), async (original) => {
    const { finding } = await original<typeof import('../../src/audit/finding.ts')>();
    const texts = { message: placeholder, expected: placeholder, found: placeholder, fix: placeholder };
    const renamed: typeof finding = (...of) => ({ ...finding(...of), ...texts, source: placeholder });
    return { finding: renamed };
  });
  return {
    ...(await import('../../src/audit/blob/audit.ts')),
    ...(await import('../../src/audit/material/audit.ts')),
  };
}

const { auditBlob } = await import('../../src/audit/blob/audit.ts');
const { lint } = await import('../../src/audit/material/audit.ts');
const other = await rewordedAuditor();

afterAll(() => {
  vi.doUnmock(join(source, 'finding.ts'));
  for (const file of wordFiles) vi.doUnmock(file);
});

const random = seededRandom(Buffer.from('reworded'), 'wraps');
const key = random(32);
const material = random(32);
const shortKey = key.subarray(0, 16);
const lineKey = Buffer.concat([key.subarray(0, 30), Buffer.alloc(2)]);
const cbc = createCipheriv('aes-256-cbc', key, random(16));
const encrypted = Buffer.concat([cbc.update(material), cbc.final()]);
// An integrity check value of zeros: only the costlier readings recognise the wrap.
const otherCheck = createCipheriv('id-aes256-wrap-pad', lineKey, Buffer.alloc(4));

/** What the RSA block holds, what follows it, and the errors. */
const wrapped: readonly (readonly [string, Buffer, Buffer, readonly FindingId[]])[] = [
  [
    'an AES key of 128 bits in hexadecimal',
    Buffer.from(shortKey.toString('hex')),
    kwpWrap(shortKey, material),
    ['kek-encoded', 'kek-length'],
  ],
  [
    'an AES key cut to a line of xxd, and another integrity check value',
    key,
    Buffer.concat([otherCheck.update(material), otherCheck.final()]),
    ['kek-zero-padded', 'kwp-icv'],
  ],
  ['AES-CBC whose IV is not in the blob, known by its padding', key, encrypted, ['kwp-other-cipher']],
];

/** All of a result that is not a text: what programs read. */
const decided = ({ status, verdict, expected, observed, findings }: AuditResult) => ({
  status,
  verdict,
  expected,
  observed,
  findings: findings.map(({ id, severity, at }) => ({ id, severity, at })),
});

function compare(input: AuditInput) {
  const { result } = auditBlob(input);
  const twin = other.auditBlob(input).result;
  expect(decided(twin)).toEqual(decided(result));
  for (const { message, found, fix } of twin.findings)
    expect([message, found, fix]).toEqual([placeholder, placeholder, placeholder]);
  return result;
}

describe('no verdict, id, severity, place or observed value depends on a word', () => {
  it('words are replaced, or this test shows nothing', () => {
    expect(wordFiles).toContain(join(source, 'material/words/der.ts'));
    const input = {
      id: 'x',
      path: 'x',
      material: Buffer.alloc(32),
      keySpec: 'HMAC_256',
      partition: 'aws',
    } as const;
    expect(lint(input).findings).toMatchObject([{ id: 'material-constant', found: '32 equal bytes' }]);
    expect(other.lint(input).findings).toMatchObject([{ id: 'material-constant', found: placeholder }]);
  });

  const fixtures = [...faultyFixtures(Buffer.from('reworded'))];

  it('every fault that the samples make, with the private key and without it', { timeout: 120_000 }, () => {
    const seen = new Set<string>();
    for (const { id, blob, keySpec, wrappingAlgorithm, partition, ...keys } of fixtures) {
      const request = { id, path: id, blob, keySpec, wrappingAlgorithm, partition, primalityRounds: 1 };
      compare({ ...request, publicKey: readPublicKey(keys.publicKey) });
      const result = compare({ ...request, privateKey: readPrivateKey(keys.privateKey) });
      for (const finding of result.findings) seen.add(finding.id);
    }
    expect(seen.size).toBeGreaterThan(60);
  });

  it('the same faults beside the key material that should be inside', { timeout: 120_000 }, () => {
    for (const { id, blob, keySpec, wrappingAlgorithm, partition, ...keys } of fixtures)
      compare({
        id,
        path: id,
        blob,
        keySpec,
        wrappingAlgorithm,
        partition,
        primalityRounds: 1,
        reference: keys.keyMaterial,
        privateKey: readPrivateKey(keys.privateKey),
      });
    expect(fixtures.length).toBeGreaterThan(100);
  });

  it.each(wrapped)('%s', (id, inBlock, wrappedPart, expected) => {
    const { publicKey, privateKey } = testWrappingKey('RSA_2048');
    const key = readPublicKey(publicKey);
    if (key.kind !== 'rsa') throw new Error('not an RSA key');
    const block = rsaPublic(key, oaepEncode(inBlock, key.k, { hash: 'sha256' }, Buffer.alloc(32, 7)));
    const result = compare({
      id,
      path: id,
      blob: Buffer.concat([block, wrappedPart]),
      keySpec: 'HMAC_256',
      wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
      partition: 'aws',
      privateKey: readPrivateKey(privateKey),
    });
    const errors = result.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map((one) => one.id)).toEqual(expected);
  });

  it('the blobs themselves, taken for key material', { timeout: 120_000 }, () => {
    for (const { id, blob, keySpec, partition } of fixtures) {
      const request = { id, path: id, material: blob, keySpec, partition };
      expect(decided(other.lint(request))).toEqual(decided(lint(request)));
    }
    expect(fixtures.length).toBeGreaterThan(100);
  });

  it('every blob of the golden fault vectors', { timeout: 120_000 }, () => {
    const file = join(import.meta.dirname, '../../golden/vectors/faults.json');
    const { testGroups } = JSON.parse(readFileSync(file, 'utf8')) as VectorFile;
    let count = 0;
    for (const group of testGroups)
      if (group.type === 'Wrap')
        for (const { keySpec, partition, blob } of group.tests) {
          const id = `vector ${(count += 1)}`;
          compare({
            id,
            path: id,
            blob: Buffer.from(blob, 'hex'),
            keySpec,
            wrappingAlgorithm: group.wrappingAlgorithm,
            partition,
            privateKey: readPrivateKey(Buffer.from(group.privateKey, 'hex')),
            primalityRounds: 1,
          });
        }
    expect(count).toBeGreaterThan(100);
  });
});
