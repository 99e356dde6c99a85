import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import host from 'node:process';
import { killTree, systemOf } from './programs.ts';

/** The process that runs this: the one place outside cli/ that looks at it. */
export const ownPid: number = host.pid;

/** This node, and the OpenSSL that it was built with. */
export const nodeVersions = { node: host.versions.node, nodeOpenssl: host.versions.openssl } as const;

/** Numeric user id; 0 on systems without users. */
export const ownUser: number = host.getuid?.() ?? 0;

const textOf = (path: string) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

/**
 * This machine, as a part of a file name without hyphens: its name, and a digest of that and of machine-id(5), because two
 * machines of one image may be called the same.
 */
export function machine(): string {
  const name = hostname();
  const digest = createHash('sha256')
    .update(`${name}\n${textOf('/etc/machine-id')}`)
    .digest('hex');
  return `${name.replaceAll(/[^A-Za-z0-9.]/g, '_').slice(0, 32)}.${digest.slice(0, 8)}`;
}

/** Clock ticks between boot and the start of a process (proc(5), field 22 of stat); undefined when it is gone or there is no /proc. */
export function startTime(pid: number): string | undefined {
  // The second field is the command in parentheses and may hold spaces and parentheses itself.
  const stat = textOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** Number of the PID namespace: the same pid is another process in another container. `0` where there are none. */
export function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/** Sends a signal to a process (negative: to a process group); false when there is none to take it. Signal 0 only asks. */
export function sendSignal(pid: number, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  try {
    return host.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** This system, as far as finding and ending programs differs. */
export const system = systemOf(host.platform, host.env['PATHEXT']);

/**
 * Sends a signal to the group that a process leads: to it and what it started. Windows has no groups: there the tree below the
 * process is killed, whatever the signal. False when nothing is left to take it; signal 0 only asks.
 */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  if (!system.windows) return sendSignal(-pid, signal);
  return signal === 0 ? sendSignal(pid, 0) : killTree(pid, host.env['SystemRoot'] ?? 'C:\\Windows');
}

const linkOf = (path: string) => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

/** Pids of the processes whose working folder is this one or lies in it, as /proc tells; none where there is no /proc. */
function processesIn(folder: string): number[] {
  const inside = (cwd: string) => cwd === folder || cwd.startsWith(`${folder}/`);
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && inside(linkOf(`/proc/${name}/cwd`)))
      .map(Number);
  } catch {
    return [];
  }
}

/** Kills the processes that work in a folder, whatever group they went to; whether there were any. */
export function killProcessesIn(folder: string): boolean {
  const strays = processesIn(folder);
  for (const pid of strays) sendSignal(pid, 'SIGKILL');
  return strays.length > 0;
}

/**
 * Leaves all memory out of core dumps of this process and of the children that it starts from now on (core(5): the filter is
 * inherited and survives execve), where the system has such a filter. Key material is in the memory of both.
 */
export function keepMemoryOutOfCores(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // No /proc, or a kernel without core dumps.
  }
}

/** Calls `work` when this process ends by itself, even by a second signal that waits for nothing. */
export const atExit = (work: () => void) => void host.once('exit', work);

/** Variables that decide which program and which libraries run. Everything else stays after, OPENSSL_CONF too. */
const passedOn = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment that children get: what finds programs and libraries, and messages in English. */
export function childEnvironment(environment: Environment = host.env): Record<string, string> {
  const kept: Record<string, string> = { LC_ALL: 'C' };
  for (const name of passedOn) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** The whole environment of this process, for programs that the user names: they may need any of it. */
export function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(host.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The current folder of this process. */
export const ownFolder = (): string => host.cwd();

/** The node that runs this. */
export const nodeProgram: string = host.execPath;
