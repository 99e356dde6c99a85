import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** The parts of a system that decide how a program is found. */
export interface System {
  readonly windows: boolean;
  /** Endings of programs on Windows, from PATHEXT. */
  readonly endings: readonly string[];
}

/** Windows looks for a bare name with each ending of PATHEXT; other systems know no endings. */
export function systemOf(platform: string, pathext = '.COM;.EXE;.BAT;.CMD'): System {
  const windows = platform === 'win32';
  return { windows, endings: windows ? pathext.split(';').filter((ending) => ending !== '') : [] };
}

/** Whether the user named a place and not just a name to look for. */
export const isPath = (name: string, { windows }: System): boolean =>
  name.includes('/') || (windows && /[\\:]/.test(name));

/** Absolute paths at which a bare name may stand on a PATH, in the order in which the system looks. */
export function candidates(name: string, path: string, { windows, endings }: System): string[] {
  const paths = windows ? win32 : posix;
  const known = endings.some((ending) => ending.toLowerCase() === paths.extname(name).toLowerCase());
  const names = windows && !known ? endings.map((ending) => name + ending.toLowerCase()) : [name];
  return path
    .split(paths.delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((one) => paths.resolve(folder, one)));
}

export type Look = 'absent' | 'folder' | 'not-executable' | 'good';

/** What stands at a path. */
export function look(path: string): Look {
  try {
    if (statSync(path).isDirectory()) return 'folder';
  } catch {
    return 'absent';
  }
  try {
    accessSync(path, constants.X_OK);
    return 'good';
  } catch {
    return 'not-executable';
  }
}

/** Where a bare name is found on a PATH; undefined when it is not there. */
export const onPath = (name: string, path: string, system: System): string | undefined =>
  candidates(name, path, system).find((candidate) => look(candidate) === 'good');

/** Milliseconds that a program has to say its version. */
const patience = 2000;

/** What `PROGRAM version` prints, read at once: a command that only prints text does not load what runs recipes. Empty when it fails. */
export function versionText(program: string, env: Readonly<Record<string, string>>): string {
  const { stdout } = spawnSync(program, ['version'], {
    env,
    encoding: 'utf8',
    timeout: patience,
    killSignal: 'SIGKILL',
    maxBuffer: 16 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  return stdout ?? '';
}

/** Kills a process of Windows and what it started: there are no process groups to send a signal to. */
export function killTree(pid: number, systemRoot: string): boolean {
  const { status } = spawnSync(
    win32.join(systemRoot, 'System32', 'taskkill.exe'),
    ['/pid', String(pid), '/T', '/F'],
    {
      stdio: 'ignore',
      windowsHide: true,
    },
  );
  return status === 0;
}
