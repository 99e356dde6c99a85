import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { kmsKeywrap } from '../built.ts';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/ceremony.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);

it('the ceremony page shows test/example.rehearsal.test.ts as it is', () => {
  expect(blocks('ts')).toContain(readFileSync(path.join(root, 'test/example.rehearsal.test.ts'), 'utf8'));
});

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

it('the lines for CI start the endpoint and name it to what follows', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kms-keywrap-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const lines = blocks('sh').find((text) => text.includes('rehearsal.env')) ?? '';
  const port = await freePort();
  // npx, which would fetch the package, stands for the built command here.
  writeFileSync(path.join(folder, 'npx'), '#!/bin/sh\nshift\nexec node kms-keywrap.js "$@"\n', {
    mode: 0o755,
  });
  symlinkSync(kmsKeywrap, path.join(folder, 'kms-keywrap.js'));
  const asks = `node -e '
    fetch(process.env.AWS_ENDPOINT_URL_KMS, { method: "POST", body: "{}", headers: {
      "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService.ListKeys" } })
      .then((answer) => answer.json()).then((keys) => console.log(JSON.stringify(keys), process.env.AWS_REGION))'
    kill $!`;
  const script = `${lines.replace('8181', String(port))}\n${asks}`;
  const stdout = await new Promise<string>((resolve, reject) => {
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    execFile('sh', ['-ec', script], { cwd: folder, env }, (error, out, said) =>
      error === null ? resolve(out) : reject(new Error(said)),
    );
  });
  expect(stdout).toContain('{"Keys":[],"Truncated":false} us-east-1');
});
