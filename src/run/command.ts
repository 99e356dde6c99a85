import { lstatSync, readFileSync } from 'node:fs';
import { KmsKeywrapError } from '../errors.ts';
import { shownName } from '../shown-name.ts';
import { exhaustedError } from './exhausted.ts';
import { ownEnvironment } from './host/host.ts';
import { runProcesses } from './processes.ts';

/** A program of the user's with its arguments, run once. No shell stands between. */
export interface CommandRun {
  readonly words: readonly [program: string, ...argv: string[]];
  /** Working folder. */
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that it is to write. */
  readonly out: string;
  /** Milliseconds until it is killed. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a run ended. `signal`: 128 and more count too, as shells and the JVM report a signal of their child. */
export type CommandEnding =
  | { readonly kind: 'exit'; readonly status: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'flood' };

export interface CommandOutcome {
  readonly ending: CommandEnding;
  /** What stands in the file afterwards; undefined when there is none or it is empty. */
  readonly out: Buffer | undefined;
  /** What it wrote to stderr, cut. */
  readonly stderr: string;
}

/** Longest output that is looked at, in bytes: the longest key material has 2.4 KB. */
const longestOut = 1024 * 1024;

function sizeOf(file: string): number {
  try {
    const found = lstatSync(file);
    return found.isFile() ? found.size : 0;
  } catch {
    return 0;
  }
}

/** Programs that end by a signal within a shell or a wrapper give 128 and its number. */
const fromSignal = (status: number) => status > 128 && status < 160;

/** @throws KmsKeywrapError `ERR_ENVIRONMENT` when it cannot be started, `ERR_ABORTED` */
export async function runCommand(run: CommandRun): Promise<CommandOutcome> {
  const [program, ...argv] = run.words;
  const { endings, stopped } = await runProcesses([argv], {
    program,
    env: { ...ownEnvironment(), ...run.env },
    cwd: run.cwd,
    timeout: run.timeout,
    signal: run.signal,
    flooded: () => sizeOf(run.out) > longestOut,
  });
  const [ending] = endings;
  if (stopped === 'aborted' || ending === undefined)
    throw new KmsKeywrapError('ERR_ABORTED', `${shownName(program)} was stopped on request`);
  const { startError, exitCode, signal, stderr } = ending;
  if (startError !== undefined)
    throw (
      exhaustedError(startError) ??
      new KmsKeywrapError('ERR_ENVIRONMENT', `${shownName(program)} cannot be started (${startError})`, {
        hint: 'Check that the program is installed and executable; a path is relative to the current folder.',
      })
    );
  const size = sizeOf(run.out);
  const result = { out: size > 0 && size <= longestOut ? readFileSync(run.out) : undefined, stderr };
  if (stopped === 'timeout') return { ...result, ending: { kind: 'timeout' } };
  if (stopped !== undefined || size > longestOut) return { ...result, ending: { kind: 'flood' } };
  if (signal !== undefined || exitCode === undefined || fromSignal(exitCode))
    return { ...result, ending: { kind: 'signal', signal: signal ?? `exit status ${exitCode}` } };
  return { ...result, ending: { kind: 'exit', status: exitCode } };
}
