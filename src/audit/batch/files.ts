import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { KmsKeywrapError } from '../../errors.ts';
import { confinedTo, type Confined } from '../../run/files/confined.ts';
import { readError } from '../../run/files/file-error.ts';
import { nameFault } from '../../run/files/file-name.ts';
import { isSame } from '../../run/files/identity.ts';
import { refusalError } from '../../run/files/input.ts';
import { readRegular } from '../../run/files/regular.ts';
import { quotedName } from '../../shown-name.ts';
import type { BatchContext } from './task.ts';

/**
 * Reads the files that a batch names.
 * @param what the file is, with its article: `the blob`
 * @param limit most bytes that are read
 * @throws KmsKeywrapError ERR_INPUT_UNREADABLE, ERR_INPUT_TOO_LARGE, ERR_MANIFEST; ERR_ENVIRONMENT and ERR_OUTPUT_REFUSED, which
 *   end the batch
 */
export type ReadFile = (path: string, limit: number, what: string) => Buffer;

export interface BatchReader {
  readonly read: ReadFile;
  /** Gives back the descriptors of folders. */
  readonly close: () => void;
}

const outside = (path: string) =>
  new KmsKeywrapError('ERR_MANIFEST', `${quotedName(path)} lies outside of the manifest's folder`, {
    hint: 'move the files beside the manifest, or give --allow-outside',
  });

const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Paths that may lead anywhere. */
const anywhere = (folder: string): Confined => ({
  open: (path) => openSync(folder === '.' || isAbsolute(path) ? path : `${folder}/${path}`, flags),
  close: () => undefined,
});

/** A reader for one batch: relative paths start at its folder, and lead out of it only where that is allowed. */
export function batchReader({ folder, allowOutside, reports = [] }: BatchContext): BatchReader {
  let files: Confined | undefined;
  const refuseReport = (file: number, path: string) => {
    if (reports.length === 0) return;
    const found = fstatSync(file);
    if (!reports.some((report) => isSame(found, report))) return;
    throw new KmsKeywrapError(
      'ERR_OUTPUT_REFUSED',
      `the report would replace ${quotedName(path)}, which is read`,
      {
        hint: 'name another file with --report',
      },
    );
  };
  const read: ReadFile = (path, limit, what) => {
    const fault = nameFault(path);
    if (fault !== undefined)
      throw new KmsKeywrapError('ERR_INPUT_UNREADABLE', `cannot read ${what}: ${fault.words}`, {
        hint: fault.hint,
      });
    try {
      files ??= allowOutside ? anywhere(folder) : confinedTo(folder);
      const file = files.open(path);
      if (file === 'outside') throw outside(path);
      try {
        refuseReport(file, path);
        const content = readRegular(file, limit);
        if (Buffer.isBuffer(content)) return content;
        throw refusalError(path, { what, limit }, content);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      throw readError(path, what, error);
    }
  };
  return { read, close: () => files?.close() };
}
