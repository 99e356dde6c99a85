import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KmsKeywrapError } from '../../errors.ts';
import { isStale, ownPrefix } from '../../run/files/stale.ts';
import { writeError } from '../../run/files/file-error.ts';

const suffix = 'lock';

/**
 * Makes this process the only user of a folder: two would write over each other. The lock of a process that is
 * certainly gone is removed.
 * @returns gives the folder up
 * @throws KmsKeywrapError `ERR_ENVIRONMENT` while another process has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const mine = `${ownPrefix()}${suffix}`;
  const release = () => rm(join(folder, mine), { force: true });
  // First the lock, then the look: of two that start at once at least one sees the other.
  await writeFile(join(folder, mine), '', { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST'
      ? inUse(folder, mine)
      : writeError(folder, error);
  });
  const locks = (await readdir(folder)).filter((name) => name.endsWith(`-${suffix}`) && name !== mine);
  for (const name of locks) {
    if (!isStale(name)) {
      await release();
      throw inUse(folder, name);
    }
    await rm(join(folder, name), { force: true });
  }
  return release;
}

function inUse(folder: string, name: string): KmsKeywrapError {
  return new KmsKeywrapError('ERR_ENVIRONMENT', `another rehearsal is using ${folder}`, {
    hint: `end it first, or name another folder with --state; if there is none, remove ${join(folder, name)}`,
  });
}
