import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { built } from '../../built.ts';
import { readInput } from '../../../src/run/files/input.ts';
import { writeOutput } from '../../../src/run/files/output.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const content = Buffer.from('what is written\n');
const at = (name: string) => join(folder, name);
const fails = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string });
const isRoot = process.getuid?.() === 0;

describe('an output', () => {
  it('is whole, 0600, and the only file that is left', async () => {
    await writeOutput(at('out'), content);
    expect(readFileSync(at('out'))).toEqual(content);
    expect(statSync(at('out')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('that exists is refused, and replaced with force', async () => {
    writeFileSync(at('out'), 'old', { mode: 0o644 });
    await expect(writeOutput(at('out'), content)).rejects.toEqual(
      fails('ERR_OUTPUT_EXISTS', /exists already$/),
    );
    expect(readFileSync(at('out'), 'utf8')).toBe('old');
    await writeOutput(at('out'), content, { force: true });
    expect(readFileSync(at('out'))).toEqual(content);
    expect(statSync(at('out')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('that is a symbolic link is not followed: refused, and with force the link itself is replaced', async () => {
    writeFileSync(at('precious'), 'precious');
    symlinkSync('precious', at('out'));
    await expect(writeOutput(at('out'), content)).rejects.toEqual(
      fails('ERR_OUTPUT_EXISTS', /a symbolic link, which is not followed/),
    );
    await writeOutput(at('out'), content, { force: true });
    expect(readFileSync(at('precious'), 'utf8')).toBe('precious');
    expect(lstatSync(at('out')).isFile()).toBe(true);
  });

  it('that is a symbolic link to nowhere is refused', async () => {
    symlinkSync('nowhere', at('out'));
    await expect(writeOutput(at('out'), content)).rejects.toEqual(
      fails('ERR_OUTPUT_EXISTS', /symbolic link/),
    );
    expect(readlinkSync(at('out'))).toBe('nowhere');
  });

  it.for([
    ['the same path', (input: string) => input],
    ['a hard link to it', (input: string) => (linkSync(input, `${input}-2`), `${input}-2`)],
    ['a symbolic link to it', (input: string) => (symlinkSync(input, `${input}-2`), `${input}-2`)],
  ] as const)('that is an input is refused even with force: %s', async ([, name]) => {
    writeFileSync(at('in'), 'input');
    await expect(writeOutput(name(at('in')), content, { force: true, inputs: [at('in')] })).rejects.toEqual(
      fails('ERR_OUTPUT_REFUSED', /is an input of this command/),
    );
    expect(readFileSync(at('in'), 'utf8')).toBe('input');
  });

  it('in a missing folder is refused', async () => {
    await expect(writeOutput(at('missing/out'), content)).rejects.toEqual(
      fails('ERR_OUTPUT_REFUSED', /its folder does not exist/),
    );
  });

  it.skipIf(isRoot)('in a read-only folder is refused (skipped as root, who may write there)', async () => {
    chmodSync(folder, 0o500);
    await expect(writeOutput(at('out'), content)).rejects.toEqual(
      fails('ERR_OUTPUT_REFUSED', /this user may not write to its folder/),
    );
    chmodSync(folder, 0o700);
  });

  it('on a file system that takes nothing is refused', async () => {
    await expect(writeOutput('/proc/out', content)).rejects.toEqual(fails('ERR_OUTPUT_REFUSED', /./));
  });

  it('that is a folder is refused', async () => {
    mkdirSync(at('out'));
    await expect(writeOutput(at('out'), content, { force: true })).rejects.toEqual(
      fails('ERR_OUTPUT_REFUSED', /is a folder/),
    );
  });

  it('under a path that goes through a file is refused', async () => {
    writeFileSync(at('file'), '');
    await expect(writeOutput(at('file/out'), content)).rejects.toEqual(
      fails('ERR_OUTPUT_REFUSED', /a part of its path is not a folder/),
    );
  });

  it('that two runs write at once is one of the two, whole, and the other is told', async () => {
    const big = [Buffer.alloc(3_000_000, 'a'), Buffer.alloc(3_000_000, 'b')];
    const results = await Promise.allSettled(big.map((bytes) => writeOutput(at('out'), bytes)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const written = readFileSync(at('out'));
    expect(big.some((bytes) => bytes.equals(written))).toBe(true);
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('that is a FIFO gets the bytes straight, once it has a reader', async () => {
    execFileSync('mkfifo', [at('fifo')]);
    const writing = writeOutput(at('fifo'), content);
    await expect(readInput(at('fifo'), { what: 'the FIFO', limit: 100 })).resolves.toEqual(content);
    await writing;
    expect(statSync(at('fifo')).isFIFO()).toBe(true);
  });

  it('that is a FIFO without a reader ends on request', async () => {
    execFileSync('mkfifo', [at('fifo')]);
    await expect(writeOutput(at('fifo'), content, { signal: AbortSignal.timeout(100) })).rejects.toEqual(
      fails('ERR_ABORTED', /stopped/),
    );
  });

  it('that is a full device is a failure of the environment', async () => {
    await expect(writeOutput('/dev/full', content)).rejects.toEqual(
      fails('ERR_OUTPUT_FAILED', /the disk is full \(ENOSPC\)/),
    );
    await writeOutput('/dev/null', content);
  });

  it('over the file-size limit is a failure of the environment, and nothing is left', () => {
    const script = `import { writeOutput } from ${JSON.stringify(built('run/files/output.js'))};
      await writeOutput(process.argv[1], Buffer.alloc(1e6)).catch((e) => console.log(e.code, e.message));`;
    const out = execFileSync(
      'sh',
      ['-c', 'ulimit -f 8; exec "$0" --input-type=module -e "$1" "$2"', process.execPath, script, at('out')],
      { encoding: 'utf8' },
    );
    expect(out).toMatch(
      /^ERR_OUTPUT_FAILED .*the limit on the size of a file is reached \(EFBIG\); nothing was left there/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a run that was killed is removed by the next one, and only that', async () => {
    const dead = spawn('true');
    await new Promise((done) => dead.once('exit', done));
    const { ownPrefix } = await import('../../../src/run/files/stale.ts');
    const own = `.${ownPrefix()}`;
    const stale = own.replace(`-${process.pid}-`, `-${dead.pid}-`);
    for (const name of [`${stale}aaaa`, `${own}bbbb`, '.kms-keywrap-other']) writeFileSync(at(name), '');
    await writeOutput(at('out'), content);
    expect(readdirSync(folder).sort()).toEqual(['.kms-keywrap-other', `${own}bbbb`, 'out'].sort());
  });
});

describe('an input', () => {
  const options = { what: 'the public key', limit: 1000 };

  it('is read whole, an empty one too', async () => {
    writeFileSync(at('in'), content);
    writeFileSync(at('empty'), '');
    await expect(readInput(at('in'), options)).resolves.toEqual(content);
    await expect(readInput(at('empty'), options)).resolves.toEqual(Buffer.alloc(0));
    await expect(readInput('/dev/null', options)).resolves.toEqual(Buffer.alloc(0));
  });

  it('that is missing, a folder, or under a file is refused', async () => {
    writeFileSync(at('file'), '');
    await expect(readInput(at('missing'), options)).rejects.toEqual(
      fails('ERR_INPUT_UNREADABLE', /^cannot read the public key .*missing: there is no such file$/),
    );
    await expect(readInput(folder, options)).rejects.toEqual(fails('ERR_INPUT_UNREADABLE', /it is a folder/));
    await expect(readInput(at('file/in'), options)).rejects.toEqual(
      fails('ERR_INPUT_UNREADABLE', /a part of its path is not a folder/),
    );
  });

  it.skipIf(isRoot)('that may not be read is refused (skipped as root, who may)', async () => {
    writeFileSync(at('in'), content, { mode: 0o200 });
    await expect(readInput(at('in'), options)).rejects.toEqual(
      fails('ERR_INPUT_UNREADABLE', /this user may not read it/),
    );
  });

  it('of 1 GB is refused before it is read', async () => {
    writeFileSync(at('in'), '');
    truncateSync(at('in'), 1024 ** 3);
    await expect(readInput(at('in'), options)).rejects.toEqual(
      fails('ERR_INPUT_TOO_LARGE', /has 1073741824 bytes, expected 1000 at most$/),
    );
  });

  it('without end is refused at the limit', async () => {
    await expect(readInput('/dev/zero', options)).rejects.toEqual(
      fails('ERR_INPUT_TOO_LARGE', /has too many bytes, expected 1000 at most$/),
    );
  });

  it('that is a FIFO without a writer ends on request', async () => {
    execFileSync('mkfifo', [at('fifo')]);
    await expect(readInput(at('fifo'), { ...options, signal: AbortSignal.timeout(100) })).rejects.toEqual(
      fails('ERR_ABORTED', /stopped/),
    );
  });
});
