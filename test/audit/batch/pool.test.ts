import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { auditManifest } from '../../../src/audit/batch/batch.ts';
import { createPool, type AuditPool } from '../../../src/audit/batch/pool.ts';
import type { Parcel } from '../../../src/audit/batch/worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'kms-keywrap-pool-'));
afterAll(() => rmSync(folder, { recursive: true }));

let pool: AuditPool | undefined;
afterEach(() => pool?.close());

/** A pool of one thread that does what the script does for a parcel. */
function thread(name: string, onParcel: string, options: Parameters<typeof createPool>[2] = {}): AuditPool {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { parentPort, workerData } from 'node:worker_threads';
     parentPort.on('message', async (parcel) => { ${onParcel} });`,
  );
  return (pool = createPool(pathToFileURL(path), 1, options));
}

const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
const parcel: Parcel = {
  context: { folder, allowOutside: false, markKey: new Uint8Array(32) },
  lines,
  numbers: lines.map((_, at) => at + 100),
};
const answered = 'parentPort.postMessage({ results: new Uint8Array(), ms: 1 });';

describe('a thread of a batch', () => {
  it('answers one parcel after the other', async () => {
    const [one] = thread('sound', answered).threads;
    for (let count = 0; count < 3; count += 1)
      expect(await one?.run(parcel).then(({ ms, examined }) => [ms, ...examined])).toEqual([1]);
  });

  const faults = [
    ['throws', "throw new Error('out of order');", { message: 'out of order' }],
    [
      'exits',
      'process.exit(7);',
      { code: 'ERR_ENVIRONMENT', message: expect.stringContaining('ended with status 7') },
    ],
    [
      'runs out of memory',
      'const all = []; for (;;) all.push(new Array(1e6).fill(1.5));',
      { code: 'ERR_ENVIRONMENT', message: 'a thread of the batch ran out of memory' },
    ],
    [
      'says that it failed',
      "parentPort.postMessage({ failure: { message: 'too many open files', code: 'EMFILE' } });",
      { message: 'too many open files', code: 'EMFILE' },
    ],
  ] as const;
  it.each(faults)('that %s rejects its parcel, and every later one', async (name, script, error) => {
    const resourceLimits = { maxOldGenerationSizeMb: 16 };
    const [one] = thread(name.replaceAll(' ', '-'), script, { resourceLimits }).threads;
    await expect(one?.run(parcel)).rejects.toMatchObject(error);
    await expect(one?.run(parcel)).rejects.toMatchObject(error);
  });

  it('that does not get on from one line to the next is given up, and the line named', async () => {
    const [one] = thread('stuck', 'Atomics.store(workerData, 0, 5); for (;;);', { patience: 2000 }).threads;
    await expect(one?.run(parcel)).rejects.toMatchObject({
      code: 'ERR_INTERNAL',
      message: 'line 105 of the batch was not audited within 2 s',
    });
  });

  it('that is slow but gets on is waited for', async () => {
    const slow = `for (let at = 0; at < 6; at += 1) {
      Atomics.store(workerData, 0, at);
      await new Promise((done) => setTimeout(done, 1000));
    }
    ${answered}`;
    const [one] = thread('slow', slow, { patience: 2000 }).threads;
    await expect(one?.run(parcel)).resolves.toMatchObject({ ms: 1 });
  });

  it('that never answers is ended by closing the pool', async () => {
    const silent = thread('silent', '');
    const run = silent.threads[0]?.run(parcel).catch((error: unknown) => error);
    await silent.close();
    expect(await run).toMatchObject({ code: 'ERR_ENVIRONMENT' });
  });
});

describe('a batch', () => {
  const manifest = [`${lines.join('\n')}\n`];
  const audit = async (
    script: string,
    { patience = 60_000, ...options }: { patience?: number; signal?: AbortSignal } = {},
  ) => {
    const results = auditManifest(manifest, {
      ...parcel.context,
      pool: () => thread('batch', script, { patience }),
      ...options,
    });
    for await (const some of results) for (const one of some) expect(one).toBeDefined();
  };

  it('ends with the error of a thread that fails', async () => {
    await expect(audit("throw new Error('out of order');")).rejects.toThrow('out of order');
    await expect(audit('process.exit(1);')).rejects.toThrow('ended with status 1');
    await expect(audit('for (;;);', { patience: 2000 })).rejects.toThrow('was not audited within');
  });

  it('is aborted while a thread is at work', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    await expect(audit('', { signal: abort.signal })).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });
});
