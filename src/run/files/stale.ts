import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { machine, ownPid, ownUser, pidNamespace, sendSignal, startTime } from '../host/host.ts';

const tool = 'kms-keywrap';
let known: string | undefined;

/** Start of every name that this process gives to what is not finished: machine, user, PID namespace, pid and start time say whose it is. */
export function ownPrefix(): string {
  return (known ??= `${tool}-${machine()}-${ownUser}-${pidNamespace()}-${ownPid}-${startTime(ownPid) ?? '0'}-`);
}

const pattern = new RegExp(`^\\.?${tool}-([\\w.]+)-(\\d+)-(\\d+)-(\\d+)-(\\d+)-`);

/** Whether the process that made what has this name is certainly gone. Of another machine, user or namespace nothing is certain. */
export function isStale(name: string): boolean {
  const [, host, user, namespace, pid, started] = pattern.exec(name) ?? [];
  if (host !== machine() || user !== String(ownUser) || namespace !== pidNamespace()) return false;
  const now = startTime(Number(pid));
  if (now !== undefined) return started !== now;
  return !sendSignal(Number(pid), 0);
}

/** Stands in the name of a folder that was moved aside, before the name that it had. */
export const asideMark = 'aside-';
const aside = new RegExp(`-\\d+-${asideMark}(.+)$`);

/** Whether a folder that was moved aside could be given its name again, because nothing took its place. */
async function putBack(folder: string, name: string): Promise<boolean> {
  const former = aside.exec(name)?.[1];
  if (former === undefined || (await lstat(join(folder, former)).catch(() => undefined)) !== undefined)
    return false;
  return rename(join(folder, name), join(folder, former)).then(
    () => true,
    () => false,
  );
}

const looked = new Set<string>();

/** Once a process and folder: what is in use now does not become stale while this runs. */
async function removeOwn(folder: string, kind: 'isDirectory' | 'isFile'): Promise<void> {
  if (looked.has(folder)) return;
  looked.add(folder);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(isStale)) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.[kind]() !== true || found.uid !== ownUser) continue;
    if (await putBack(folder, name)) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/**
 * Removes the workspaces and unfinished folders of dead processes of this tool and user in a folder. What they had moved
 * aside gets its name again when nothing stands there. What cannot be removed stays.
 */
export const removeStaleFolders = (folder: string) => removeOwn(folder, 'isDirectory');

/** Removes the unfinished outputs of dead processes of this tool and user in a folder. */
export const removeStaleFiles = (folder: string) => removeOwn(folder, 'isFile');
