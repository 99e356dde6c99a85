import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrapBlob } from '../../src/crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../src/crypto/wrapping-key.ts';
import { brokenOpensslPath } from '../run/broken-openssl.ts';
import {
  added,
  bundleWrap,
  directWrap,
  hybridWrap,
  makeFolder,
  mayMount,
  privatePem,
  runTool,
  secret,
} from './tool.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';

let path: string;
let remove: () => void;
beforeEach(() => {
  ({ path, remove } = makeFolder());
});
afterEach(() => remove());

const output = 'EncryptedKeyMaterial.bin';
const clean = { workspaces: [], processes: [] };

/** Whether a blob opens to the folder's key material. */
const opens = (blob: Buffer, wrappingAlgorithm: 'RSAES_OAEP_SHA_256' | 'RSA_AES_KEY_WRAP_SHA_256') =>
  unwrapBlob({
    blob,
    privateKey: loadWrappingPrivateKey(privatePem),
    wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
  }).material.equals(secret.subarray(0, 32));

const mount = (folder: string, options: string) => {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
};
const unmount = (folder: string) => execFileSync('umount', ['-l', folder]);

describe('a disk that is full', () => {
  it.skipIf(!mayMount)(
    'under the output: exit 3, nothing left (skipped where a tmpfs may not be mounted)',
    async () => {
      const disk = join(path, 'disk');
      mount(disk, 'size=16k');
      try {
        writeFileSync(join(disk, 'filler'), Buffer.alloc(12 * 1024));
        try {
          writeFileSync(join(disk, 'rest'), Buffer.alloc(64 * 1024));
        } catch {
          // Full now.
        }
        const before = readdirSync(disk);
        const ended = await runTool(hybridWrap('--engine', 'node', '--out', join(disk, 'blob')), {
          cwd: path,
        });
        expect(ended).toMatchObject({ code: 3, ...clean });
        expect(ended.stderr).toMatch(
          /cannot write .*blob: the disk is full \(ENOSPC\); nothing was left there/,
        );
        expect(readdirSync(disk)).toEqual(before);
      } finally {
        unmount(disk);
      }
    },
  );

  it('a file-size limit: exit 3, nothing left', async () => {
    const ended = await runTool(['generate', 'RSA_2048', '--engine', 'node', '--out', 'key.der'], {
      cwd: path,
      under: 'ulimit -f 1;',
    });
    expect(ended).toMatchObject({ code: 3, ...clean });
    expect(ended.stderr).toContain('(EFBIG); nothing was left there');
    expect(added(path)).toEqual([]);
  });

  it('a full device as output: exit 3', async () => {
    const ended = await runTool(directWrap('--engine', 'node', '--out', '/dev/full'), { cwd: path });
    expect(ended).toMatchObject({ code: 3, ...clean });
    expect(ended.stderr).toContain('the disk is full');
  });

  it.skipIf(!mayMount)(
    'under the workspace: exit 3, nothing left (skipped where a tmpfs may not be mounted)',
    async () => {
      const disk = join(path, 'disk');
      mount(disk, 'size=16k,nr_inodes=4');
      try {
        // The private folder is made where TMPDIR says when there is no room in memory.
        const full = brokenOpensslPath('echo "openssl: No space left on device" >&2; exit 1');
        const ended = await runTool(hybridWrap('--openssl', full), { cwd: path, env: { TMPDIR: disk } });
        expect(ended).toMatchObject({ code: 3, ...clean });
        expect(ended.stderr).toContain('No space left on device');
        expect(added(path)).toEqual(['disk']);
      } finally {
        unmount(disk);
      }
    },
  );
});

