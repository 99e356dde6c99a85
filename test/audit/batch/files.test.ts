import { execFile, execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
const server = createServer().listen(join(folder, 'socket'));
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

const markKey = new Uint8Array(32);
const readers = {
  inside: batchReader({ folder, allowOutside: false, markKey }),
  anywhere: batchReader({ folder, allowOutside: true, markKey }),
};
const inside = (path: string, limit: number) => readers.inside.read(path, limit, 'the blob');
const anywhere = (path: string, limit: number) => readers.anywhere.read(path, limit, 'the blob');

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

const cases: readonly (readonly [string, string])[] = [
  ['missing.bin', 'cannot read the blob missing.bin: there is no such file'],
  ['missing/a.bin', 'there is no such file'],
  ['a.bin/b', 'a part of its path is not a folder'],
  ['a.bin/', 'a part of its path is not a folder'],
  ['sub', 'it is a folder'],
  ['.', 'it is a folder'],
  ['loop', 'its symbolic links lead in a circle'],
  ['loop/a.bin', 'its symbolic links lead in a circle'],
  ['n'.repeat(300), 'its name is too long'],
  ['fifo', 'it is not a regular file'],
  ['socket', 'it is a socket'],
  ['a\0b', 'its name contains a zero byte'],
  ['caf\ufffd.bin', 'its name is not UTF-8'],
  ['half\ud800', 'its name is not UTF-8'],
  ['', 'its name is empty'],
];

describe.each([
  ['inside the folder alone', inside],
  ['anywhere', anywhere],
] as const)('what cannot be read is refused with its reason: %s', (_, read) => {
  it.each(cases)('%j: %s', (path, message) => {
    expect(() => read(path, 20_000)).toThrow(message);
  });

  it('a file that is longer than the limit, with both lengths', () => {
    expect(() => read('big.bin', 20_000)).toThrow('big.bin has 40000 bytes, expected 20000 at most');
    expect(() => read('a.bin', 0)).toThrow('has 1 bytes, expected 0 at most');
  });

  it('a FIFO that somebody writes to: its bytes come once, and may be a part', () => {
    const writer = execFile('sh', ['-c', `exec 3<>fifo; echo secret >&3; sleep 60`], { cwd: folder });
    try {
      execFileSync('sleep', ['0.3']);
      expect(() => read('fifo', 100)).toThrow('it is not a regular file');
    } finally {
      writer.kill();
    }
  });
});

it('a device is refused, however it is reached', () => {
  expect(() => anywhere('/dev/zero', 100_000)).toThrow('not a regular file');
  expect(() => anywhere('/dev/null', 100)).toThrow('not a regular file');
});

it.each([
  'deadbeef'.repeat(8),
  Buffer.alloc(32, 'k3Y').toString('base64'),
  '-----BEGIN PRIVATE KEY-----\nMIG=',
])('a key where a path is expected is not told: %j', (key) => {
  for (const read of [inside, anywhere])
    expect(() => read(key, 100)).toThrow(
      /^expected the name of a file for the blob, found \[\d+ characters of (?:hexadecimal|base64|PEM)\]$/,
    );
});

describe('a folder that is exchanged for a link during a batch', () => {
  const batch = join(root, 'exchanged');
  mkdirSync(join(batch, 'sub/deep'), { recursive: true });
  mkdirSync(join(root, 'elsewhere/deep'), { recursive: true });
  for (const place of ['exchanged/sub', 'elsewhere']) {
    writeFileSync(join(root, place, 'a.bin'), place);
    writeFileSync(join(root, place, 'deep/a.bin'), place);
  }
  const paths = ['sub/a.bin', 'sub/deep/a.bin'];

  it('does not lead outside, neither where it was read from before nor where not', () => {
    const { read, close } = batchReader({ folder: batch, allowOutside: false, markKey });
    expect(read('sub/a.bin', 100, 'the blob').toString()).toBe('exchanged/sub');
    renameSync(join(batch, 'sub'), join(batch, 'moved'));
    symlinkSync('../elsewhere', join(batch, 'sub'));
    // It was opened before the exchange: that folder is still the one that is read.
    expect(read('sub/a.bin', 100, 'the blob').toString()).toBe('exchanged/sub');
    expect(() => read('sub/deep/a.bin', 100, 'the blob')).toThrow("outside of the manifest's folder");
    close();
    const later = batchReader({ folder: batch, allowOutside: false, markKey });
    for (const path of paths)
      expect(() => later.read(path, 100, 'the blob')).toThrow("outside of the manifest's folder");
    later.close();
  });
});

it('the file that a report will replace is not read, under whatever name', () => {
  linkSync(join(folder, 'a.bin'), join(folder, 'second-name'));
  const report = statSync(join(folder, 'a.bin'));
  for (const allowOutside of [true, false]) {
    const { read, close } = batchReader({ folder, allowOutside, markKey, reports: [report] });
    for (const path of ['a.bin', 'link', 'second-name'])
      expect(() => read(path, 100, 'the blob')).toThrow(`the report would replace "${path}", which is read`);
    expect(read('exact.bin', 1e6, 'the blob')).toHaveLength(16_384);
    close();
  }
});

it('descriptors of folders do not pile up', () => {
  const many = join(root, 'many');
  for (let at = 0; at < 200; at += 1) {
    mkdirSync(join(many, String(at)), { recursive: true });
    writeFileSync(join(many, String(at), 'a.bin'), String(at));
  }
  const count = () => readdirSync('/proc/self/fd').length;
  const before = count();
  const { read, close } = batchReader({ folder: many, allowOutside: false, markKey });
  for (let at = 0; at < 200; at += 1)
    expect(read(`${at}/a.bin`, 100, 'the blob').toString()).toBe(String(at));
  expect(count()).toBeLessThan(before + 80);
  close();
  expect(count()).toBeLessThanOrEqual(before);
});
