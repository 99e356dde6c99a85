import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { batchReader } from '../../../src/audit/batch/files.ts';

const root = mkdtempSync(join(tmpdir(), 'kms-keywrap-test-'));
const folder = join(root, 'batch');
mkdirSync(join(folder, 'sub'), { recursive: true });
writeFileSync(join(root, 'outside.bin'), 'outside');
writeFileSync(join(folder, 'a.bin'), 'a');
writeFileSync(join(folder, 'empty.bin'), '');
writeFileSync(join(folder, 'big.bin'), Buffer.alloc(40_000, 7));
writeFileSync(join(folder, 'exact.bin'), Buffer.alloc(16_384, 7));
symlinkSync('a.bin', join(folder, 'link'));
symlinkSync('../outside.bin', join(folder, 'out-link'));
symlinkSync('..', join(folder, 'out-folder'));
symlinkSync('loop', join(folder, 'loop'));
execFileSync('mkfifo', [join(folder, 'fifo')]);
afterAll(() => rmSync(root, { recursive: true }));

const markKey = new Uint8Array(32);
const inside = batchReader({ folder, allowOutside: false, markKey });
const anywhere = batchReader({ folder, allowOutside: true, markKey });

it('files in the folder are read whole, whatever their length', () => {
  expect(inside('a.bin', 100).toString()).toBe('a');
  expect(inside('sub/../a.bin', 100).toString()).toBe('a');
  expect(inside('link', 100).toString()).toBe('a');
  expect(inside(join(folder, 'a.bin'), 100).toString()).toBe('a');
  expect(inside('empty.bin', 100)).toHaveLength(0);
  for (const [name, length] of [
    ['big.bin', 40_000],
    ['exact.bin', 16_384],
  ] as const)
    expect(inside(name, 1e6).equals(Buffer.alloc(length, 7))).toBe(true);
});

it.each(['../outside.bin', join(root, 'outside.bin'), 'out-link', 'out-folder/outside.bin', '/etc/hostname'])(
  '%s leads out of the folder and is refused unless that is allowed',
  (path) => {
    expect(() => inside(path, 100)).toThrow("outside of the manifest's folder");
    expect(anywhere(path, 100).length).toBeGreaterThan(0);
  },
);

it.each([
  ['missing.bin', 'there is no such file'],
  ['missing/a.bin', 'there is no such file'],
  ['a.bin/b', 'a part of its path is not a folder'],
  ['sub', 'it is a folder'],
  ['loop', 'circle'],
  ['fifo', 'not a regular file'],
  ['big.bin', 'longer than 20000 bytes'],
])('%s: %s', (path, message) => {
  expect(() => inside(path, 20_000)).toThrow(message);
});

it('a device is refused, however it is reached', () => {
  expect(() => anywhere('/dev/zero', 100)).toThrow('not a regular file');
  expect(() => anywhere('/dev/null', 100)).toThrow('not a regular file');
});