describe('short of something else', () => {
  const starved: readonly (readonly [string, readonly string[]])[] = [
    ['wrap', hybridWrap()],
    ['generate', ['generate', 'ECC_NIST_P256', '--out', output]],
    [
      'verify',
      `verify --key-spec HMAC_256 --wrapping-key-spec RSA_2048 --format json --report ${output}`.split(' '),
    ],
    ['audit', `audit --manifest manifest.jsonl --jobs 2 --format json --report ${output}`.split(' ')],
  ];

  it.for(starved)('no file descriptors, %s: an error or a whole result, nothing else', async ([, words]) => {
    for (const limit of [18, 20, 22, 23, 24, 25, 26, 28, 30, 34, 40]) {
      const ended = await runTool(words, { cwd: path, under: `ulimit -n ${limit};` });
      const files = added(path);
      // Below what node itself needs to start there is no tool to speak.
      const toolRan = ended.stderr.includes('kms-keywrap:');
      const state = `${limit}: exit ${ended.code}, ${files.length} files, ${toolRan ? ended.stderr : 'no start'}`;
      expect(state).toMatch(toolRan ? /: exit (?:0, 1|3, 0) files/ : /: exit (?:0, 1|\d+, 0) files/);
      expect(ended.stderr.includes('kms-keywrap: error: internal error')).toBe(false);
      expect({ limit, ...ended }).toMatchObject(clean);
      expect(files.filter((name) => name !== output)).toEqual([]);
      for (const name of files) rmSync(join(path, name));
    }
  });

  it('a folder that vanishes while openssl runs: refused, nothing left', async () => {
    mkdirSync(join(path, 'out'));
    const vanishing = brokenOpensslPath(`rm -rf ${path}/out`);
    const ended = await runTool(hybridWrap('--openssl', vanishing, '--out', join(path, 'out/blob')), {
      cwd: path,
    });
    expect(ended).toMatchObject({ code: 2, ...clean });
    expect(ended.stderr).toContain('its folder does not exist');
    expect(added(path)).toEqual([]);
  });

  it('a workspace that vanishes while openssl runs: exit 3, nothing left', async () => {
    const vanishing = brokenOpensslPath('[ "$1" = pkeyutl ] && rm -rf "$PWD"');
    const ended = await runTool(hybridWrap('--openssl', vanishing), { cwd: path });
    expect(ended).toMatchObject({ code: 3, ...clean });
    expect(added(path)).toEqual([]);
  });

  it.skipIf(!mayMount)(
    'a read-only file system: refused (skipped where a tmpfs may not be mounted)',
    async () => {
      const disk = join(path, 'disk');
      mount(disk, 'ro');
      try {
        const ended = await runTool(hybridWrap('--out', join(disk, 'blob')), { cwd: path });
        expect(ended).toMatchObject({ code: 2, ...clean });
        expect(ended.stderr).toMatch(/its file system is read-only|this user may not write to its folder/);
      } finally {
        unmount(disk);
      }
    },
  );
});

