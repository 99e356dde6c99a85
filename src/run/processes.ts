import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Options, ResultPromise } from 'execa';
import { atExit, signalGroup as signalGroupOf, system } from './host/host.ts';

/** How one process ended. */
export interface Ending {
  /** Argv without the program, secrets included. */
  readonly argv: readonly string[];
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** errno name when it could not be started: `ENOENT`, `EACCES` … */
  readonly startError: string | undefined;
  /** What it wrote to stderr, cut at `capturedLimit` bytes. */
  readonly stderr: string;
  /** Place in the order in which the processes ended, from 0. */
  readonly order: number;
}

/** Why the processes were ended from here, if they were. */
export type Stopped = 'timeout' | 'aborted' | 'flood' | 'output-flood';

export interface Outcome {
  readonly endings: readonly Ending[];
  readonly stopped: Stopped | undefined;
  /** What the last process printed, cut at `capturedLimit` bytes, where that was asked for. */
  readonly stdout: string;
  /** Whether a process left others after when it ended; they were killed. */
  readonly leftBehind: boolean;
}

export interface ProcessOptions {
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What takes the last process's stdout: a file descriptor, or `pipe` to return it; without it, it is thrown away. */
  readonly stdout?: number | 'pipe' | undefined;
  /** Milliseconds until all of them are killed. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  /** Asked now and then while they run; true kills them all. */
  readonly flooded?: () => boolean;
}

/** Bytes of a stream that are kept, and bytes after which the processes are killed. */
const capturedLimit = 16 * 1024;
const floodLimit = 4 * 1024 * 1024;
/** The same between two processes, where no recipe sends more than the PEM of one key. */
const pipedLimit = 64 * 1024;
/** Milliseconds between SIGTERM and SIGKILL, and between two looks at what is written. */
const grace = 500;
const lookEvery = 100;
/** Milliseconds for which a child that is just going away is waited for before it counts as left after. */
const settle = 60;

type Child = ResultPromise;

/** Each process leads a group of its own, so that its children can be reached. */
const signalGroup = (child: Child, name: 'SIGTERM' | 'SIGKILL' | 0) =>
  child.pid !== undefined && signalGroupOf(child.pid, name);

/**
 * Whether so many more files can be opened. When none can, node gives a child without streams, whose 'error' event no code can
 * listen to in time and which would end this process: that has to be known before.
 */
function canOpen(count: number): boolean {
  const descriptors: number[] = [];
  try {
    while (descriptors.length < count) descriptors.push(openSync(devNull, 'r'));
    return true;
  } catch {
    return false;
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
}

/** What comes of processes that were not even started. */
const notStarted = (argvs: readonly (readonly string[])[], startError: string): Outcome => ({
  endings: argvs.map((argv, order) => ({
    argv,
    exitCode: undefined,
    signal: undefined,
    startError,
    stderr: '',
    order,
  })),
  stopped: undefined,
  stdout: '',
  leftBehind: false,
});

/** Every process that runs now. None of them outlives this one. */
const running = new Set<Child>();
let watching = false;

function watchOver(children: readonly Child[]): void {
  for (const child of children) running.add(child);
  if (watching) return;
  watching = true;
  atExit(() => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
}

async function endGroup(child: Child): Promise<boolean> {
  for (let waited = 0; signalGroup(child, 0); waited += 5) {
    if (waited >= settle) {
      signalGroup(child, 'SIGKILL');
      return true;
    }
    await pause(5);
  }
  return false;
}

/**
 * Acts after so many looks, `lookEvery` apart. One timer of the whole length would run out while this thread is busy, before the
 * event that it waits for can be seen: between two looks every event that has happened is.
 */
function afterLooks(looks: number, act: () => void): NodeJS.Timeout {
  let left = looks;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    act();
  }, lookEvery);
  return timer;
}

/** Tells when more has come through a stream than any recipe sends. */
function meter(stream: Readable | null | undefined, limit: number, flood: () => void): void {
  let seen = 0;
  stream?.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (seen > limit) flood();
  });
}

