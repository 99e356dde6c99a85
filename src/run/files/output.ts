import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readlinkSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  accessSync,
  type Stats,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { KmsKeywrapError } from '../../errors.ts';
import { ownPrefix, removeStaleFiles } from './stale.ts';
import { refused, writeError } from './write-error.ts';

export interface OutputOptions {
  /** Replace an existing file. */
  readonly force?: boolean;
  /** Ends the wait for a reader of a FIFO. */
  readonly signal?: AbortSignal | undefined;
  /** Paths that are read: none of them may be the target, not even with `force`. */
  readonly inputs?: readonly string[];
}

/** `file`: made beside the target and renamed. `stream`: a FIFO or device, written straight. */
export type OutputKind = 'file' | 'stream';

const existing = (target: string, what: string) =>
  new KmsKeywrapError('ERR_OUTPUT_EXISTS', `${target} exists already${what}`, {
    hint: 'Name another file, or replace it with --force.',
  });

const look = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

function checkInputs(target: string, there: Stats, inputs: readonly string[]): void {
  for (const input of inputs) {
    const other = look(input);
    if (other?.isFile() === true && other.dev === there.dev && other.ino === there.ino)
      throw refused(`${target} is an input of this command`, 'Name another file.');
  }
}

/**
 * Whether and how a target can be written, before anything is run. Throws ERR_OUTPUT_EXISTS for what is there already without
 * `force`, ERR_OUTPUT_REFUSED for a directory, an input, a terminal, a missing or read-only folder.
 */
export function checkOutput(target: string, { force = false, inputs = [] }: OutputOptions = {}): OutputKind {
  try {
    const own = lstatSync(target, { throwIfNoEntry: false });
    const there = look(target);
    if (own?.isSymbolicLink() === true && readlinkSync(target).startsWith('/proc/self/fd/'))
      throw refused(`${target} is a stream of this process, not a file`, 'For stdout, give - instead.');
    if (there?.isFIFO() === true || there?.isCharacterDevice() === true) return 'stream';
    if (there?.isDirectory() === true) throw refused(`${target} is a directory`, 'Name a file in it.');
    if (there !== undefined) checkInputs(target, there, inputs);
    if (own !== undefined && !force)
      throw existing(target, own.isSymbolicLink() ? ' (a symbolic link, which is not followed)' : '');
    if (own !== undefined && !own.isFile() && !own.isSymbolicLink())
      throw refused(`${target} is neither a file nor a FIFO nor a device`);
    accessSync(dirname(target), constants.W_OK | constants.X_OK);
    return 'file';
  } catch (error) {
    throw writeError(target, error);
  }
}

/** Gives a complete file its name. A hard link never replaces what another process put there in the meantime. */
function commit(temporary: string, target: string, force: boolean): void {
  if (force) {
    renameSync(temporary, target);
    return;
  }
  try {
    linkSync(temporary, target);
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code;
    if (errno === 'EEXIST') throw existing(target, ': it appeared while this command ran');
    if (
      errno !== 'EPERM' &&
      errno !== 'ENOTSUP' &&
      errno !== 'EOPNOTSUPP' &&
      errno !== 'ENOSYS' &&
      errno !== 'EMLINK'
    )
      throw error;
    // This file system has no hard links.
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined)
      throw existing(target, ': it appeared while this command ran');
    renameSync(temporary, target);
    return;
  }
  unlinkSync(temporary);
}

/** Makes the new name survive a power failure, where folders can be flushed. */
export function flushFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Some file systems refuse to flush a folder; the file itself is flushed.
  }
}

/** Gives a whole and flushed file its final name, for good. */
export function giveName(temporary: string, target: string, force: boolean): void {
  commit(temporary, target, force);
  flushFolder(dirname(target));
}

/** All synchronous: no signal handler of this process can run between the first byte and the final name. */
function writeWhole(target: string, content: Buffer, force: boolean): void {
  const folder = dirname(target);
  const temporary = join(folder, `.${ownPrefix()}${randomBytes(6).toString('hex')}`);
  try {
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    giveName(temporary, target, force);
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // It was never made.
    }
    throw error;
  }
}

const readerPoll = 50;

/** Opens without blocking: a blocked open could not be ended by a signal. Waits until a FIFO has a reader. */
async function openStream(target: string, signal: AbortSignal | undefined): Promise<number> {
  for (;;) {
    if (signal?.aborted === true) throw new KmsKeywrapError('ERR_ABORTED', 'stopped on request');
    try {
      return openSync(target, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
    }
    await pause(readerPoll);
  }
}

/** A device or FIFO takes the bytes as they are; no secret goes to a terminal as binary. */
async function writeStream(target: string, content: Buffer, signal: AbortSignal | undefined): Promise<void> {
  const descriptor = await openStream(target, signal);
  if (fstatSync(descriptor).isFIFO()) {
    const { Socket } = await import('node:net');
    await finished(new Socket({ fd: descriptor, readable: false }).end(content), { signal });
    return;
  }
  try {
    if (isatty(descriptor))
      throw refused(`${target} is a terminal, which takes no binary`, 'Name a file, or pipe it on.');
    writeFileSync(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Writes a file that is whole or not there: made 0600 beside the target, flushed, then given its name. An existing file is
 * replaced only with `force`; a symbolic link is never followed to what it names, except to a FIFO or device.
 * Throws as `checkOutput`, and ERR_OUTPUT_FAILED when the disk is full or failing: then nothing is left.
 */
export async function writeOutput(
  target: string,
  content: Buffer,
  options: OutputOptions = {},
): Promise<void> {
  const kind = checkOutput(target, options);
  try {
    if (kind === 'stream') {
      await writeStream(target, content, options.signal);
      return;
    }
    await removeStaleFiles(dirname(target));
    writeWhole(target, content, options.force ?? false);
  } catch (error) {
    throw writeError(target, error);
  }
}
