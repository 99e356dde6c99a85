import { closeSync, constants, fstatSync, openSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errnoOf, systemFault } from './errno.ts';

/*
 * Opens files whose paths somebody else wrote. A path may lead through links, but not out of a folder; and links may be put
 * in the place of folders at any moment, so what was looked at says nothing of what is opened next. Hence a folder is
 * opened first, then asked where it lies, and its files are opened from its descriptor (Linux has no other way from node
 * than /proc/self/fd). Elsewhere a file is opened and then looked at again.
 */
export interface Confined {
  /** Descriptor of the file; `outside` where the path leads out of the folder. Throws the system's errors. */
  readonly open: (path: string) => number | 'outside';
  /** Gives back the descriptors of folders. */
  readonly close: () => void;
}

const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
const folderFlags = flags | constants.O_DIRECTORY;

/** Folders that are kept open: those of a batch are few. */
const mostFolders = 64;

const inFolder = (descriptor: number, name: string) => `/proc/self/fd/${descriptor}/${name}`;
/** Bytes as characters, so that names that are not UTF-8 stay apart. */
const whereIs = (descriptor: number) => readlinkSync(`/proc/self/fd/${descriptor}`, 'latin1');

const isInside = (root: string, where: string) =>
  where === root || where.startsWith(root.endsWith('/') ? root : `${root}/`);

/** A reader of paths that start at `folder` and stay in it. */
export function confinedTo(folder: string): Confined {
  const descriptor = openSync(folder, folderFlags);
  let root: string;
  try {
    root = whereIs(descriptor);
  } catch {
    // There is no /proc here.
    closeSync(descriptor);
    return { open: (path) => openAndLookAgain(realpathSync(folder), path), close: () => undefined };
  }
  return fromDescriptors(descriptor, root);
}

function fromDescriptors(rootDescriptor: number, root: string): Confined {
  /** Descriptor of each folder, undefined for one that lies outside. */
  const folders = new Map<string, number | undefined>();
  const release = () => {
    for (const descriptor of folders.values()) if (descriptor !== undefined) closeSync(descriptor);
    folders.clear();
  };
  const folderAt = (path: string): number | undefined => {
    if (path === '') return rootDescriptor;
    if (folders.has(path)) return folders.get(path);
    if (folders.size >= mostFolders) release();
    const descriptor = openSync(path.startsWith('/') ? path : inFolder(rootDescriptor, path), folderFlags);
    const isAllowed = isInside(root, whereIs(descriptor));
    if (!isAllowed) closeSync(descriptor);
    folders.set(path, isAllowed ? descriptor : undefined);
    return folders.get(path);
  };
  /** A link is followed where it leads inside: looked at before, because opening may do something, and after. */
  const openLink = (link: string): number | 'outside' => {
    if (!isInside(root, realpathSync.native(link, 'latin1'))) return 'outside';
    const file = openSync(link, flags);
    if (isInside(root, whereIs(file))) return file;
    closeSync(file);
    return 'outside';
  };
  const open = (path: string): number | 'outside' => {
    const cut = path.lastIndexOf('/') + 1;
    const name = path.slice(cut);
    const isFolder = name === '' || name === '.' || name === '..';
    const descriptor = folderAt(isFolder ? path : path.slice(0, cut));
    if (descriptor === undefined) return 'outside';
    if (isFolder) throw systemFault('EISDIR');
    const file = inFolder(descriptor, name);
    try {
      return openSync(file, flags | constants.O_NOFOLLOW);
    } catch (error) {
      if (errnoOf(error) !== 'ELOOP') throw error;
      return openLink(file);
    }
  };
  return {
    open: (path) => {
      try {
        return open(path);
      } catch (error) {
        if (errnoOf(error) !== 'EMFILE' || folders.size === 0) throw error;
        release();
        return open(path);
      }
    },
    close: () => {
      release();
      closeSync(rootDescriptor);
    },
  };
}

function openAndLookAgain(root: string, path: string): number | 'outside' {
  const asked = resolve(root, path);
  const real = realpathSync(asked);
  if (!isInside(root, real)) return 'outside';
  const file = openSync(real, flags | constants.O_NOFOLLOW);
  const [opened, there] = [fstatSync(file), statSync(real)];
  if (realpathSync(asked) === real && opened.dev === there.dev && opened.ino === there.ino) return file;
  closeSync(file);
  return 'outside';
}