/** Drains a stream and keeps its beginning; the returned function gives what was kept. */
function collect(stream: Readable | null | undefined, flood: () => void): () => string {
  const chunks: Buffer[] = [];
  let kept = 0;
  meter(stream, floodLimit, flood);
  stream?.on('data', (chunk: Buffer) => {
    if (kept < capturedLimit) chunks.push(chunk.subarray(0, capturedLimit - kept));
    kept += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/**
 * Runs processes of one program, each one's stdout piped into the next one's stdin, and waits for all of them to be gone.
 * Never rejects for anything that the processes do. No shell stands between.
 */
export async function runProcesses(
  argvs: readonly (readonly string[])[],
  options: ProcessOptions,
): Promise<Outcome> {
  const { execa } = await import('execa');
  // Two for each pipe, two by which the system tells that the program was started, and what other threads open meanwhile.
  if (!canOpen(argvs.length * 6 + 4)) return notStarted(argvs, 'EMFILE');
  const last = argvs.length - 1;
  let stopped: Stopped | undefined;
  let leftBehind = false;
  let order = 0;
  let killer: NodeJS.Timeout | undefined;

  const children = argvs.map((argv, index): Child => {
    const spawning: Options = {
      cwd: options.cwd,
      env: options.env,
      extendEnv: false,
      stdin: index === 0 ? 'ignore' : 'pipe',
      // execa takes every descriptor; its types know 0 to 2 only.
      stdout: index < last ? 'pipe' : ((options.stdout ?? 'ignore') as 'pipe'),
      stderr: 'pipe',
      buffer: false,
      stripFinalNewline: false,
      reject: false,
      // On Windows that would open a console, and there are no groups to lead.
      detached: !system.windows,
      cleanup: false,
    };
    return execa(options.program, argv, spawning);
  });

  watchOver(children);

  const stop = (why: Stopped) => {
    if (stopped !== undefined) return;
    stopped = why;
    for (const child of children) signalGroup(child, 'SIGTERM');
    killer = setTimeout(() => {
      for (const child of children) {
        signalGroup(child, 'SIGKILL');
        // Whoever still holds the pipe has left the group and cannot be reached.
        child.stderr?.destroy();
        child.stdout?.destroy();
      }
    }, grace);
  };
  const timer = setTimeout(() => stop('timeout'), options.timeout);
  const watch =
    options.flooded && setInterval(() => options.flooded?.() === true && stop('output-flood'), lookEvery);
  const abort = () => stop('aborted');
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted === true) abort();

  for (const [index, child] of children.entries()) {
    const next = children[index + 1];
    // The status of each is looked at below; a reader that ends early shows there too.
    if (next === undefined) continue;
    void child.pipe(next).catch(() => undefined);
    meter(child.stdout, pipedLimit, () => stop('flood'));
  }
  const stdout = collect(options.stdout === 'pipe' ? children[last]?.stdout : undefined, () => stop('flood'));
  try {
    const endings = await Promise.all(
      children.map(async (child, index): Promise<Ending> => {
        const stderr = collect(child.stderr, () => stop('flood'));
        let place = index;
        let lingering: NodeJS.Timeout | undefined;
        child.once('exit', () => {
          place = order;
          order += 1;
          void endGroup(child).then((left) => (leftBehind ||= left));
          // Who holds the pipe now has left the group: it is not waited for.
          lingering = afterLooks(grace / lookEvery, () => {
            leftBehind = true;
            child.stderr?.destroy();
            if (options.stdout === 'pipe' && index === last) child.stdout?.destroy();
          });
        });
        const result = await child;
        clearInterval(lingering);
        if (await endGroup(child)) leftBehind = true;
        const startError =
          child.pid === undefined ? ((result as { code?: string }).code ?? 'UNKNOWN') : undefined;
        return {
          argv: argvs[index] ?? [],
          exitCode: result.exitCode,
          signal: result.signal,
          startError,
          stderr: stderr(),
          order: place,
        };
      }),
    );
    return { endings, stopped, stdout: stdout(), leftBehind };
  } finally {
    for (const child of children) running.delete(child);
    clearTimeout(timer);
    clearTimeout(killer);
    clearInterval(watch);
    options.signal?.removeEventListener('abort', abort);
  }
}
