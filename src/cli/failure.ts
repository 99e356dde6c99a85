import { KmsKeywrapError } from '../errors.ts';
import { systemFault, type Errno } from '../run/files/errno.ts';
import { systemError } from '../run/files/file-error.ts';
import type { Terminal } from './terminal/terminal.ts';

/** The error for an output stream that cannot be written to any more. */
export function streamError(name: string, error: NodeJS.ErrnoException): KmsKeywrapError {
  const { message, hint = 'try again' } = systemError(error) ?? { message: 'it failed' };
  return new KmsKeywrapError('ERR_OUTPUT_FAILED', `cannot write to ${name}: ${message}`, { hint });
}

/** Errors of the system that a thread which could not be started has in its message alone: its code is node's. */
const threadErrors = /\b(?:EMFILE|ENFILE|ENOMEM)\b/;

/** Whatever was thrown, as one of the tool's own errors. */
export function asKmsKeywrapError(error: unknown): KmsKeywrapError {
  if (error instanceof KmsKeywrapError) return error;
  const { message, syscall } = error as Partial<NodeJS.ErrnoException>;
  if (syscall === 'uv_cwd')
    return new KmsKeywrapError('ERR_ENVIRONMENT', 'the current folder does not exist any more', {
      cause: error,
      hint: 'change to another one',
    });
  const [errno] = threadErrors.exec(String(message)) ?? [];
  return (
    systemError(error) ??
    systemError(errno === undefined ? undefined : systemFault(errno as Errno)) ??
    new KmsKeywrapError('ERR_INTERNAL', `internal error: ${(message ?? String(error)).split('\n')[0]}`, {
      cause: error,
      hint: 'this is a bug in kms-keywrap; --verbose shows where',
    })
  );
}

/** Shows an error as the contract has it. */
export async function showFailure(
  error: KmsKeywrapError,
  terminal: Terminal,
  how: { json: boolean; verbose: boolean },
): Promise<void> {
  const { code, message, hint } = error;
  if (how.json)
    await terminal.json(
      { schema: 'kms-keywrap/error/1', code, message, ...(hint === undefined ? {} : { hint }) },
      'line',
    );
  terminal.say('error', message);
  if (hint !== undefined) terminal.hint(hint);
  if (how.verbose) terminal.trace(String(((error.cause as Error | undefined) ?? error).stack));
}
