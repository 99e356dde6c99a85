import { tmpdir } from 'node:os';
import { KmsKeywrapError } from '../../errors.ts';

/** The error for a folder in which nothing private can be made. */
export const unusableBase = (base: string, cause: unknown) =>
  new KmsKeywrapError('ERR_ENVIRONMENT', `cannot make a private folder in ${base}`, {
    hint: 'Set TMPDIR to a folder on a disk with room that you may write to.',
    cause,
  });

/**
 * tmp-promise, which removes at the end of the process what it made. It looks for the folder of TMPDIR when it is loaded,
 * whether that is needed or not. Throws ERR_ENVIRONMENT when there is none.
 */
export async function loadTmp() {
  try {
    const { default: tmp } = await import('tmp-promise');
    tmp.setGracefulCleanup();
    return tmp;
  } catch (cause) {
    throw unusableBase(tmpdir(), cause);
  }
}
