import { KmsKeywrapError } from '../errors.ts';
import type { Terminal } from './terminal.ts';

const systemCodes: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'this process has too many open files',
  ENFILE: 'the system has too many open files',
  ENOMEM: 'the system is out of memory',
  EROFS: 'the file system is read-only',
  EIO: 'the device failed',
};

/** Whatever was thrown, as one of the tool's own errors. */
export function asKmsKeywrapError(error: unknown): KmsKeywrapError {
  if (error instanceof KmsKeywrapError) return error;
  const { message, code: own = '' } = error as Partial<NodeJS.ErrnoException>;
  // A thread that could not be started has a code of node's, and the system's only in its message.
  const code = own in systemCodes ? own : (/\b(?:EMFILE|ENFILE|ENOMEM)\b/.exec(String(message))?.[0] ?? '');
  const system = systemCodes[code];
  if (system !== undefined)
    return new KmsKeywrapError('ERR_ENVIRONMENT', `${system} (${code})`, { cause: error });
  return new KmsKeywrapError('ERR_INTERNAL', `internal error: ${(message ?? String(error)).split('\n')[0]}`, {
    cause: error,
    hint: 'this is a bug in kms-keywrap; --verbose shows where',
  });
}

/** Shows an error as the contract has it. */
export async function showFailure(
  error: KmsKeywrapError,
  terminal: Terminal,
  how: { json: boolean; verbose: boolean },
): Promise<void> {
  if (how.json)
    await terminal.result(
      `${JSON.stringify({ schema: 'kms-keywrap/error/1', code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) })}\n`,
    );
  terminal.say('error', error.message);
  if (error.hint !== undefined) terminal.hint(error.hint);
  if (how.verbose) terminal.trace(String(((error.cause as Error | undefined) ?? error).stack));
}
