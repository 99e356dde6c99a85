import { mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  ImportKeyMaterialCommand,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultPlace } from '../../src/rehearse/model/place.ts';
import { openState } from '../../src/rehearse/state/folder.ts';
import type { KeyRecord } from '../../src/rehearse/state/records.ts';
import { Store } from '../../src/rehearse/state/store.ts';
import { orRefusal } from '../bundle/samples.ts';
import { externalKey, imported, parameters, refused, rehearsal, symmetric, wrapped } from './harness.ts';

let base = '';
let folder = '';
let count = 0;
beforeAll(async () => (base = await mkdtemp(join(tmpdir(), 'kms-keywrap-test-'))));
beforeEach(() => (folder = join(base, String((count += 1)))));
afterAll(() => rm(base, { recursive: true, force: true }));

const place = defaultPlace('aws');
const recordFile = (id: string) => join(folder, `key-${id}.json`);

const key = (id: string, description = ''): KeyRecord => ({
  id,
  keySpec: 'SYMMETRIC_DEFAULT',
  keyUsage: 'ENCRYPT_DECRYPT',
  origin: 'EXTERNAL',
  multiRegion: false,
  primaryRegion: place.region,
  materials: [],
  regions: {
    [place.region]: { created: 0, description, policy: '{}', tags: [], grants: [], held: {}, tokens: [] },
  },
});
const put = (store: Store, value: KeyRecord) =>
  store.transact(() => ({ changes: [{ put: 'key', value }], answer: undefined }));
const descriptionOf = (store: Store, id: string) => store.keys.get(id)?.regions[place.region]?.description;
const opened = async () => new Store(await openState(folder, place));

async function reopened<T>(use: (store: Store) => T | Promise<T>): Promise<T> {
  const store = await opened();
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

describe('kept state', () => {
  it('keys, materials and import tokens outlive the endpoint', async () => {
    const first = await opened();
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

  it('aliases outlive the endpoint, and a deleted one does not come back', async () => {
    await reopened(async (store) => {
      const { client } = await rehearsal({ store });
      const TargetKeyId = await externalKey(client);
      for (const AliasName of ['alias/kept', 'alias/deleted'])
        await client.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
      await client.send(new DeleteAliasCommand({ AliasName: 'alias/deleted' }));
    });
    await reopened(async (store) => {
      const { client } = await rehearsal({ store });
      const { Aliases } = await client.send(new ListAliasesCommand({}));
      expect(Aliases?.map(({ AliasName }) => AliasName)).toEqual(['alias/kept']);
    });
  });

  it('the files are for their owner alone', async () => {
    await reopened(async (store) => {
      const { client } = await rehearsal({ store });
      await imported(client, await externalKey(client), symmetric());
    });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const names = await readdir(folder);
    expect(names).toHaveLength(2);
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });

  it('a write that is cut short anywhere leaves the record before it in force', async () => {
    await reopened((store) => put(store, key('a', 'before')));
    const before = await readFile(recordFile('a'));
    const text = before.toString();
    // What a killed process left beside the record, of any length: a lock of a dead process tells how such names look.
    for (let length = 0; length <= text.length; length += 7) {
      await writeFile(join(folder, '.kms-keywrap-0-0-1-1-abcdef'), text.slice(0, length));
      expect(await reopened((store) => descriptionOf(store, 'a'))).toBe('before');
    }
    expect(await readFile(recordFile('a'))).toEqual(before);
  });

  it('a changed byte is refused, never gives a wrong state, and the file is named', async () => {
    await reopened((store) => put(store, key('a', 'x'.repeat(20))));
    const whole = await readFile(recordFile('a'));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 2), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= mask;
        await writeFile(recordFile('a'), bytes);
        expect(await orRefusal(() => reopened((store) => store.keys.size))).toBe('ERR_INPUT_UNREADABLE');
      }),
      { numRuns: 200, seed: 20 },
    );
    await expect(openState(folder, place)).rejects.toThrow('key-a.json');
  });

  it('a record without its last line feed is whole; two of them joined are refused by name', async () => {
    await reopened((store) => put(store, key('a', 'kept')));
    const whole = await readFile(recordFile('a'), 'utf8');
    await writeFile(recordFile('a'), whole.replace(/\n$/, ''));
    expect(await reopened((store) => descriptionOf(store, 'a'))).toBe('kept');
    for (const joined of [whole + whole, whole.trimEnd() + whole]) {
      await writeFile(recordFile('a'), joined);
      await expect(openState(folder, place)).rejects.toMatchObject({
        code: 'ERR_INPUT_UNREADABLE',
        message: expect.stringContaining('key-a.json'),
        hint: expect.stringContaining('--state'),
      });
    }
  });

  it('a state in use, of another partition or an earlier version, or without its head is refused', async () => {
    const store = await opened();
    await expect(openState(folder, place)).rejects.toMatchObject({ code: 'ERR_ENVIRONMENT' });
    await put(store, key('a'));
    await store.close();
    await expect(openState(folder, defaultPlace('aws-cn'))).rejects.toMatchObject({
      code: 'ERR_INPUT_UNREADABLE',
      message: expect.stringContaining('is for partition aws, not aws-cn'),
    });
    await rm(join(folder, 'state.json'));
    await expect(openState(folder, place)).rejects.toThrow(
      'state.json is not a rehearsal state of this version: it is missing, but key-a.json is there',
    );
    await writeFile(join(folder, 'rehearsal-state.log'), 'of before');
    await expect(openState(folder, place)).rejects.toThrow('it is of an earlier version');
    expect(await readFile(join(folder, 'rehearsal-state.log'), 'utf8')).toBe('of before');
  });

  it('files of the user beside the state are left alone', async () => {
    await reopened((store) => put(store, key('a')));
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await reopened((store) => put(store, key('b')));
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('a full disk refuses the change, keeps the state before, and goes on once there is room', async () => {
    const probe = await open(join(base, 'probe'), 'w');
    const handles = Object.getPrototypeOf(probe) as typeof probe;
    await probe.close();
    await reopened(async (store) => {
      await put(store, key('a', 'before'));
      const full = vi
        .spyOn(handles, 'sync')
        .mockRejectedValueOnce(Object.assign(new Error('full'), { code: 'ENOSPC' }));
      await expect(put(store, key('a', 'lost'))).rejects.toMatchObject({ code: 'ENOSPC' });
      full.mockRestore();
      expect(descriptionOf(store, 'a')).toBe('before');
      await put(store, key('b'));
    });
    expect(await reopened((store) => [descriptionOf(store, 'a'), store.keys.has('b')])).toEqual([
      'before',
      true,
    ]);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('what was acknowledged can be read again however large it is: 300 keys with the longest descriptions', async () => {
    const long = '\u4e2d'.repeat(8192);
    await reopened(async (store) => {
      for (let i = 0; i < 300; i += 1) await put(store, key(String(i), long));
    });
    expect(await reopened((store) => store.keys.size)).toBe(300);
  });

  it('ListKeys gives the same order before and after a restart', async () => {
    const listed = (store: Store) =>
      rehearsal({ store }).then(async ({ client }) => (await client.send(new ListKeysCommand({}))).Keys);
    const before = await reopened(async (store) => {
      const { client } = await rehearsal({ store });
      for (let i = 0; i < 5; i += 1) await externalKey(client);
      return await listed(store);
    });
    expect(before).toHaveLength(5);
    expect(await reopened(listed)).toEqual(before);
  });
});
