import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isStale, ownPrefix } from '../../src/run/files/stale.ts';
import { createWorkspace, withWorkspace, workspaceBase } from '../../src/run/workspace.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'workspaces-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const deadPid = () => {
  const child = spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' });
  return child.stdout.trim();
};
const named = (pid: string, started = '1') => ownPrefix().replace(/-\d+-\d+-$/, `-${pid}-${started}-`);

it('a workspace is 0700, on tmpfs where there is one, and gone afterwards', async () => {
  const path = await withWorkspace(async (workspace) => {
    expect(statSync(workspace.path).mode & 0o777).toBe(0o700);
    expect(statSync(workspace.folder()).mode & 0o777).toBe(0o700);
    expect(dirname(workspace.path)).toBe(workspaceBase());
    writeFileSync(join(workspace.folder(), 'secret'), 'x');
    await Promise.resolve();
    return workspace.path;
  });
  expect(existsSync(path)).toBe(false);
});

it('a workspace is gone after an error, and disposing of it twice does no harm', async () => {
  let path = '';
  await expect(
    withWorkspace(async (workspace) => {
      ({ path } = workspace);
      await workspace.dispose();
      throw new Error('on purpose');
    }, base),
  ).rejects.toThrow('on purpose');
  expect(existsSync(path)).toBe(false);
});

it('a base that does not exist is a failure of the environment', async () => {
  await expect(createWorkspace(join(base, 'missing'))).rejects.toEqual(
    expect.objectContaining({ code: 'ERR_ENVIRONMENT' }),
  );
});

it('a workspace is gone even when the modes of what is in it were changed', async () => {
  const workspace = await createWorkspace(base);
  const folder = workspace.folder();
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep/secret'), 'x', { mode: 0o000 });
  chmodSync(join(folder, 'deep'), 0o000);
  chmodSync(folder, 0o500);
  await workspace.dispose();
  expect(readdirSync(base)).toEqual([]);
});

it('what dead processes left is removed, and nothing else', async () => {
  const sleeper = spawn('sleep', ['60']);
  try {
    const alive = String(sleeper.pid);
    const kept = [
      `${ownPrefix()}mine`,
      'kms-keywrap-something-else',
      named('1').replace('kms-keywrap-', 'kms-keywrap-9'),
      named('1').replace(/-(\d+)-(1-1-)$/, '-77$1-$2'),
      'other',
    ];
    const removed = [`${named(deadPid())}a`, `${named(alive, '1')}b`];
    for (const name of [...kept, ...removed]) mkdirSync(join(base, name));
    symlinkSync('/etc', join(base, `${named(deadPid())}link`));
    const inUse = sleeper.pid === undefined ? '' : basename(startedName(sleeper.pid));
    mkdirSync(join(base, inUse));
    const workspace = await createWorkspace(base);
    const left = readdirSync(base);
    for (const name of removed) expect(left).not.toContain(name);
    for (const name of [...kept, inUse]) expect(left).toContain(name);
    expect(left.filter((name) => name.endsWith('link'))).toHaveLength(1);
    await workspace.dispose();
  } finally {
    sleeper.kill();
  }
});

/** The name that a workspace of that live process has. */
function startedName(pid: number): string {
  const stat = spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' }).stdout;
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  return `${named(String(pid), started)}live`;
}

it('a pid that another process has by now counts as dead, a name of another form never', () => {
  expect(isStale(`${ownPrefix()}x`)).toBe(false);
  expect(isStale(`${named(String(process.pid), '1')}x`)).toBe(true);
  expect(isStale('kms-keywrap-')).toBe(false);
  // On a shared file system the same pid is a process of another machine.
  const elsewhere = named('999999999').replace(/^kms-keywrap-[^-]+-/, 'kms-keywrap-other.0123abcd-');
  expect(isStale(`${named('999999999')}x`)).toBe(true);
  expect(isStale(`${elsewhere}x`)).toBe(false);
});
