import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { KmsKeywrapError } from '../../errors.ts';
import { shownName } from '../../shown-name.ts';
import { writeAtomic } from './atomic.ts';
import { errnoOf } from './errno.ts';
import { refused, writeError } from './file-error.ts';
import { nameFault } from './file-name.ts';
import { isSame, look } from './identity.ts';
import { removeStaleFiles } from './stale.ts';

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

const existing = (target: string, what = '') =>
  new KmsKeywrapError('ERR_OUTPUT_EXISTS', `${shownName(target)} exists already${what}`, {
    hint: 'name another file, or replace it with --force',
  });

/** The error for a name that something got while the command ran. */
const appeared = (target: string) => existing(target, ': it appeared while this command ran');

/** An input is not replaced, nor is a file of a folder that is an input. */
function checkInputs(target: string, there: Stats, inputs: readonly string[]): void {
  const folder = look(dirname(target));
  for (const input of inputs) {
    const read = look(input);
    if (isSame(read, there) || (read?.isDirectory() === true && isSame(read, folder)))
      throw refused(`${shownName(target)} is an input of this command`, 'name another file');
  }
}

/**
 * Whether and how a target can be written, before anything is run. Throws ERR_OUTPUT_EXISTS for what is there already without
 * `force`, ERR_OUTPUT_REFUSED for a folder, an input, a terminal, a missing or read-only folder.
 */
export function checkOutput(target: string, { force = false, inputs = [] }: OutputOptions = {}): OutputKind {
  const fault = nameFault(target);
  if (fault !== undefined) throw refused(`cannot write the output: ${fault.words}`, fault.hint);
  const name = shownName(target);
  try {
    const own = lstatSync(target, { throwIfNoEntry: false });
    const there = statSync(target, { throwIfNoEntry: false });
    if (own?.isSymbolicLink() === true && readlinkSync(target).startsWith('/proc/self/fd/'))
      throw refused(`${name} is a stream of this process, not a file`, 'for stdout, give - instead');
    if (there?.isFIFO() === true || there?.isCharacterDevice() === true) return 'stream';
    if (there?.isDirectory() === true) throw refused(`${name} is a folder`, 'name a file in it');
    if (there !== undefined) checkInputs(target, there, inputs);
    if (own !== undefined && !force)
      throw existing(target, own.isSymbolicLink() ? ' (a symbolic link, which is not followed)' : '');
    if (own !== undefined && !own.isFile() && !own.isSymbolicLink())
      throw refused(`${name} is neither a file nor a FIFO nor a device`, 'name another file');
    accessSync(dirname(target), constants.W_OK | constants.X_OK);
    return 'file';
  } catch (error) {
    throw writeError(target, error);
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
      if (errnoOf(error) !== 'ENXIO') throw error;
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
      throw refused(
        `${shownName(target)} is a terminal, which is not given binary`,
        'name a file, or pipe it into a command',
      );
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
    writeAtomic(target, content, options.force ?? false);
  } catch (error) {
    if (options.signal?.aborted === true) throw new KmsKeywrapError('ERR_ABORTED', 'stopped on request');
    throw nameTaken(target, error) ?? writeError(target, error);
  }
}

/** The error for a name that was free when it was looked at. */
export const nameTaken = (target: string, error: unknown) =>
  errnoOf(error) === 'EEXIST' ? appeared(target) : undefined;
