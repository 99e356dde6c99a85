import { closeSync, constants, createReadStream, fstatSync, openSync, type Stats } from 'node:fs';
import type { Readable } from 'node:stream';
import { KmsKeywrapError } from '../../errors.ts';
import { shownName } from '../../shown-name.ts';
import { systemFault } from './errno.ts';
import { readError, unreadable } from './file-error.ts';
import { nameFault } from './file-name.ts';
import { look } from './identity.ts';
import { readRegular, type Refusal } from './regular.ts';

export interface TextOptions {
  /** What the file is, as a message names it: `the public key`. */
  readonly what: string;
  /** Ends the wait for the writer of a FIFO. */
  readonly signal?: AbortSignal | undefined;
}

export interface InputOptions extends TextOptions {
  /** Most bytes that are read. */
  readonly limit: number;
  /** FIFOs and devices are refused: the path was not typed by the user, but found in a folder. */
  readonly regularOnly?: boolean;
}

/** The error for a file that is not read although it could be opened. */
export function refusalError(
  path: string,
  { what, limit }: Pick<InputOptions, 'what' | 'limit'>,
  refusal: Refusal,
): KmsKeywrapError {
  if (refusal.kind === 'changed')
    return unreadable(path, what, 'it changed while it was read', 'try again once nothing writes to it');
  const name = path === '-' ? 'from stdin' : shownName(path);
  return new KmsKeywrapError(
    'ERR_INPUT_TOO_LARGE',
    `${what} ${name} has ${refusal.bytes ?? 'too many'} bytes, expected ${limit} at most`,
    { hint: 'is it the right file? KMS imports nothing of that size' },
  );
}

/** A FIFO is waited for by the event loop: a read that blocks in a thread would keep the process from ending. */
async function streamOf(file: number, stats: Stats, signal: AbortSignal | undefined): Promise<Readable> {
  const ends = signal === undefined ? {} : { signal };
  if (!stats.isFIFO() && !stats.isSocket()) return createReadStream('', { fd: file, ...ends });
  const { Socket } = await import('node:net');
  return new Socket({ fd: file, writable: false, ...ends });
}

async function drain(path: string, stream: Readable, options: InputOptions): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > options.limit) throw refusalError(path, options, { kind: 'too-large' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Without waiting for the writer of a FIFO: an open that blocks could not be ended by a signal. */
const flags = constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK;

interface Opened {
  readonly file: number;
  readonly stats: Stats;
}

function open(path: string, what: string): Opened {
  const fault = path === '-' ? undefined : nameFault(path);
  // A name that was changed on the way here is not shown: it may be a key in binary.
  if (fault !== undefined)
    throw new KmsKeywrapError('ERR_INPUT_UNREADABLE', `cannot read ${what}: ${fault.words}`, {
      hint: fault.hint,
    });
  const file = path === '-' ? 0 : openSync(path, flags);
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw systemFault('EISDIR');
    return { file, stats };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function failure(path: string, { what, signal }: TextOptions, error: unknown): unknown {
  if (signal?.aborted === true) return new KmsKeywrapError('ERR_ABORTED', 'stopped on request');
  return readError(path, what, error);
}

/** A file is read from its start, stdin from where it stands. */
async function readOpened(path: string, { file, stats }: Opened, options: InputOptions): Promise<Buffer> {
  if (!stats.isFile() || path === '-') {
    if (!stats.isFile() && options.regularOnly === true) {
      closeSync(file);
      throw systemFault('ESPIPE');
    }
    return drain(path, await streamOf(file, stats, options.signal), options);
  }
  try {
    const content = readRegular(file, options.limit);
    if (Buffer.isBuffer(content)) return content;
    throw refusalError(path, options, content);
  } finally {
    closeSync(file);
  }
}

/**
 * Reads a whole file, FIFO or device, or stdin for `-`. An empty one comes back empty. A file longer than `limit` is refused
 * before it is read.
 * @throws KmsKeywrapError ERR_INPUT_UNREADABLE, ERR_INPUT_TOO_LARGE, ERR_ENVIRONMENT when the machine is at fault, ERR_ABORTED
 */
export async function readInput(path: string, options: InputOptions): Promise<Buffer> {
  try {
    return await readOpened(path, open(path, options.what), options);
  } catch (error) {
    throw failure(path, options, error);
  }
}

/** Longest line of a text, in characters: a device that gives bytes without end gives no line either. */
const longestLine = 1 << 26;

/**
 * Text of a file, FIFO or device, or of stdin for `-`, as it comes and however long it is.
 * @throws KmsKeywrapError as `readInput`, but for the limit, which is one of each line
 */
export async function* readText(path: string, options: TextOptions): AsyncGenerator<string> {
  const { what, signal } = options;
  try {
    const { file, stats } = open(path, what);
    let since = 0;
    for await (const chunk of (await streamOf(file, stats, signal)).setEncoding('utf8')) {
      const text = chunk as string;
      const end = text.lastIndexOf('\n');
      since = end < 0 ? since + text.length : text.length - end;
      if (since > longestLine)
        throw unreadable(
          path,
          what,
          `it has a line of more than ${longestLine} characters`,
          'name a text file',
        );
      yield text;
    }
  } catch (error) {
    throw failure(path, options, error);
  }
}

/** Whether a path is a stream: stdin, a FIFO, a device or a socket, which is read once, and only in the main thread. */
export function isStream(path: string): boolean {
  if (path === '-') return true;
  const stats = look(path);
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}
