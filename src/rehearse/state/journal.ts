import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { KmsKeywrapError } from '../../errors.ts';
import { writeError } from '../../run/files/write-error.ts';
import type { Place } from '../kms/metadata.ts';
import { lockFolder } from './lock.ts';
import { Store, type Change } from './store.ts';

/*
 * The state on disk is a log, a line for each transaction: CRC-32 in hex, a space, JSON. It counts once its line is
 * whole; a line that a crash cut short is the last one, was never answered for, and is dropped at the next start.
 * Rewriting goes through a second file that is flushed and renamed.
 */
const fileName = 'rehearsal-state.log';
const format = 'kms-keywrap/rehearsal-state/1';
/** Larger files are not ours: 10,000 keys and 2,000 tokens take about 12 MB. */
const maxBytes = 256 * 1024 * 1024;

interface Header extends Place {
  readonly format: typeof format;
  /** Authenticates import tokens; hex. */
  readonly secret: string;
}

const line = (value: unknown) => {
  const json = JSON.stringify(value);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
};

/** The values of all whole lines, and where the last of them ends. */
function readLines(bytes: Buffer): { values: unknown[]; end: number } {
  const values: unknown[] = [];
  let end = 0;
  while (end < bytes.length) {
    const newline = bytes.indexOf(0x0a, end);
    if (newline === -1) break;
    const text = bytes.subarray(end, newline).toString();
    if (text.slice(0, 8) !== crc32(text.slice(9)).toString(16).padStart(8, '0')) break;
    values.push(JSON.parse(text.slice(9)));
    end = newline + 1;
  }
  return { values, end };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function damaged(path: string, why: string): KmsKeywrapError {
  return new KmsKeywrapError(
    'ERR_INPUT_UNREADABLE',
    `${path} is not a rehearsal state of this version: ${why}`,
    {
      hint: 'name another folder with --state, or remove this one: a rehearsal can always start anew',
    },
  );
}

/** The log file of one store. */
export class Journal {
  readonly #folder: string;
  readonly #header: Header;
  #file: FileHandle;
  #size: number;
  #lines: number;
  /** A write failed and could not be taken back: what follows would stand behind half a line. */
  #broken = false;
  readonly #release: () => Promise<void>;

  private constructor(
    folder: string,
    header: Header,
    file: FileHandle,
    [size, lines]: readonly [number, number],
    release: () => Promise<void>,
  ) {
    this.#folder = folder;
    this.#header = header;
    this.#file = file;
    this.#size = size;
    this.#lines = lines;
    this.#release = release;
  }

  /**
   * Opens the state in `folder`, which is made when missing (0700), in a folder that is there.
   * @throws KmsKeywrapError `ERR_OUTPUT_REFUSED` where it cannot be made, `ERR_INPUT_UNREADABLE` when it is damaged, or of another partition, region or account,
   *   `ERR_ENVIRONMENT` while another process uses it
   */
  static async open(folder: string, place: Place): Promise<Store> {
    // Not recursive: node's own recursion never ends below /proc.
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw writeError(folder, error);
    });
    const release = await lockFolder(folder);
    try {
      return await Journal.#load(folder, place, release);
    } catch (error) {
      await release();
      throw error;
    }
  }

  static async #load(folder: string, place: Place, release: () => Promise<void>): Promise<Store> {
    const path = join(folder, fileName);
    await rm(`${path}.new`, { force: true });
    if ((await stat(path).catch(() => undefined))?.isFile() === false)
      throw damaged(path, 'it is no regular file');
    const file = await open(path, 'a+', 0o600).catch((error: unknown) => {
      throw writeError(path, error);
    });
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw damaged(path, `it is larger than ${maxBytes} bytes`);
      const bytes = await file.readFile();
      const { values, end } = readLines(bytes);
      // A write that was cut short has no line feed.
      if (bytes.includes(0x0a, end))
        throw damaged(path, `the line at byte ${end} does not match its checksum`);
      if (end < bytes.length) await file.truncate(end);
      const [first, ...changes] = values;
      const header = (first as Header | undefined) ?? {
        format,
        ...place,
        secret: randomBytes(32).toString('hex'),
      };
      if (header.format !== format) throw damaged(path, 'its first line names another format');
      for (const name of ['partition', 'region', 'accountId'] as const)
        if (header[name] !== place[name])
          throw damaged(path, `it is for ${name} ${header[name]}, not ${place[name]}`);
      const journal = new Journal(folder, header, file, [end, values.length], release);
      const store = new Store(Buffer.from(header.secret, 'hex'), journal);
      for (const change of (changes as Change[][]).flat()) store.apply(change);
      if (first === undefined)
        await journal.#write(line(header)).catch((error: unknown) => {
          throw writeError(path, error);
        });
      await syncFolder(folder);
      return store;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Resolves when the changes are on disk. On failure the file is as it was before. */
  async append(changes: readonly Change[]): Promise<void> {
    await this.#write(line(changes));
    this.#lines += 1;
  }

  async #write(text: string): Promise<void> {
    if (this.#broken) throw damaged(join(this.#folder, fileName), 'a change could not be taken back');
    try {
      await this.#file.appendFile(text);
      await this.#file.datasync();
      this.#size += Buffer.byteLength(text);
    } catch (error) {
      this.#broken = true;
      await this.#file.truncate(this.#size);
      this.#broken = false;
      throw error;
    }
  }

  /** Rewrites the log when most of its lines are history. Without room for a second file the log just grows on. */
  async compactIfDue(store: Store): Promise<void> {
    if (this.#lines < 1000 + 2 * (store.keys.size + store.tokens.size)) return;
    const path = join(this.#folder, fileName);
    const lines = [line(this.#header), ...Array.from(store.snapshot(), (change) => line([change]))];
    try {
      await writeFlushed(`${path}.new`, lines.join(''));
    } catch {
      await rm(`${path}.new`, { force: true });
      return;
    }
    await rename(`${path}.new`, path);
    await syncFolder(this.#folder);
    await this.#file.close();
    this.#file = await open(path, 'a+', 0o600);
    this.#size = (await this.#file.stat()).size;
    this.#lines = lines.length;
  }

  async close(): Promise<void> {
    await this.#file.close();
    await this.#release();
  }
}
