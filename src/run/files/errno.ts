/**
 * Who has to act. `place`: the user named a place that does not serve. `device`: what the file lies on failed. `scarce`: this
 * machine is short of something, whatever the file.
 */
export type Fault = 'place' | 'device' | 'scarce';

/** An error of the operating system (errno(3)) in words, which follow `cannot read FILE: ` or `cannot write FILE: `. */
export interface ErrnoRow {
  readonly fault: Fault;
  readonly read: string;
  readonly write: string;
  /** What to do about it. */
  readonly fix: string;
}

const same = (fault: Fault, words: string, fix: string): ErrnoRow => ({
  fault,
  read: words,
  write: words,
  fix,
});

const room = 'make room there, or name another place';
const again = 'try again; if it happens once more, copy the file to another disk first';
const fewer = 'try again with less running, or with a smaller --jobs';

/** The errors that files, folders, FIFOs, devices and programs answer with, each in one place. */
const rows = {
  ENOENT: {
    fault: 'place',
    read: 'there is no such file',
    write: 'its folder does not exist',
    fix: 'check the name: a relative one starts at the current folder, in a manifest at the folder of the manifest',
  },
  ENOTDIR: same('place', 'a part of its path is not a folder', 'check the path'),
  EISDIR: same('place', 'it is a folder', 'name a file in it'),
  ELOOP: same('place', 'its symbolic links lead in a circle', 'name the file itself'),
  ENAMETOOLONG: same(
    'place',
    'its name is too long',
    'a name has 255 bytes at most, a path 4095; was the content of a file given instead of its name?',
  ),
  EACCES: {
    fault: 'place',
    read: 'this user may not read it',
    write: 'this user may not write to its folder',
    fix: 'change its permissions (chmod), or run as its owner',
  },
  EPERM: {
    fault: 'place',
    read: 'the system does not let this user read it',
    write: 'the system does not let this user write there',
    fix: 'name another file; the permissions, or attributes such as immutable (lsattr), say why',
  },
  EROFS: same('place', 'its file system is read-only', 'name a place on another file system'),
  EXDEV: same(
    'place',
    'it is on another file system than its folder',
    'name a file that is not a mount point',
  ),
  EBUSY: same('place', 'another program or a mount point is using it', 'name another file'),
  ETXTBSY: same('place', 'it is a program that is running', 'name another file'),
  EEXIST: same('place', 'it exists already', 'name another file'),
  ENOTEMPTY: same('place', 'its folder is not empty', 'name another folder'),
  EINVAL: {
    fault: 'place',
    read: 'it cannot be read like a file',
    write: 'its file system does not accept this name or kind of file',
    fix: 'name another file',
  },
  ESPIPE: same('place', 'it is not a regular file', 'copy its content to a file first'),
  ENXIO: {
    fault: 'place',
    read: 'it is a socket, or a device that is not there',
    write: 'it is a socket, or a FIFO or device that no process reads',
    fix: 'name a file, or - for a pipe',
  },
  ENODEV: same('place', 'it is a device that is not there', 'name a file'),
  EAGAIN: {
    fault: 'place',
    read: 'it has nothing to read now',
    write: 'it accepts nothing now',
    fix: 'name a file, or try again',
  },
  EPIPE: same('device', 'its reader went away', 'start the reader again'),
  ENOKEY: same('place', 'it is encrypted and its key is not loaded', 'unlock its folder first (fscrypt)'),
  EOVERFLOW: same('place', 'it is larger than this program can handle', 'name another file'),
  EIO: same('device', 'its device failed', again),
  EREMOTEIO: same('device', 'its device failed', again),
  EUCLEAN: same('device', 'its file system is damaged', 'check the file system (fsck)'),
  ESTALE: same('device', 'its network file system lost it', 'mount the file system again'),
  ENOTCONN: same('device', 'its file system is not connected', 'mount the file system again'),
  ETIMEDOUT: same('device', 'its file system did not answer in time', again),
  EHOSTDOWN: same('device', 'the host of its file system does not answer', again),
  ENOLCK: same('device', 'its file system has no locks left', again),
  ENOSPC: same('device', 'the disk is full', room),
  EDQUOT: same('device', 'the disk quota is used up', room),
  EFBIG: same(
    'device',
    'the limit on the size of a file is reached',
    'raise it (ulimit -f), or name another place',
  ),
  EMFILE: same('scarce', 'this process has too many open files', `raise the limit (ulimit -n), or ${fewer}`),
  ENFILE: same('scarce', 'this machine has too many open files', fewer),
  ENOMEM: same('scarce', 'this machine is out of memory', fewer),
} as const satisfies Readonly<Record<string, ErrnoRow>>;

/** The errors that have words of their own. */
export type Errno = keyof typeof rows;
export const errnos = Object.keys(rows) as readonly Errno[];

/** Name of an error of the system, such as `ENOENT`; undefined for any other error. */
export function errnoOf(error: unknown): string | undefined {
  const { code, syscall } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  return typeof code === 'string' && (typeof syscall === 'string' || code in rows) ? code : undefined;
}

/** The words for an error by its name. One without a row has its name as words, and the given fault. */
export function errnoRow(errno: string, fault: Fault = 'place'): ErrnoRow {
  if (Object.hasOwn(rows, errno)) return rows[errno as Errno];
  return same(fault, `the system says ${errno}`, 'name another file, or try again');
}

/** An error as the system gives it, for what is seen before it is asked. */
export const systemFault = (errno: Errno): Error =>
  Object.assign(new Error(errno), { code: errno, syscall: 'look' });
