import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { Place } from '../cli/command.ts';
import { kmsKeywrap } from '../built.ts';
import { ownSchema } from '../report/schemas.ts';
import { symmetric, wrappedFor } from './services.ts';

async function started(service: string) {
  const child = spawn(process.execPath, [kmsKeywrap, 'rehearse', '--service', service, '--format', 'json']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const document = JSON.parse(line) as { readonly endpoint: string; readonly service: string };
  const log: string[] = [];
  createInterface(child.stderr).on('line', (one) => log.push(one));
  return { child, document, log };
}

it('rehearse --service vault serves until it is told to end, and its threads name the cause of a refusal', async () => {
  const { child, document, log } = await started('vault');
  expect(ownSchema('kms-keywrap/rehearse/1')(document)).toEqual([]);
  expect(document.service).toBe('vault');
  const answer = await fetch(`${document.endpoint}/v1/transit/wrapping_key`);
  const { data } = (await answer.json()) as { readonly data: { readonly public_key: string } };
  const sent = async (name: string, blob: Buffer) => {
    const { status } = await fetch(`${document.endpoint}/v1/transit/keys/${name}/import`, {
      method: 'POST',
      body: JSON.stringify({ ciphertext: blob.toString('base64') }),
    });
    return status;
  };
  expect(await sent('good', wrappedFor(data.public_key, symmetric()))).toBe(204);
  expect(await sent('bad', wrappedFor(data.public_key, symmetric(), 'sha1'))).toBe(400);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([143, null]);
  const refused = log.flatMap((line) => (line.includes('"status":400') ? [JSON.parse(line) as object] : []));
  expect(refused).toMatchObject([{ operation: 'import', findings: [{ id: 'oaep-hash' }] }]);
  expect(refused.flatMap((entry) => ownSchema('kms-keywrap/rehearse-log/1')(entry))).toEqual([]);
});

it.each([
  [['--service', 'gcp', '--state', 'folder'], '--state: for the endpoint of AWS KMS alone'],
  [['--service', 'azzure'], 'unknown service "azzure"'],
  [['--service', 'gcp', '--partition', 'aws'], '--service and --partition both say where the key goes'],
])('rehearse %j is refused', async (words, message) => {
  const place = new Place();
  onTestFinished(() => place.remove());
  const { code, stderr } = await place.run(['rehearse', ...words]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
