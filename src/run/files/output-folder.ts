import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { KmsKeywrapError } from '../../errors.ts';
import { shownName } from '../../shown-name.ts';
import { flushFolder, nameBeside, writeFlushed } from './atomic.ts';
import { errnoOf } from './errno.ts';
import { refused, writeError } from './file-error.ts';
import { nameFault } from './file-name.ts';
import { asideMark, ownPrefix, removeStaleFolders } from './stale.ts';

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
  /** Paths that are read: a folder that holds one of them is not replaced, not even with `force`. */
  readonly inputs?: readonly string[];
}

export interface OutputFile {
  readonly content: string | Buffer;
  /** 0o600 unless given. */
  readonly mode?: number;
}

const existing = (message: string, hint: string) =>
  new KmsKeywrapError('ERR_OUTPUT_EXISTS', message, { hint });

/** Where a path leads; undefined where it leads nowhere, which whoever reads it says. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The input that would be removed with the old folder. */
function inputIn(path: string, inputs: readonly string[]): string | undefined {
  const folder = realPath(path) ?? path;
  return inputs.find((input) => {
    const real = input === '-' ? undefined : realPath(input);
    return real === folder || real?.startsWith(`${folder}${sep}`) === true;
  });
}

/** What may be replaced with `force`: a folder that is empty or holds nothing but what belongs to it. */
function checkHeld({ path, what, names, option, force, inputs = [] }: OutputFolder): void {
  const held = readdirSync(path);
  if (held.length === 0) return;
  const another = `name a new folder with ${option}`;
  const foreign = held.find((name) => !names.has(name));
  if (foreign !== undefined)
    throw existing(
      `${shownName(path)} exists and is not ${what}: it contains ${shownName(foreign)}`,
      another,
    );
  if (!force)
    throw existing(
      `${shownName(path)} contains ${what} already`,
      'name a new folder, or replace it with --force',
    );
  const input = inputIn(path, inputs);
  if (input !== undefined)
    throw refused(`${shownName(path)} contains ${shownName(input)}, an input of this command`, another);
}

/**
 * Whether the folder can be written, before anything is made.
 * @throws `ERR_OUTPUT_EXISTS`, `ERR_OUTPUT_REFUSED`
 */
export function checkOutputFolder(folder: OutputFolder): void {
  const { path, option } = folder;
  const another = `name a new folder with ${option}`;
  // The names of the folders that a relative path starts from count too.
  const fault = nameFault(path) ?? nameFault(resolve(path));
  if (fault !== undefined) throw refused(`cannot write the folder: ${fault.words}`, fault.hint);
  // Everywhere else `-` is stdout; whoever means a folder of that name can say ./-
  if (path === '-') throw refused('a folder cannot be written to stdout', another);
  try {
    const parent = dirname(resolve(path));
    const found = statSync(parent, { throwIfNoEntry: false });
    if (found === undefined)
      throw refused(
        `the folder of ${shownName(path)} does not exist`,
        `make it first, or name another with ${option}`,
      );
    if (!found.isDirectory()) throw refused(`${shownName(parent)} is not a folder`, another);
    accessSync(parent, constants.W_OK | constants.X_OK);
    const there = lstatSync(resolve(path), { throwIfNoEntry: false });
    if (there === undefined) return;
    if (!there.isDirectory()) throw refused(`${shownName(path)} is not a folder`, another);
    checkHeld(folder);
  } catch (error) {
    throw writeError(path, error);
  }
}

/** Whether the finished folder got its name: a full one in its place, even of a moment ago, is never replaced by this. */
function rename(temporary: string, target: string): boolean {
  try {
    renameSync(temporary, target);
    return true;
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOTEMPTY' || errno === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Gives the finished folder its name; with `force` an old one there is moved aside first, put back when that fails, and
 * removed at the end. What a crash leaves aside is put back by the next run, or removed when its place is taken.
 */
function commit(temporary: string, target: string, folder: OutputFolder): void {
  while (!rename(temporary, target)) {
    checkHeld(folder);
    const aside = join(dirname(target), `.${ownPrefix()}${asideMark}${basename(target)}`);
    renameSync(target, aside);
    try {
      if (rename(temporary, target)) return rmSync(aside, { recursive: true, force: true });
    } catch (error) {
      renameSync(aside, target);
      throw error;
    }
    // Another run was faster: what it put there is to be replaced now.
    rmSync(aside, { recursive: true, force: true });
  }
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
  const temporary = nameBeside(target);
  await removeStaleFolders(dirname(target));
  try {
    const folders = new Set([...files.keys()].map((name) => dirname(join(temporary, name))));
    mkdirSync(temporary, { mode: 0o700 });
    for (const made of folders) mkdirSync(made, { mode: 0o700, recursive: true });
    for (const [name, { content, mode }] of files) writeFlushed(join(temporary, name), content, mode);
    for (const made of folders) flushFolder(made);
    commit(temporary, target, folder);
    flushFolder(dirname(target));
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw writeError(folder.path, error);
  }
}
