import { setMaxListeners } from 'node:events';
import process from 'node:process';
import type { Surroundings } from './options/command.ts';
import { KmsKeywrapError } from '../errors.ts';
import { asKmsKeywrapError, showFailure, streamError } from './failure.ts';
import { createTerminal } from './terminal/terminal.ts';

/** Milliseconds for cleaning up after a signal: openssl alone is given half a second to end. */
const patience = 5000;
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const argv = process.argv.slice(2);
const abort = new AbortController();
// Every process under way listens.
setMaxListeners(0, abort.signal);
/** As a shell shows a program that SIGPIPE ended. */
const readerGone = 141;
const terminal = createTerminal(process, process.env, (error) => {
  if (error.code === 'EPIPE') process.exit(readerGone);
  void failAndExit(streamError('stdout', error));
});
const context: Surroundings = { terminal, env: process.env, signal: abort.signal };

let caught: keyof typeof signals | undefined;
for (const name of Object.keys(signals) as (keyof typeof signals)[])
  process.on(name, () => {
    // A second signal does not wait for the cleaning up.
    if (caught !== undefined) process.exit(signals[name]);
    caught = name;
    abort.abort();
    setTimeout(() => endBy(name), patience).unref();
  });

/**
 * Ends although something does not listen. An exit would wait for the threads of node, of which one may look for primes for
 * half a minute: the signal itself does not.
 */
function endBy(name: keyof typeof signals): void {
  process.emit('exit', signals[name]);
  process.removeAllListeners(name);
  process.kill(process.pid, name);
}

let failed = false;

/** Sets the exit status and shows what was thrown, unless a signal or an earlier failure is the cause. */
async function fail(error: unknown): Promise<void> {
  terminal.draw('');
  if (caught !== undefined) process.exitCode = signals[caught];
  if (failed || caught !== undefined) return;
  failed = true;
  const failure = asKmsKeywrapError(error);
  process.exitCode = failure.exitCode;
  await showFailure(failure, terminal, { json: wantsJson(argv), verbose: argv.includes('--verbose') });
}

let finished = false;

/** Runs the command line of this process, to whatever end. */
export async function main(): Promise<void> {
  try {
    // Some of what it needs looks for the current folder when it is loaded.
    const { runProgram } = await import('./program.ts');
    process.exitCode = await runProgram(argv, context);
  } catch (error) {
    await fail(error);
  }
  finished = true;
  if (caught !== undefined) process.exit(signals[caught]);
}

async function failAndExit(error: unknown): Promise<void> {
  await fail(error);
  process.exit();
}

// What no code could catch, such as a child that could not be started because descriptors ran out, ends as every other error does.
process.on('uncaughtException', (error) => void failAndExit(error));

// Nothing is left to wait for although the work is not done: not to be taken for success.
process.once('beforeExit', () => {
  if (!finished)
    void fail(
      new KmsKeywrapError('ERR_ENVIRONMENT', 'the work stopped before it was done', {
        hint: 'a thread or process ended without an error: this machine may be short of memory or open files',
      }),
    );
});

/** Read from the bare words, because a command line that cannot be parsed is an error to be shown too. */
function wantsJson(words: readonly string[]): boolean {
  const at = words.lastIndexOf('--format');
  return words.includes('--format=json') || (at >= 0 && words[at + 1] === 'json');
}
