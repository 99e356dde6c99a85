import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { expect, it, onTestFinished } from 'vitest';
import type { RequestLog } from '../../src/index.ts';
import { built } from '../built.ts';
import { client, externalKey, imported, symmetric } from './harness.ts';

/** As it was built: its threads run files of dist/. */
const { rehearse } = (await import(built('index.js'))) as typeof import('../../src/index.ts');

it('rehearse() gives a library user an endpoint, its log, and a state that outlives it', async () => {
  const state = await mkdtemp(join(tmpdir(), 'kms-keywrap-test-'));
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  const log: RequestLog[] = [];
  const first = await rehearse({
    state,
    partition: 'aws',
    region: 'eu-central-1',
    log: (entry) => log.push(entry),
  });
  const kms = client(first.endpoint, first.region);
  const KeyId = await externalKey(kms);
  const { KeyId: arn } = await imported(kms, KeyId, symmetric());
  kms.destroy();
  await first.close();
  expect(arn).toBe(`arn:aws:kms:eu-central-1:111122223333:key/${KeyId}`);
  expect(log.map(({ operation, status }) => [operation, status])).toEqual([
    ['CreateKey', 200],
    ['GetParametersForImport', 200],
    ['ImportKeyMaterial', 200],
  ]);
  const second = await rehearse({ state, region: 'eu-central-1' });
  onTestFinished(() => second.close());
  expect(second.keys).toBe(1);
  const again = client(second.endpoint, second.region);
  const { KeyMetadata } = await again.send(new DescribeKeyCommand({ KeyId }));
  again.destroy();
  expect(KeyMetadata?.KeyState).toBe('Enabled');
});

it.each([
  [{ host: '0.0.0.0' }, 'ERR_USAGE'],
  [{ port: 'kms.sock' }, 'ERR_USAGE'],
  [{ port: 65_536 }, 'ERR_USAGE'],
  [{ state: '' }, 'ERR_USAGE'],
  [{ state: 5 }, 'ERR_USAGE'],
  [{ region: 'cn-north-1' }, 'ERR_USAGE'],
  [{ partition: 'aws-us-gov', region: 'us-east-1' }, 'ERR_USAGE'],
  [{ partition: 'aws-cn', region: 'us-gov-west-1' }, 'ERR_USAGE'],
  [{ partition: 'aws-us' }, 'ERR_UNKNOWN_PARTITION'],
])('rehearse(%j) is refused with %s', async (options, code) => {
  await expect(rehearse(options as never)).rejects.toMatchObject({ code });
});

it.each([
  ['aws', 'us-east-1', 'aws'],
  ['aws-cn', 'cn-north-1', 'aws-cn'],
  ['aws-us-gov', 'us-gov-west-1', 'aws-us-gov'],
  ['aws-eusc', 'eusc-de-east-1', 'aws-eusc'],
] as const)(
  'rehearse({ partition: %j }) is in %s, and its ARNs are of %s',
  async (partition, region, inArn) => {
    const running = await rehearse({ partition });
    onTestFinished(running.close);
    expect(running.region).toBe(region);
    const kms = client(running.endpoint, region);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: await externalKey(kms) }));
    kms.destroy();
    expect(KeyMetadata?.Arn).toMatch(new RegExp(`^arn:${inArn}:kms:${region}:`));
  },
);

it('a Region of a partition that follows aws needs no partition beside it', async () => {
  const running = await rehearse({ region: 'us-gov-east-1' });
  onTestFinished(running.close);
  expect(running.region).toBe('us-gov-east-1');
});

it('a log that throws costs no client its answer', async () => {
  const { endpoint, region, close } = await rehearse({
    log: () => {
      throw new Error('disk full');
    },
  });
  onTestFinished(close);
  const kms = client(endpoint, region);
  expect(await externalKey(kms)).toMatch(/^[0-9a-f-]{36}$/);
  kms.destroy();
});
