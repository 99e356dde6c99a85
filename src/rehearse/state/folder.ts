import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { sha256Hex } from '../../crypto/hash.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { flushFolder, writeAtomicAsync } from '../../run/files/atomic.ts';
import { writeError } from '../../run/files/file-error.ts';
import { readInput } from '../../run/files/input.ts';
import { removeStaleFiles } from '../../run/files/stale.ts';
import type { Place } from '../model/place.ts';
import { lockFolder } from './lock.ts';
import type { Change } from './records.ts';

/*
 * The state on disk: one file for each record, CRC-32 in hex, a space, JSON. A changed record is written beside its file,
 * flushed, and given the file's name, so that a kill at any moment leaves the old record or the new one.
 */
const format = 'kms-keywrap/rehearsal-state/2';
const headName = 'state.json';
/** What version 1 wrote. */
const formerName = 'rehearsal-state.log';
/** No record is longer: a policy has 131,072 characters, a key 100 grants, 50 tags and 26 key materials. */
const maxBytes = 16 * 1024 * 1024;

interface Head extends Place {
  readonly format: typeof format;
  /** Authenticates import tokens; hex. */
  readonly secret: string;
}

/** A folder that holds the state of one endpoint. */
export interface StateFolder {
  readonly secret: Buffer;
  /** What it held when it was opened. */
  readonly found: readonly Change[];
  /** Resolves when the change is on disk. On failure the record is as it was before. */
  readonly write: (change: Change) => Promise<void>;
  /** Gives the folder up. */
  readonly release: () => Promise<void>;
}

const checksum = (json: string) => crc32(json).toString(16).padStart(8, '0');

function damaged(path: string, why: string): KmsKeywrapError {
  return new KmsKeywrapError(
    'ERR_INPUT_UNREADABLE',
    `${path} is not a rehearsal state of this version: ${why}`,
    {
      hint: 'name another folder with --state, or remove this one: a rehearsal can always start anew',
    },
  );
}

async function readRecord(path: string): Promise<unknown> {
  const bytes = await readInput(path, { what: 'the rehearsal state', limit: maxBytes, regularOnly: true });
  // The line feed at the end is for those who look at the file.
  const text = bytes.toString().replace(/\n$/, '');
  const json = text.slice(9);
  if (text[8] !== ' ' || text.slice(0, 8) !== checksum(json))
    throw damaged(path, 'its content does not match its checksum');
  return JSON.parse(json);
}

async function writeRecord(path: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value);
  await writeAtomicAsync(path, `${checksum(json)} ${json}\n`);
}

const fileOf = (kind: 'key' | 'alias', id: string) =>
  kind === 'key' ? `key-${id}.json` : `alias-${sha256Hex(Buffer.from(id))}.json`;

async function readHead(folder: string, names: readonly string[], place: Place): Promise<Head> {
  const path = join(folder, headName);
  if (names.includes(formerName)) throw damaged(join(folder, formerName), 'it is of an earlier version');
  if (!names.includes(headName)) {
    const orphan = names.find((name) => /^(?:key|alias)-.*\.json$/.test(name));
    if (orphan !== undefined) throw damaged(path, `it is missing, but ${orphan} is there`);
    const head: Head = { format, ...place, secret: randomBytes(32).toString('hex') };
    await writeRecord(path, head).catch((error: unknown) => {
      throw writeError(path, error);
    });
    return head;
  }
  const head = (await readRecord(path)) as Head;
  if (head.format !== format) throw damaged(path, 'it names another format');
  for (const name of ['partition', 'region', 'accountId'] as const)
    if (head[name] !== place[name])
      throw damaged(path, `it is for ${name} ${head[name]}, not ${place[name]}`);
  return head;
}

async function load(folder: string, place: Place, release: () => Promise<void>): Promise<StateFolder> {
  await removeStaleFiles(folder);
  const names = await readdir(folder);
  const head = await readHead(folder, names, place);
  const found: Change[] = [];
  for (const name of names) {
    const kind = /^(key|alias)-.*\.json$/.exec(name)?.[1];
    if (kind !== undefined) found.push({ put: kind, value: await readRecord(join(folder, name)) } as Change);
  }
  return {
    secret: Buffer.from(head.secret, 'hex'),
    found,
    release,
    write: async (change) => {
      if ('put' in change) await writeRecord(join(folder, fileOf(change.put, change.value.id)), change.value);
      else {
        await rm(join(folder, fileOf(change.drop, change.id)), { force: true });
        flushFolder(folder);
      }
    },
  };
}

/**
 * Opens the state in `folder`, which is made when missing (0700), in a folder that is there.
 * @throws KmsKeywrapError `ERR_OUTPUT_REFUSED` where it cannot be made, `ERR_INPUT_UNREADABLE` when it is damaged, or of another partition, Region or account,
 *   `ERR_ENVIRONMENT` while another process uses it
 */
export async function openState(folder: string, place: Place): Promise<StateFolder> {
  // Not recursive: node's own recursion never ends below /proc.
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw writeError(folder, error);
  });
  const release = await lockFolder(folder);
  try {
    return await load(folder, place, release);
  } catch (error) {
    await release();
    throw error;
  }
}
