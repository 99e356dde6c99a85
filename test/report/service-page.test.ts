import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { kmsKeywrap } from '../built.ts';
import { servicePages } from '../../src/report/service-page.ts';
import { testKey, testWrappingKey } from '../../src/samples/keys/test-keys.ts';
import { services } from '../../src/tables/services/index.ts';

const folder = new URL('../../docs/services/', import.meta.url);
const pages = servicePages();

it('docs/services holds a page for each service beside AWS KMS, as the rows give it (npm run docs writes them)', () => {
  const beside = Object.keys(services).filter((name) => name !== 'aws' && name !== 'aws-cn');
  expect([...pages.keys()].toSorted()).toEqual(beside.map((name) => `${name}.md`).toSorted());
  expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  for (const [name, text] of pages) expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text);
});

it.each([...pages])('%s names every key, every wrapping and every refusal of its row', (file, text) => {
  const row = services[file.replace('.md', '') as keyof typeof services];
  for (const { name } of row.materials) expect(text).toContain(`| \`${name}\` |`);
  for (const { name } of row.wrappings.filter(({ use }) => use === 'import'))
    expect(text).toContain(`| \`${name}\` |`);
  for (const { meaning } of row.says) expect(text).toContain(meaning);
  expect(text).toContain(row.tested);
});

const bin = mkdtempSync(join(tmpdir(), 'kms-keywrap-pages-'));
afterAll(() => rmSync(bin, { recursive: true }));
writeFileSync(join(bin, 'kms-keywrap'), `#!/bin/sh\nexec '${process.execPath}' '${kmsKeywrap}' "$@"\n`, {
  mode: 0o755,
});

it.each([...pages])('the commands of %s wrap, and the audit finds nothing wrong', (file, text) => {
  const row = services[file.replace('.md', '') as keyof typeof services];
  const { files } = row.commands;
  const commands = text.split('\n').filter((line) => /^kms-keywrap (wrap|audit) /.test(line));
  expect(commands).toHaveLength(2);
  const size = text.includes('rsa-oaep-3072-sha256-aes-256') ? 'RSA_3072' : 'RSA_4096';
  const folder = mkdtempSync(join(bin, 'run-'));
  const { publicKey } = testWrappingKey(size);
  const pem = `-----BEGIN PUBLIC KEY-----\n${publicKey.toString('base64')}\n-----END PUBLIC KEY-----\n`;
  writeFileSync(join(folder, files.publicKey), pem);
  writeFileSync(join(folder, files.material), testKey('ECC_NIST_P256'));
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    KID: 'https://v.vault.azure.net/keys/KEK/0123456789abcdef0123456789abcdef',
  };
  const printed = execFileSync('sh', ['-e', '-c', commands.join('\n')], { cwd: folder, env, stdio: 'pipe' });
  expect(String(printed)).toContain('0 reject, 1 undetermined, 0 unreadable');
});
