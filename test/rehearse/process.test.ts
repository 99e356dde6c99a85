import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DescribeKeyCommand, paginateListKeys, type KMSClient } from '@aws-sdk/client-kms';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { kmsKeywrap } from '../built.ts';
import { ownSchema } from '../report/schemas.ts';
import { client, externalKey, imported, refused, symmetric, parameters } from './harness.ts';

const children = new Set<ChildProcess>();
let base = '';
beforeAll(async () => (base = await mkdtemp(join(tmpdir(), 'kms-keywrap-test-'))));
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(() => rm(base, { recursive: true, force: true }));

interface Announcement {
  readonly schema: string;
  readonly endpoint: string;
  readonly keys: number;
}

function start(...args: string[]) {
  const child = spawn(process.execPath, [kmsKeywrap, 'rehearse', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return { child, stderr: () => stderr };
}

/** An endpoint in a process of its own, once it listens. */
async function listening(...args: string[]) {
  const { child, stderr } = start('--format', 'json', ...args);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const announced = JSON.parse(line) as Announcement;
  return { child, stderr, announced, kms: client(announced.endpoint) };
}

async function ended(child: ChildProcess): Promise<number | string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? child.signalCode ?? '';
}

interface Acknowledged {
  readonly keys: string[];
  readonly enabled: string[];
}

/** Makes and fills keys one after another until the endpoint is gone; notes what was acknowledged. */
async function work(kms: KMSClient, done: Acknowledged, after: () => void): Promise<void> {
  try {
    for (;;) {
      const KeyId = await externalKey(kms);
      done.keys.push(KeyId);
      after();
      await imported(kms, KeyId, symmetric());
      done.enabled.push(KeyId);
      after();
    }
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 500) throw error;
  }
}

describe('rehearse as a process', () => {
  it('says where it listens in one line that fits its schema, logs as its schema says, and ends on SIGINT with 130', async () => {
    const { child, announced, kms, stderr } = await listening();
    expect(ownSchema('kms-keywrap/rehearse/1')(announced)).toEqual([]);
    await imported(kms, await externalKey(kms), symmetric());
    expect((await refused(kms.send(new DescribeKeyCommand({ KeyId: 'x' })))).name).toBe('NotFoundException');
    child.kill('SIGINT');
    expect(await ended(child)).toBe(130);
    const lines = stderr()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines).toHaveLength(4);
    const log = ownSchema('kms-keywrap/rehearse-log/1');
    for (const line of lines) expect(log(JSON.parse(line))).toEqual([]);
    expect(stderr()).toContain('signatures are not checked');
    expect(stderr()).toContain('test key material');
  });

  it('in text it prints what a shell can take over, and logs the diagnosis', async () => {
    const { child, stderr } = start('--partition', 'aws-cn');
    const [line] = await once(createInterface(child.stdout), 'line');
    const [, endpoint] =
      /^export AWS_ENDPOINT_URL_KMS=(http:\/\/127\.0\.0\.1:\d+) AWS_REGION=cn-north-1 AWS_DEFAULT_REGION=cn-north-1$/.exec(
        line,
      ) ?? [];
    const kms = client(endpoint!, 'cn-north-1');
    const KeyId = await externalKey(kms, { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
    await refused(parameters(kms, KeyId));
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(143);
    expect(stderr()).toMatch(/Z CreateKey 200\n/);
    expect(stderr()).toContain(`GetParametersForImport 400 UnsupportedOperationException ${KeyId}`);
    expect(stderr()).toContain('[combination-unsupported]');
    expect(stderr()).toContain('not documented by AWS: which exception KMS gives for it');
  });

  it.each([
    [['--host', '0.0.0.0'], 2, 'not a loopback address'],
    [['--host', 'example.org'], 2, 'not a loopback address'],
    [['--port', '70000'], 2, 'not a port'],
    [['--partition', 'aws-mars'], 2, 'unknown partition'],
    [['--region', 'cn-north-1'], 2, 'is not a Region of partition aws'],
    [['--state', kmsKeywrap], 2, 'is not a folder'],
    [['--state', '/proc/none/here'], 2, 'its folder does not exist'],
    [['--format', 'junit'], 2, 'unknown --format'],
  ])('%j is refused', async (args, code, message) => {
    const { child, stderr } = start(...args);
    expect(await ended(child)).toBe(code);
    expect(stderr()).toContain(message);
  });

  it('a taken port, and a state that is in use, end with 3', async () => {
    const state = join(base, 'used');
    const { announced } = await listening('--state', state);
    const second = start('--port', new URL(announced.endpoint).port);
    expect(await ended(second.child)).toBe(3);
    expect(second.stderr()).toContain('EADDRINUSE');
    const third = start('--state', state);
    expect(await ended(third.child)).toBe(3);
    expect(third.stderr()).toContain('another rehearsal is using');
  });

  it('kill -9 at any moment loses nothing that was acknowledged', { timeout: 120_000 }, async () => {
    const state = join(base, 'killed');
    const done: Acknowledged = { keys: [], enabled: [] };
    for (let round = 0; round < 8; round += 1) {
      const { child, announced, kms } = await listening('--state', state);
      expect(announced.keys).toBeGreaterThanOrEqual(done.keys.length);
      // The moment: so many answers, and a few milliseconds into whatever goes on then.
      let answers = 0;
      const kill = () => {
        answers += 1;
        if (answers === 2 + round) setTimeout(() => child.kill('SIGKILL'), 2 * round);
      };
      const workers = [1, 2, 3].map(() => work(kms, done, kill));
      await Promise.all(workers);
      expect(await ended(child)).toBe('SIGKILL');
      kms.destroy();
    }
    expect(done.enabled.length).toBeGreaterThan(0);
    const { kms, child } = await listening('--state', state);
    const listed: (string | undefined)[] = [];
    for await (const page of paginateListKeys({ client: kms }, {}))
      listed.push(...(page.Keys ?? []).map((key) => key.KeyId));
    expect(done.keys.filter((id) => !listed.includes(id))).toEqual([]);
    for (const KeyId of done.enabled) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata?.KeyState).toBe('Enabled');
    }
    child.kill('SIGTERM');
    await ended(child);
    expect((await readdir(state)).filter((name) => !/^(?:state|key-.*)\.json$/.test(name))).toEqual([]);
  });
});
