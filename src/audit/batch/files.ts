import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { KmsKeywrapError } from '../../errors.ts';
import type { BatchContext } from './task.ts';

/** Reads the files that a batch names. Throws KmsKeywrapError ERR_INPUT_UNREADABLE, ERR_INPUT_TOO_LARGE or ERR_MANIFEST. */
export type ReadFile = (path: string, limit: number) => Buffer;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/** What this machine is short of, or broken in, is no fault of a file: it ends the batch. */
const environmental = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EIO']);

function unreadable(path: string, error: unknown): KmsKeywrapError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && environmental.has(code)) throw error;
  const reason = (code === undefined ? undefined : reasons[code]) ?? message;
  return new KmsKeywrapError('ERR_INPUT_UNREADABLE', `cannot read ${JSON.stringify(path)}: ${reason}`, {
    cause: error,
  });
}

const inside = (folder: string, path: string) => {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

const outside = (path: string) =>
  new KmsKeywrapError('ERR_MANIFEST', `${JSON.stringify(path)} lies outside of the manifest's folder`, {
    hint: 'move the files beside the manifest, or give --allow-outside',
  });

/** A folder with all symbolic links followed. */
interface Folder {
  readonly real: string;
  /** Whether files in it may be read. */
  readonly allowed: boolean;
}

/** Folders that are remembered: those of a batch are few. */
const mostFolders = 1000;

/** A reader for one batch: relative paths start at its folder, and lead out of it only where that is allowed. */
export function batchReader({ folder, allowOutside }: BatchContext): ReadFile {
  const root = allowOutside ? folder : realpathSync(folder);
  const folders = new Map<string, Folder>();
  const isAllowed = (real: string) => allowOutside || inside(root, real);
  const lookAt = (path: string): Folder => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    if (folders.size >= mostFolders) folders.clear();
    const real = realpathSync(resolve(root, path));
    const found = { real, allowed: isAllowed(real) };
    folders.set(path, found);
    return found;
  };
  const checked = (path: string, real: string) => {
    if (isAllowed(real)) return real;
    throw outside(path);
  };
  /** Where a file lies, its own name not followed when it is a link. */
  const locate = (path: string) => {
    const cut = path.lastIndexOf(sep) + 1;
    const name = path.slice(cut);
    if (name === '' || name === '.' || name === '..') return checked(path, realpathSync(resolve(root, path)));
    const { real, allowed } = lookAt(path.slice(0, cut));
    if (!allowed) throw outside(path);
    return `${real}${sep}${name}`;
  };
  return (path, limit) => {
    try {
      const real = locate(path);
      return (
        readRegular(path, real, limit) ??
        readRegular(path, checked(path, realpathSync(real)), limit) ??
        fail(path)
      );
    } catch (error) {
      throw error instanceof KmsKeywrapError ? error : unreadable(path, error);
    }
  };
}

const fail = (path: string): never => {
  throw unreadable(path, { code: 'ELOOP' });
};

/** Without waiting for the writer of a FIFO, and without following a link that was not looked at. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW | constants.O_NOCTTY;
/** Files are read into this first: what KMS takes fits in one go, and one system call less is needed. */
const window = new Uint8Array(16_384);

/** The bytes of a regular file; undefined when the path is a symbolic link. */
function readRegular(path: string, real: string, limit: number): Buffer | undefined {
  let file: number;
  try {
    file = openSync(real, flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return undefined;
    throw error;
  }
  let count = 0;
  try {
    count = readSync(file, window, 0, window.length, null);
    if (count > 0 && count < window.length) return Buffer.from(window.subarray(0, count));
    const stats = fstatSync(file);
    if (!stats.isFile())
      throw new KmsKeywrapError(
        'ERR_INPUT_UNREADABLE',
        `cannot read ${JSON.stringify(path)}: it is not a regular file`,
      );
    if (stats.size > limit) throw tooLarge(path, limit);
    return count === 0 ? Buffer.alloc(0) : Buffer.concat([window, readRest(file, path, limit)]);
  } finally {
    closeSync(file);
    window.fill(0, 0, count);
  }
}

/** What stands behind the window. A file of /proc says that it is empty and may have no end. */
function readRest(file: number, path: string, limit: number): Buffer {
  const pieces: Buffer[] = [];
  for (let bytes = window.length; ;) {
    const piece = Buffer.allocUnsafe(window.length);
    const count = readSync(file, piece, 0, piece.length, null);
    bytes += count;
    if (bytes > limit) throw tooLarge(path, limit);
    if (count === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, count));
  }
}

const tooLarge = (path: string, limit: number) =>
  new KmsKeywrapError('ERR_INPUT_TOO_LARGE', `${JSON.stringify(path)} is longer than ${limit} bytes`, {
    hint: 'KMS takes wrapped key material of at most 6144 bytes',
  });
