import { KmsKeywrapError } from '../../errors.ts';

/** The error for a place that the user has to choose anew. */
export const refused = (message: string, hint?: string, cause?: unknown) =>
  new KmsKeywrapError('ERR_OUTPUT_REFUSED', message, { ...(hint === undefined ? {} : { hint }), cause });

/** errno names that say that the user chose a wrong place, with how that is said. */
const places: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'its folder may not be written to',
  EPERM: 'its folder may not be written to',
  EROFS: 'its file system is read-only',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its symbolic links go in a circle',
};

/** Whatever a write threw, as ERR_OUTPUT_REFUSED where the place is wrong and as ERR_OUTPUT_FAILED where the disk is. */
export function writeError(target: string, error: unknown): KmsKeywrapError {
  if (error instanceof KmsKeywrapError) return error;
  const errno = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const place = places[errno];
  if (place !== undefined) return refused(`cannot write ${target}: ${place}`, undefined, error);
  const why = errno === 'ENOSPC' || errno === 'EDQUOT' ? `the disk is full (${errno})` : errno;
  return new KmsKeywrapError('ERR_OUTPUT_FAILED', `cannot write ${target}: ${why}; nothing was left there`, {
    cause: error,
  });
}
