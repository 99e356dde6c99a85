import { fstatSync, statSync } from 'node:fs';

/** What a file is under whatever names: its device and inode. */
export interface FileIdentity {
  readonly dev: number;
  readonly ino: number;
}

export const isSame = (one: FileIdentity | undefined, other: FileIdentity | undefined): boolean =>
  one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;

/** What stands under a path, links followed, or after stdin for `-`; undefined for what cannot be looked at, which whoever reads it says. */
export function look(path: string) {
  try {
    return path === '-' ? fstatSync(0) : statSync(path);
  } catch {
    return undefined;
  }
}