describe('where the output is something else than a new file here', () => {
  it.skipIf(!existsSync('/dev/shm'))('on another file system: written whole', async () => {
    const elsewhere = mkdtempSync('/dev/shm/faults-');
    const ended = await runTool(directWrap('--out', join(elsewhere, 'blob')), { cwd: path });
    expect(ended).toMatchObject({ code: 0, ...clean });
    expect(opens(readFileSync(join(elsewhere, 'blob')), 'RSAES_OAEP_SHA_256')).toBe(true);
    expect(statSync(join(elsewhere, 'blob')).mode & 0o777).toBe(0o600);
    rmSync(elsewhere, { recursive: true });
  });

  it('a symbolic link is not followed to overwrite, with and without --force', async () => {
    writeFileSync(join(path, 'precious'), 'precious');
    symlinkSync('precious', join(path, output));
    expect(await runTool(directWrap(), { cwd: path })).toMatchObject({ code: 2, ...clean });
    expect(await runTool(directWrap('--force'), { cwd: path })).toMatchObject({ code: 0, ...clean });
    expect(readFileSync(join(path, 'precious'), 'utf8')).toBe('precious');
    expect(lstatSync(join(path, output)).isFile()).toBe(true);
  });

  it('a FIFO as input and as output', async () => {
    execFileSync('mkfifo', [join(path, 'in'), join(path, 'out')]);
    const words = directWrap('--in', 'in', '--out', 'out').filter(
      (word, index, all) => !(index < 4 && (word === '--in' || all[index - 1] === '--in')),
    );
    const feeding = spawn('sh', ['-c', 'cat material.bin > in'], { cwd: path });
    const reading = spawn('cat', ['out'], { cwd: path });
    const chunks: Buffer[] = [];
    reading.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const read = new Promise((done) => reading.once('close', done));
    const ended = await runTool(words, { cwd: path });
    await read;
    feeding.kill();
    expect(ended).toMatchObject({ code: 0, ...clean });
    expect(opens(Buffer.concat(chunks), 'RSAES_OAEP_SHA_256')).toBe(true);
  });

  const blobOptions = '--wrapping-algorithm RSAES_OAEP_SHA_256 --key-spec SYMMETRIC_DEFAULT';
  it.for([
    ['--out', 'out', directWrap('--engine', 'node', '--out', 'out')],
    ['--in', 'material.bin', directWrap()],
    ['--public-key', 'WrappingPublicKey.bin', directWrap()],
    ['--private-key', 'private.pem', directWrap('--private-key', 'private.pem')],
    ['--parameters', 'parameters.json', bundleWrap('bundle')],
    ['--cloudtrail-event', 'event.json', directWrap('--cloudtrail-event', 'event.json')],
    ['--manifest', 'manifest.jsonl', ['audit', '--manifest', 'manifest.jsonl']],
    ['a blob', 'blob.bin', `audit blob.bin --private-key private.pem ${blobOptions}`.split(' ')],
    ['--reference', 'material.bin', 'lint blob.bin --reference material.bin --key-spec HMAC_256'.split(' ')],
  ] as const)('a FIFO that no process opens, %s: a signal ends the wait', async ([, name, words]) => {
    rmSync(join(path, name), { force: true });
    execFileSync('mkfifo', [join(path, name)]);
    const ended = await runTool(words, {
      cwd: path,
      started: (pid) => void setTimeout(() => process.kill(pid, 'SIGTERM'), 700),
    });
    expect(ended).toMatchObject({ code: 143, ...clean });
  });

  it('a FIFO among the files of a folder is refused without waiting for it', async () => {
    mkdirSync(join(path, 'bundle'));
    execFileSync(
      'mkfifo',
      ['manifest.json', 'ImportToken.bin'].map((name) => join(path, 'bundle', name)),
    );
    for (const words of [
      ['bundle', 'check', 'bundle'],
      bundleWrap('new', '--parameters', 'bundle').filter((_, at) => at !== 3 && at !== 4),
    ]) {
      const ended = await runTool(words, { cwd: path });
      expect(ended).toMatchObject({ code: 2, ...clean });
      expect(ended.stderr).toContain('it is not a regular file');
    }
  });

  it('a manifest without end is read in constant memory until a signal', async () => {
    const ended = await runTool(['audit', '--manifest', '/dev/zero'], {
      cwd: path,
      started: (pid) => void setTimeout(() => process.kill(pid, 'SIGINT'), 1500),
    });
    expect(ended).toMatchObject({ code: 130, ...clean });
  });

  it.skipIf(!existsSync('/proc/self/pagemap'))(
    'a file of /proc that says it is empty and has no end is refused at the limit',
    async () => {
      const words = directWrap().map((word) => (word === 'material.bin' ? '/proc/self/pagemap' : word));
      const wrapped = await runTool(words, { cwd: path });
      expect(wrapped).toMatchObject({ code: 2, ...clean });
      expect(wrapped.stderr).toContain('has too many bytes, expected 1048576 at most');
      const audited = await runTool(
        `audit /proc/self/pagemap --private-key private.pem ${blobOptions}`.split(' '),
        { cwd: path },
      );
      expect(audited).toMatchObject({ code: 2, ...clean });
    },
  );

  it('/dev/null takes a result, an endless device is refused as input', async () => {
    expect(await runTool(directWrap('--out', '/dev/null'), { cwd: path })).toMatchObject({
      code: 0,
      ...clean,
    });
    const words = directWrap().map((word) => (word === 'material.bin' ? '/dev/zero' : word));
    const ended = await runTool(words, { cwd: path });
    expect(ended).toMatchObject({ code: 2, ...clean });
    expect(ended.stderr).toMatch(/has too many bytes, expected \d+ at most/);
  });

  it('two runs that write one target at once: one wins, whole, the other is refused', async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, () => runTool(hybridWrap(), { cwd: path })));
    expect(runs.map(({ code }) => code).sort((a, b) => Number(a) - Number(b))).toEqual([0, 2, 2, 2]);
    for (const run of runs) expect(run).toMatchObject(clean);
    expect(added(path)).toEqual([output]);
    expect(opens(readFileSync(join(path, output)), 'RSA_AES_KEY_WRAP_SHA_256')).toBe(true);
  });

  it('two runs that make one bundle at once: one wins, whole, the others are refused; with --force the last one', async () => {
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => runTool(bundleWrap('bundle'), { cwd: path })),
    );
    expect(runs.map(({ code }) => code).sort((a, b) => Number(a) - Number(b))).toEqual([0, 2, 2, 2]);
    expect(await runTool(['bundle', 'check', 'bundle'], { cwd: path })).toMatchObject({ code: 0 });
    const forced = await Promise.all(
      Array.from({ length: 4 }, () => runTool(bundleWrap('bundle', '--force'), { cwd: path })),
    );
    expect(forced.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await runTool(['bundle', 'check', 'bundle'], { cwd: path })).toMatchObject({ code: 0 });
    expect(added(path)).toEqual(['bundle']);
  });

  it('two runs with --force: the target is one of the two, whole', async () => {
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => runTool(hybridWrap('--force'), { cwd: path })),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(added(path)).toEqual([output]);
    expect(opens(readFileSync(join(path, output)), 'RSA_AES_KEY_WRAP_SHA_256')).toBe(true);
  });
});

it('an input of 1 GB is refused before it is read, with the limit', async () => {
  for (const name of ['material.bin', 'WrappingPublicKey.bin']) {
    truncateSync(join(path, name), 1024 ** 3);
    const ended = await runTool(hybridWrap(), { cwd: path });
    expect(ended).toMatchObject({ code: 2, ...clean });
    expect(ended.stderr).toMatch(/has 1073741824 bytes, expected \d+ at most/);
    truncateSync(join(path, name), 32);
  }
  expect(added(path)).toEqual([]);
});
