import { KmsKeywrapError } from '../errors.ts';
import type { Terminal } from './terminal/terminal.ts';

const systemCodes: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'this process has too many open files',
  ENFILE: 'the system has too many open files',
  ENOMEM: 'the system is out of memory',
  EROFS: 'the file system is read-only',
  EIO: 'the device failed',
  EFBIG: 'the file-size limit is reached',
};

/** The error for an output stream that cannot be written to any more. */
export const streamError = (name: string, { code = 'it failed' }: NodeJS.ErrnoException) =>
  new KmsKeywrapError(
    'ERR_OUTPUT_FAILED',
    `cannot write to ${name}: ${code in systemCodes ? `${String(systemCodes[code])} (${code})` : code}`,
  );

/** Whatever was thrown, as one of the tool's own errors. */
export function asKmsKeywrapError(error: unknown): KmsKeywrapError {
  if (error instanceof KmsKeywrapError) return error;
  const { message, code: own = '' } = error as Partial<NodeJS.ErrnoException>;
  if ((error as Partial<NodeJS.ErrnoException>).syscall === 'uv_cwd')
    return new KmsKeywrapError('ERR_ENVIRONMENT', 'the current folder does not exist any more', {
      cause: error,
      hint: 'change to another one',
    });
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
