import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoOf, systemFault } from './errno.ts';
import { ownPrefix } from './stale.ts';

/*
 * How everything that is written gets its name: made beside its target, flushed, given the name, and the folder flushed. A
 * kill or a power failure at any moment leaves what was there before, or the new whole. All of it is synchronous: no signal
 * handler of this process runs between the first byte and the final name.
 */

/** A name beside the target that no other process uses, and that the next run knows as left after. */
export const nameBeside = (target: string): string =>
  join(dirname(target), `.${ownPrefix()}${randomBytes(6).toString('hex')}`);

/** Writes a new file and makes its content survive a power failure. @param mode 0o600 unless given */
export function writeFlushed(path: string, content: string | Uint8Array, mode = 0o600): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the names in a folder survive a power failure, where folders can be flushed. */
export function flushFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Some file systems refuse to flush a folder; the files themselves are flushed.
  }
}

/** Errors of a file system that has no hard links. */
const noLinks: ReadonlySet<string | undefined> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
]);

/** Gives a name that nothing may have. A hard link never replaces what another process put there in the meantime. */
function giveFreeName(temporary: string, target: string): void {
  try {
    linkSync(temporary, target);
  } catch (error) {
    if (!noLinks.has(errnoOf(error))) throw error;
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) throw systemFault('EEXIST');
    renameSync(temporary, target);
    return;
  }
  unlinkSync(temporary);
}

/**
 * Gives a whole and flushed file its final name, for good.
 * @param replace what has the name already is replaced; else EEXIST is thrown
 */
export function giveName(temporary: string, target: string, replace: boolean): void {
  if (replace) renameSync(temporary, target);
  else giveFreeName(temporary, target);
  flushFolder(dirname(target));
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never made.
  }
}

/** Writes a file (0600) that is whole or not there. Throws the system's errors, EEXIST too, and then leaves nothing. */
export function writeAtomic(target: string, content: string | Uint8Array, replace: boolean): void {
  const temporary = nameBeside(target);
  try {
    writeFlushed(temporary, content);
    giveName(temporary, target, replace);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}

/**
 * The same, replacing what has the name, while others use the event loop: a server waits for the disk elsewhere. A signal
 * may come between; what it leaves is removed by the next run.
 */
export async function writeAtomicAsync(target: string, content: string): Promise<void> {
  const temporary = nameBeside(target);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    giveName(temporary, target, true);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}
