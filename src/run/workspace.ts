import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { chmod, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KmsKeywrapError } from '../errors.ts';
import { keepMemoryOutOfCores, killProcessesIn } from './host/host.ts';
import { loadTmp, unusableBase } from './host/load-tmp.ts';
import { ownPrefix, removeStaleFolders } from './files/stale.ts';

/** A private folder (0700) for the plaintext files that openssl has to see, in memory where the system allows it. */
export interface Workspace {
  readonly path: string;
  /** Makes a fresh folder (0700) inside, for one run of one recipe. */
  folder(): string;
  /** Kills whatever still works in it; whether anything did. */
  killStrays(): boolean;
  /** Removes everything. Safe to call twice. */
  dispose(): Promise<void>;
}

/** A file system in memory, where there is one. */
export const memoryFolder = '/dev/shm';
/** `f_type` of tmpfs, statfs(2). */
const tmpfs = 0x0102_1994;
const leastFree = 4 * 1024 * 1024;

/** `/dev/shm` when it is a tmpfs with room that this user may write to, else the system's folder for temporary files. */
export function workspaceBase(): string {
  try {
    const { type, bavail, bsize } = statfsSync(memoryFolder);
    if (type !== tmpfs || bavail * bsize < leastFree) return tmpdir();
    accessSync(memoryFolder, constants.W_OK | constants.X_OK);
    return memoryFolder;
  } catch {
    return tmpdir();
  }
}

/** Removes a folder whatever was done to the modes of the folders in it. */
async function removeWhole(path: string): Promise<void> {
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 3 });
  await remove().catch(async () => {
    await chmod(path, 0o700);
    for (const entry of await readdir(path, { withFileTypes: true }))
      if (entry.isDirectory()) await removeWhole(join(path, entry.name));
    await remove();
  });
}

/** Makes a workspace; the first one in a folder also removes what dead processes of this user and tool left there. */
export async function createWorkspace(base: string = workspaceBase()): Promise<Workspace> {
  keepMemoryOutOfCores();
  await removeStaleFolders(base);
  const tmp = await loadTmp();
  const options = { tmpdir: base, template: `${ownPrefix()}XXXXXX`, mode: 0o700, unsafeCleanup: true };
  const { path, cleanup } = await tmp.dir(options).catch((cause: unknown) => {
    throw unusableBase(base, cause);
  });
  let count = 0;
  let gone: Promise<void> | undefined;
  return {
    path,
    folder() {
      const folder = join(path, String((count += 1)));
      mkdirSync(folder, { mode: 0o700 });
      return folder;
    },
    killStrays: () => killProcessesIn(path),
    dispose() {
      killProcessesIn(path);
      // A process that was just killed may still have made a file under the first removal.
      gone ??= cleanup()
        .catch(() => removeWhole(path))
        .catch((cause: unknown) => {
          throw new KmsKeywrapError('ERR_ENVIRONMENT', `the private folder ${path} cannot be removed`, {
            hint: 'remove it by hand: it may hold key material',
            cause,
          });
        });
      return gone;
    },
  };
}

/** Runs `use` with a workspace that is gone afterwards, whatever happens. */
export async function withWorkspace<T>(use: (workspace: Workspace) => Promise<T>, base?: string): Promise<T> {
  const workspace = await createWorkspace(base);
  try {
    const result = await use(workspace);
    if (workspace.killStrays())
      throw new KmsKeywrapError(
        'ERR_OPENSSL_OUTPUT',
        'openssl left processes running in its folder; they were killed and what it wrote is not used',
        { hint: 'Name another openssl with --openssl PATH.' },
      );
    return result;
  } finally {
    await workspace.dispose();
  }
}
