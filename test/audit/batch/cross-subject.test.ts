import { createHash, generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { crossSubject } from '../../../src/audit/batch/cross-subject.ts';
import { digestTable } from '../../../src/audit/batch/digest-table.ts';
import { sharedPrimeSearch } from '../../../src/audit/batch/shared-primes.ts';
import type { Marks } from '../../../src/audit/batch/task.ts';
import { audited } from '../../../src/audit/result.ts';
import { sound } from '../../report/samples.ts';

/** A mark that stands for a name. */
const mark = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 32);

const marked = ({ blob, kek, material }: Marks): Marks => ({
  ...(blob === undefined ? {} : { blob: mark(blob) }),
  ...(kek === undefined ? {} : { kek: mark(kek) }),
  ...(material === undefined ? {} : { material: mark(material) }),
});

const examined = (marks: Marks) => ({ ...audited(sound), id: 'x', path: 'x.bin', marks });

/** Findings of each subject of a batch that is known by its marks. */
function ids(subjects: readonly Marks[]) {
  const { compare } = crossSubject((number) => `line ${number}`);
  return subjects.map((marks, at) =>
    compare(examined(marked(marks)), at + 1).result.findings.map(({ id }) => id),
  );
}

it('the later of two equal blobs carries the finding, which names the first', () => {
  const { compare } = crossSubject((number) => `line ${number}`);
  const one = examined({ blob: mark('x') });
  expect(compare(one, 3).result.findings).toEqual([]);
  for (const number of [5, 9])
    expect(compare(one, number).result.findings).toMatchObject([
      { id: 'blob-duplicate', severity: 'warning', at: 'blob', found: 'same bytes as line 3' },
    ]);
});

it('a reused AES key and a repeated key are told apart, and silenced by an equal blob', () => {
  expect(
    ids([
      { blob: 'a', kek: 'k', material: 'm' },
      { blob: 'b', kek: 'k', material: 'n' },
      { blob: 'c', kek: 'l', material: 'm' },
      { blob: 'a', kek: 'k', material: 'm' },
      { blob: 'd', kek: 'k', material: 'm' },
    ]),
  ).toEqual([
    [],
    ['kek-reused'],
    ['material-duplicate'],
    ['blob-duplicate'],
    ['kek-reused', 'material-duplicate'],
  ]);
});

it('each earlier subject is amended once for what later ones share with it, however many they are', () => {
  const { compare, amendments } = crossSubject((number) => `line ${number}`);
  const subjects: Marks[] = [
    { blob: 'a', kek: 'k', material: 'm' },
    { blob: 'b', kek: 'k', material: 'n' },
    { blob: 'c', kek: 'k', material: 'n' },
    { blob: 'b', kek: 'k', material: 'n' },
    { blob: 'z' },
  ];
  for (const [at, marks] of subjects.entries()) compare(examined(marked(marks)), 10 * (at + 1));
  const common = { id: 'x', path: 'x.bin', before: 'accept', word: 'accept' };
  expect(amendments()).toMatchObject([
    {
      ...common,
      line: 10,
      index: 0,
      findings: [{ id: 'kek-reused', found: 'same AES key as line 20 and 1 more after it' }],
    },
    {
      ...common,
      line: 20,
      index: 1,
      findings: [
        { id: 'material-duplicate', found: 'same key as line 30' },
        { id: 'blob-duplicate', found: 'same bytes as line 40' },
      ],
    },
  ]);
});

it('a prime that a later key shares rejects the earlier one too, and is said of each once', () => {
  const { compare, amendments } = crossSubject((number) => `line ${number}`);
  const [p, q, r, s] = [1, 2, 3, 4].map(() => generatePrimeSync(512, { bigint: true }));
  const moduli = [p! * q!, p! * r!, r! * s!];
  const own = moduli.map((n, at) =>
    compare(examined({ blob: mark(String(at)), modulus: n.toString(16) }), at + 1).result.findings.map(
      ({ id }) => id,
    ),
  );
  expect(own).toEqual([[], ['rsa-weak-modulus'], ['rsa-weak-modulus']]);
  expect(amendments()).toMatchObject([
    {
      line: 1,
      before: 'accept',
      word: 'reject',
      findings: [{ id: 'rsa-weak-modulus', found: 'shares a prime with the modulus of line 2' }],
    },
  ]);
});

it('a warning changes no verdict, a shared prime rejects', () => {
  const { compare } = crossSubject(() => 'line 1');
  const [p, q, r] = [1, 2, 3].map(() => generatePrimeSync(512, { bigint: true }));
  const marks = (n: bigint, blob: string) => ({ blob: mark(blob), modulus: n.toString(16) });
  expect(compare(examined(marks(p! * q!, 'a')), 1).word).toBe('accept');
  const { word, result } = compare(examined(marks(p! * r!, 'b')), 2);
  expect([word, result.verdict]).toEqual(['reject', 'reject']);
  expect(result.findings).toMatchObject([
    { id: 'rsa-weak-modulus', found: 'shares a prime with the modulus of line 1' },
  ]);
});

it('shared primes are found among hundreds of moduli, and only there', () => {
  const primes = Array.from({ length: 300 }, () => generatePrimeSync(256, { bigint: true }));
  const search = sharedPrimeSearch();
  for (let at = 0; at < 150; at += 1)
    expect(search.add(primes[2 * at]! * primes[2 * at + 1]!, at)).toBeUndefined();
  expect(search.add(primes[200]! * generatePrimeSync(256, { bigint: true }), 150)).toBe(100);
  expect(search.add(primes[0]! * primes[1]!, 151)).toBeUndefined();
});

it('a modulus of zero does not end a batch, and a small common factor is not a shared prime', () => {
  const search = sharedPrimeSearch();
  const [p, q] = [1, 2].map(() => generatePrimeSync(1024, { bigint: true }));
  for (const modulus of [0n, 1n, 3n, 3n * p!, 3n * q!, 0n]) expect(search.add(modulus, 1)).toBeUndefined();
});

it('sound RSA keys share nothing', () => {
  const search = sharedPrimeSearch();
  for (let at = 0; at < 4; at += 1) {
    const { n } = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
    expect(search.add(BigInt(`0x${Buffer.from(n ?? '', 'base64url').toString('hex')}`), at)).toBeUndefined();
  }
});

it('the digest table remembers the first of each among many, as a Map would', () => {
  const table = digestTable();
  const map = new Map<string, number>();
  for (let number = 1; number <= 30_000; number += 1) {
    const digest = mark(String(number % 20_011));
    expect(table.first(digest, number)).toBe(map.get(digest));
    if (!map.has(digest)) map.set(digest, number);
  }
});
