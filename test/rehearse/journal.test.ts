import { mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeKeyCommand, ImportKeyMaterialCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Journal } from '../../src/rehearse/state/journal.ts';
import { defaultPlace } from '../../src/rehearse/kms/metadata.ts';
import type { KeyRecord } from '../../src/rehearse/state/records.ts';
import type { Store } from '../../src/rehearse/state/store.ts';
import { orRefusal } from '../bundle/samples.ts';
import { externalKey, imported, parameters, refused, rehearsal, symmetric, wrapped } from './harness.ts';

let base = '';
let folder = '';
let count = 0;
beforeAll(async () => (base = await mkdtemp(join(tmpdir(), 'kms-keywrap-test-'))));
beforeEach(() => (folder = join(base, String((count += 1)))));
afterAll(() => rm(base, { recursive: true, force: true }));

const place = defaultPlace('aws');
const logFile = () => join(folder, 'rehearsal-state.log');

const key = (id: string, description = ''): KeyRecord => ({
  id,
  keySpec: 'SYMMETRIC_DEFAULT',
  keyUsage: 'ENCRYPT_DECRYPT',
  origin: 'EXTERNAL',
  description,
  multiRegion: false,
  created: 0,
  materials: [],
});
const put = (store: Store, value: KeyRecord) =>
  store.transact(() => ({ changes: [{ put: 'key', value }], answer: undefined }));

async function reopened<T>(use: (store: Store) => T | Promise<T>): Promise<T> {
  const store = await Journal.open(folder, place);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

describe('kept state', () => {
  it('keys, materials and import tokens outlive the endpoint', async () => {
    const first = await Journal.open(folder, place);
    const one = await rehearsal({ store: first });
    const KeyId = await externalKey(one.client);
    const material = symmetric();
    const { KeyMaterialId } = await imported(one.client, KeyId, material);
    const handed = await parameters(one.client, KeyId);
    await first.close();
    await reopened(async (store) => {
      const { client } = await rehearsal({ store });
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata).toMatchObject({ KeyState: 'Enabled', CurrentKeyMaterialId: KeyMaterialId });
      const submit = (EncryptedKeyMaterial: Buffer) =>
        client.send(
          new ImportKeyMaterialCommand({
            KeyId,
            ImportToken: handed.ImportToken,
            EncryptedKeyMaterial,
            ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
          }),
        );
      expect((await submit(wrapped(handed, material))).KeyMaterialId).toBe(KeyMaterialId);
      expect((await refused(submit(wrapped(handed, symmetric())))).name).toBe(
        'IncorrectKeyMaterialException',
      );
    });
  });

  it('the files are for their owner alone and hold no key material', async () => {
    const material = symmetric();
    await reopened(async (store) => {
      const { client } = await rehearsal({ store });
      await imported(client, await externalKey(client), material);
    });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(logFile())).mode & 0o777).toBe(0o600);
    const log = await readFile(logFile());
    for (const encoding of ['hex', 'base64', 'latin1'] as const)
      expect(log.includes(material.toString(encoding), encoding === 'latin1' ? 'latin1' : 'utf8')).toBe(
        false,
      );
  });

  it('a log cut anywhere gives the state of some earlier moment, and goes on from there', async () => {
    const values = ['a', 'b', 'c', 'd'].map((id) => key(id, 'x'.repeat(20)));
    const ends: number[] = [];
    await reopened(async (store) => {
      for (const value of values) {
        await put(store, value);
        ends.push((await stat(logFile())).size);
      }
    });
    const whole = await readFile(logFile());
    const near = ends.flatMap((end) => [end - 1, end, end + 1]);
    for (let length = 0; length <= whole.length; length += 1) {
      if (length % 10 !== 0 && !near.includes(length)) continue;
      await writeFile(logFile(), whole.subarray(0, length));
      const complete = ends.filter((end) => end <= length).length;
      await reopened(async (store) => {
        expect([...store.keys.keys()]).toEqual(['a', 'b', 'c', 'd'].slice(0, complete));
        await put(store, key('after'));
      });
      expect(await reopened((store) => store.keys.has('after'))).toBe(true);
    }
  });

  it('a changed byte is refused or costs the last change, never gives a wrong state', async () => {
    const ids = ['a', 'b', 'c'];
    await reopened(async (store) => {
      for (const id of ids) await put(store, key(id));
    });
    const whole = await readFile(logFile());
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= mask;
        await writeFile(logFile(), bytes);
        const outcome = await orRefusal(() => reopened((store) => [...store.keys.keys()].join('')));
        expect(['abc', 'ab', 'ERR_INPUT_UNREADABLE']).toContain(outcome);
      }),
      { numRuns: 200 },
    );
  });

  it('the log is rewritten when most of it is history', async () => {
    await reopened(async (store) => {
      for (let i = 0; i < 1100; i += 1) await put(store, key('one', `version ${i}`));
    });
    expect((await readFile(logFile(), 'utf8')).split('\n').length).toBeLessThan(200);
    expect(await reopened((store) => store.keys.get('one')?.description)).toBe('version 1099');
    expect(await readdir(folder)).toEqual(['rehearsal-state.log']);
  });

  it('a state in use, of another partition, or damaged is refused', async () => {
    const store = await Journal.open(folder, place);
    await expect(Journal.open(folder, place)).rejects.toMatchObject({ code: 'ERR_ENVIRONMENT' });
    await store.close();
    await expect(Journal.open(folder, defaultPlace('aws-cn'))).rejects.toMatchObject({
      code: 'ERR_INPUT_UNREADABLE',
      message: expect.stringContaining('is for partition aws, not aws-cn'),
    });
    await writeFile(logFile(), 'notes of mine\nand more\n');
    await expect(Journal.open(folder, place)).rejects.toMatchObject({ code: 'ERR_INPUT_UNREADABLE' });
    expect(await readFile(logFile(), 'utf8')).toBe('notes of mine\nand more\n');
  });

  it('a full disk refuses the change, keeps the state before, and goes on once there is room', async () => {
    const probe = await open(join(base, 'probe'), 'w');
    const handles = Object.getPrototypeOf(probe) as typeof probe;
    await probe.close();
    await reopened(async (store) => {
      await put(store, key('before'));
      const full = vi
        .spyOn(handles, 'datasync')
        .mockRejectedValueOnce(Object.assign(new Error('full'), { code: 'ENOSPC' }));
      await expect(put(store, key('lost'))).rejects.toMatchObject({ code: 'ENOSPC' });
      full.mockRestore();
      expect([...store.keys.keys()]).toEqual(['before']);
      await put(store, key('after'));
    });
    expect(await reopened((store) => [...store.keys.keys()])).toEqual(['before', 'after']);
  });

  it('a crash during a rewrite leaves the old log in force', async () => {
    await reopened((store) => put(store, key('kept')));
    await writeFile(`${logFile()}.new`, 'half a li');
    expect(await reopened((store) => store.keys.has('kept'))).toBe(true);
  });

  it('ListKeys after a restart gives the keys in the order of their creation', async () => {
    const made: string[] = [];
    await reopened(async (store) => {
      const { client } = await rehearsal({ store });
      for (let i = 0; i < 5; i += 1) made.push(await externalKey(client));
      await imported(client, made[0]!, symmetric());
    });
    await reopened(async (store) => {
      const { client } = await rehearsal({ store });
      const { Keys } = await client.send(new ListKeysCommand({}));
      expect(Keys?.map((entry) => entry.KeyId)).toEqual(made);
    });
  });
});
