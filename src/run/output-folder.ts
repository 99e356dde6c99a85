import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KmsKeywrapError } from '../errors.ts';
import { ownPrefix, removeStaleFolders } from './stale.ts';

/** A folder that is written whole or not at all, and what may stand in it. */
export interface OutputFolder {
  readonly path: string;
  /** What it is, with its article: `a bundle`. */
  readonly what: string;
  /** Every name that it may hold at its top: a folder with any other is not replaced, not even with `force`. */
  readonly names: ReadonlySet<string>;
  /** The option that names it: `--bundle`. */
  readonly option: string;
  readonly force: boolean;
}

export interface OutputFile {
  readonly content: string | Buffer;
  /** 0o600 unless given. */
  readonly mode?: number;
}

const refused = (code: 'ERR_OUTPUT_EXISTS' | 'ERR_OUTPUT_REFUSED', message: string, hint: string) =>
  new KmsKeywrapError(code, message, { hint });

/**
 * Whether the folder can be written, before anything is made.
 * @throws `ERR_OUTPUT_EXISTS`, `ERR_OUTPUT_REFUSED`
 */
export function checkOutputFolder({ path, what, names, option, force }: OutputFolder): void {
  const parent = lstatSync(dirname(resolve(path)), { throwIfNoEntry: false });
  if (parent === undefined)
    throw refused(
      'ERR_OUTPUT_REFUSED',
      `the folder of ${path} does not exist`,
      `make it first, or name another with ${option}`,
    );
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isDirectory())
    throw refused('ERR_OUTPUT_REFUSED', `${path} is not a folder`, `name a new folder with ${option}`);
  const held = readdirSync(path);
  if (held.length === 0) return;
  const foreign = held.find((name) => !names.has(name));
  if (foreign !== undefined)
    throw refused(
      'ERR_OUTPUT_EXISTS',
      `${path} exists and is not ${what}: it holds ${foreign}`,
      `name a new folder with ${option}`,
    );
  if (!force)
    throw refused(
      'ERR_OUTPUT_EXISTS',
      `${path} holds ${what} already`,
      'name a new folder, or replace it with --force',
    );
}

function flushFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } catch {
    // Some file systems refuse to flush a folder; the files themselves are flushed.
  } finally {
    closeSync(descriptor);
  }
}

function writeFlushed(path: string, { content, mode = 0o600 }: OutputFile): void {
  const descriptor = openSync(path, 'wx', mode);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Gives the finished folder its name; an old one there is moved aside and removed. */
function commit(temporary: string, folder: string): void {
  const there = lstatSync(folder, { throwIfNoEntry: false });
  if (there === undefined || readdirSync(folder).length === 0) {
    renameSync(temporary, folder);
    return;
  }
  const old = `${temporary}-old`;
  renameSync(folder, old);
  renameSync(temporary, folder);
  rmSync(old, { recursive: true, force: true });
}

/**
 * Writes a whole folder or nothing: made (0700) beside the target, flushed, then renamed.
 * @param files by their path in the folder, written in this order; `/` makes folders
 * @throws KmsKeywrapError `ERR_OUTPUT_EXISTS`, `ERR_OUTPUT_REFUSED`, `ERR_OUTPUT_FAILED`
 */
export async function writeOutputFolder(
  folder: OutputFolder,
  files: ReadonlyMap<string, OutputFile>,
): Promise<void> {
  checkOutputFolder(folder);
  const target = resolve(folder.path);
  const temporary = join(dirname(target), `.${ownPrefix()}${randomBytes(6).toString('hex')}`);
  await removeStaleFolders(dirname(target));
  try {
    const folders = new Set([...files.keys()].map((name) => dirname(join(temporary, name))));
    mkdirSync(temporary, { mode: 0o700 });
    for (const made of folders) mkdirSync(made, { mode: 0o700, recursive: true });
    for (const [name, file] of files) writeFlushed(join(temporary, name), file);
    for (const made of folders) flushFolder(made);
    commit(temporary, target);
    flushFolder(dirname(target));
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new KmsKeywrapError(
      'ERR_OUTPUT_FAILED',
      `cannot write ${folder.path}: ${code}; nothing was left there`,
      { cause: error },
    );
  }
}
