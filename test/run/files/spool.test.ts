import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { spoolOutput } from '../../../src/run/files/spool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = `${'x'.repeat(99)}\n`;

it('a text of many pieces has its name only when it is whole, and nothing stands beside it then', async () => {
  const target = join(folder, 'report.jsonl');
  const spool = await spoolOutput(target, {});
  for (let at = 0; at < 10_000; at += 1) spool.write(line);
  expect(readdirSync(folder)).not.toContain('report.jsonl');
  await spool.finish();
  expect(readdirSync(folder)).toEqual(['report.jsonl']);
  expect(readFileSync(target, 'utf8')).toBe(line.repeat(10_000));
  expect(statSync(target).mode & 0o777).toBe(0o600);
});

it('what is written does not wait in memory', async () => {
  const spool = await spoolOutput(join(folder, 'report.jsonl'), {});
  for (let at = 0; at < 10_000; at += 1) spool.write(line);
  const [beside = ''] = readdirSync(folder);
  expect(statSync(join(folder, beside)).size).toBeGreaterThan(900_000);
  await spool.finish();
});

it('a file that appeared meanwhile is not replaced without force', async () => {
  const target = join(folder, 'report.jsonl');
  const spool = await spoolOutput(target, {});
  spool.write(line);
  writeFileSync(target, 'precious');
  await expect(spool.finish()).rejects.toMatchObject({ code: 'ERR_OUTPUT_EXISTS' });
  expect(readFileSync(target, 'utf8')).toBe('precious');
});

it('an existing file and a missing folder are refused before anything is written', async () => {
  const target = join(folder, 'report.jsonl');
  writeFileSync(target, 'precious');
  await expect(spoolOutput(target, {})).rejects.toMatchObject({ code: 'ERR_OUTPUT_EXISTS' });
  await expect(spoolOutput(join(folder, 'none', 'report'), {})).rejects.toMatchObject({
    code: 'ERR_OUTPUT_REFUSED',
  });
  expect(readdirSync(folder)).toEqual(['report.jsonl']);
});
