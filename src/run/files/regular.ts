import { fstatSync, readSync } from 'node:fs';
import { systemFault } from './errno.ts';

/** Why an opened file is not read. */
export type Refusal =
  /** `bytes`: its length, where it is known without reading it. */
  | { readonly kind: 'too-large'; readonly bytes?: number }
  /** It grew or shrank meanwhile. */
  | { readonly kind: 'changed' };

/** Files are read into this first: what KMS imports fits in one go. */
const window = new Uint8Array(16_384);

/**
 * The bytes of an opened regular file, an empty one's too. Synchronous and in one read where it can: a stream would halve the
 * rate at which a batch is read. Throws the system's errors: EISDIR for a folder, ESPIPE for all else that is not regular.
 * @param limit most bytes that are read
 */
export function readRegular(file: number, limit: number): Buffer | Refusal {
  let count = 0;
  try {
    // From an offset, which only regular files and some devices have.
    count = readSync(file, window, 0, window.length, 0);
    if (count > limit) return { kind: 'too-large', bytes: fstatSync(file).size };
    if (count > 0 && count < window.length) return Buffer.from(window.subarray(0, count));
    const stats = fstatSync(file);
    if (!stats.isFile()) throw systemFault('ESPIPE');
    if (stats.size > limit) return { kind: 'too-large', bytes: stats.size };
    const rest = count === 0 ? [] : readRest(file, limit);
    if (rest === undefined) return { kind: 'too-large' };
    const content = Buffer.concat([window.subarray(0, count), ...rest]);
    // Files of /proc say that they are empty.
    return stats.size > 0 && content.length !== stats.size ? { kind: 'changed' } : content;
  } finally {
    window.fill(0, 0, count);
  }
}

/** What stands after the window; undefined when it is too much: some files of /proc have no end. */
function readRest(file: number, limit: number): Buffer[] | undefined {
  const pieces: Buffer[] = [];
  for (let at = window.length; ;) {
    const piece = Buffer.allocUnsafeSlow(window.length);
    const count = readSync(file, piece, 0, piece.length, at);
    at += count;
    if (at > limit) return undefined;
    if (count === 0) return pieces;
    pieces.push(piece.subarray(0, count));
  }
}
