import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readFileSync,
  type Stats,
} from 'node:fs';
import type { Readable } from 'node:stream';
import { KmsKeywrapError } from '../../errors.ts';

export interface InputOptions {
  /** What the file is, as a message names it: `the public key`. */
  readonly what: string;
  /** Most bytes that are taken. */
  readonly limit: number;
  /** Ends the wait for the writer of a FIFO. */
  readonly signal?: AbortSignal | undefined;
  /** FIFOs and devices are refused: the path was not typed by the user, but found in a folder. */
  readonly regularOnly?: boolean;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is no directory',
  ELOOP: 'its symbolic links go in a circle',
  ENAMETOOLONG: 'its name is too long',
  EAGAIN: 'it has nothing to give',
  ENXIO: 'it is a device or socket that cannot be read',
};

/** Errors that are this machine's, not the user's. */
const environmental = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EIO']);

function readError(
  path: string,
  { what, signal }: Omit<InputOptions, 'limit'>,
  error: unknown,
): KmsKeywrapError {
  if (error instanceof KmsKeywrapError) return error;
  if (signal?.aborted === true) return new KmsKeywrapError('ERR_ABORTED', 'stopped on request');
  const errno = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const code = environmental.has(errno) ? 'ERR_ENVIRONMENT' : 'ERR_INPUT_UNREADABLE';
  return new KmsKeywrapError(code, `cannot read ${what} ${path}: ${reasons[errno] ?? errno}`, {
    cause: error,
  });
}

/** @param bytes its length, where it is known without reading it */
function tooLarge(path: string, { what, limit }: InputOptions, bytes?: number): KmsKeywrapError {
  return new KmsKeywrapError(
    'ERR_INPUT_TOO_LARGE',
    `${what} ${path} has ${bytes === undefined ? '' : `${bytes} bytes, `}more than the ${limit} bytes that are read`,
    { hint: 'Is it the right file? Nothing that KMS imports is that long.' },
  );
}

/** All at once: a stream would halve the rate at which a batch is read. */
function readOpened(path: string, descriptor: number, options: InputOptions): Buffer {
  try {
    const content = readFileSync(descriptor);
    if (content.length > options.limit) throw tooLarge(path, options, content.length);
    return content;
  } finally {
    closeSync(descriptor);
  }
}

/** A FIFO is waited for by the event loop: a read that blocks in a thread would keep the process from ending. */
async function streamOf(descriptor: number, signal: AbortSignal | undefined): Promise<Readable> {
  const stats = fstatSync(descriptor);
  if (!stats.isFIFO() && !stats.isSocket())
    return createReadStream('', { fd: descriptor, ...(signal === undefined ? {} : { signal }) });
  const { Socket } = await import('node:net');
  return new Socket({ fd: descriptor, writable: false, ...(signal === undefined ? {} : { signal }) });
}

async function drain(path: string, stream: Readable, options: InputOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > options.limit) throw tooLarge(path, options);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Without waiting for the writer of a FIFO: an open that blocks could not be ended by a signal. */
function openInput(path: string): number {
  return path === '-' ? 0 : openSync(path, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
}

/** What keeps an input from being read, seen before it is. */
function refusal(path: string, stats: Stats, options: InputOptions): unknown {
  if (stats.isDirectory()) return Object.assign(new Error('directory'), { code: 'EISDIR' });
  if (stats.isFile()) return stats.size > options.limit ? tooLarge(path, options, stats.size) : undefined;
  return options.regularOnly === true
    ? new KmsKeywrapError(
        'ERR_INPUT_UNREADABLE',
        `cannot read ${options.what} ${path}: it is not a regular file`,
      )
    : undefined;
}

/**
 * Reads a whole file, FIFO or device, or stdin for `-`. An empty one comes back empty. A file longer than `limit` is refused before it is read.
 * Throws ERR_INPUT_UNREADABLE, ERR_INPUT_TOO_LARGE, ERR_ENVIRONMENT when the machine is at fault, ERR_ABORTED.
 */
export async function readInput(path: string, options: InputOptions): Promise<Buffer> {
  try {
    const descriptor = openInput(path);
    const stats = fstatSync(descriptor);
    const refused = refusal(path, stats, options);
    if (refused !== undefined) {
      closeSync(descriptor);
      throw refused;
    }
    // Files of /proc say that they are empty, and some of them have no end.
    if (stats.isFile() && stats.size > 0) return readOpened(path, descriptor, options);
    return await drain(path, await streamOf(descriptor, options.signal), options);
  } catch (error) {
    throw readError(path, options, error);
  }
}

/**
 * Text of a file, FIFO or device, or of stdin for `-`, as it comes and however long it is.
 * Throws as `readInput`, but for the limit.
 */
export async function* readText(path: string, options: Omit<InputOptions, 'limit'>): AsyncGenerator<string> {
  try {
    const descriptor = openInput(path);
    if (fstatSync(descriptor).isDirectory()) {
      closeSync(descriptor);
      throw Object.assign(new Error('directory'), { code: 'EISDIR' });
    }
    const stream = await streamOf(descriptor, options.signal);
    for await (const chunk of stream.setEncoding('utf8')) yield chunk as string;
  } catch (error) {
    throw readError(path, options, error);
  }
}
