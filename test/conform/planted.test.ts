import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { conform } from '../../src/conform/run.ts';
import type { ConformResult } from '../../src/conform/result.ts';
import type { WrappingAlgorithm } from '../../src/tables/wrapping.ts';

const tool = path.join(import.meta.dirname, 'unwrapper.mjs');

/** Faults that between them betray every planted one, and sound blobs. */
const only = [
  '256/empty',
  '256/label',
  '256/pkcs1v15',
  '/zero-icv',
  '/changed-byte',
  '/oaep-sha1',
  '256/mgf1-sha1',
  '256/trailing-8',
  '256/trailing-lf',
  '/aes-128',
  '/length-too-large',
  '_sha_256/30',
  '_1/zero-icv',
  '_sha_1/30',
  'sm2pke/1',
];

const run = (fault: string, algorithm: WrappingAlgorithm, timeout = 20) =>
  conform({
    direction: 'unwrap',
    command: `'${process.execPath}' '${tool}' ${fault} {algorithm} {blob} {key} {out}`,
    algorithms: [algorithm],
    only,
    timeout,
  });

const wrong = (cases: readonly ConformResult[]) => cases.filter(({ status }) => status !== 'right');
const faultsIn = (cases: readonly ConformResult[]): string[] =>
  [...new Set(wrong(cases).map(({ fault = 'none' }) => fault))].sort();

/** Planted fault, where it shows, as what, and what the blobs are that show it. */
const planted: [
  fault: string,
  algorithm: WrappingAlgorithm,
  status: ConformResult['status'],
  names: string[],
][] = [
  ['accepts-pkcs1v15', 'RSAES_OAEP_SHA_256', 'accepted', ['rsa-pkcs1v15']],
  ['accepts-pkcs1v15', 'RSA_AES_KEY_WRAP_SHA_256', 'accepted', ['rsa-pkcs1v15']],
  [
    'ignores-the-icv',
    'RSA_AES_KEY_WRAP_SHA_256',
    'accepted',
    ['blob-trailing-bytes', 'kek-mismatch', 'kwp-icv', 'kwp-length'],
  ],
  ['takes-sha-1-for-sha-256', 'RSAES_OAEP_SHA_256', 'accepted', ['oaep-hash']],
  ['takes-sha-1-for-sha-256', 'RSA_AES_KEY_WRAP_SHA_256', 'accepted', ['oaep-hash']],
  ['ignores-the-label', 'RSAES_OAEP_SHA_256', 'accepted', ['oaep-label']],
  [
    'accepts-trailing-bytes',
    'RSAES_OAEP_SHA_256',
    'accepted',
    ['blob-trailing-bytes', 'blob-trailing-newline'],
  ],
  ['accepts-a-16-byte-aes-key', 'RSA_AES_KEY_WRAP_SHA_256', 'accepted', ['kek-length']],
  ['crashes', 'RSA_AES_KEY_WRAP_SHA_256', 'crashed', ['blob-empty']],
];

describe('a planted fault is caught by its name', { timeout: 120_000 }, () => {
  it.each(planted)('%s under %s: %s %j', async (fault, algorithm, status, names) => {
    const { cases } = await run(fault, algorithm);
    expect(faultsIn(cases)).toEqual(names);
    expect([...new Set(wrong(cases).map((one) => one.status))]).toEqual([status]);
  });

  it('one that never ends is hung after the time limit, and killed', async () => {
    const { cases } = await run('hangs', 'RSAES_OAEP_SHA_256', 1);
    const hung = cases.filter(({ status }) => status === 'hung');
    expect(hung.map(({ fault }) => fault)).toEqual(['blob-empty']);
    expect(hung[0]?.ms).toBeGreaterThanOrEqual(900);
  });

  it('one that gives other bytes gives wrong bytes for every sound blob', async () => {
    const { cases } = await run('gives-wrong-bytes', 'RSAES_OAEP_SHA_256');
    const sound = cases.filter(({ due }) => due === 'accept');
    expect(sound.length).toBeGreaterThan(0);
    expect(sound.every(({ status }) => status === 'wrong-bytes')).toBe(true);
    expect(wrong(cases)).toHaveLength(sound.length);
  });

  it('one that cannot do the algorithm refuses every sound blob', async () => {
    const { cases } = await run('none', 'SM2PKE');
    const sound = cases.filter(({ due }) => due === 'accept');
    expect(sound.every(({ status }) => status === 'refused')).toBe(true);
  });

  it.each(['RSAES_OAEP_SHA_256', 'RSA_AES_KEY_WRAP_SHA_1'] as const)(
    'a sound one is right: %s',
    async (algorithm) => {
      const { cases, summary } = await run('none', algorithm);
      expect(wrong(cases)).toEqual([]);
      expect(summary.right).toBe(cases.length);
      expect(cases.length).toBeGreaterThan(1);
    },
  );
});
