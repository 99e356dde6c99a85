import { KmsKeywrapError } from '../errors.ts';

/** errno names of a start that fails for want of something on this machine, whatever the program. */
const scarce = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM']);

/** The error for a program that could not be started because this machine is short of something; else undefined. */
export function exhaustedError(startError: string | undefined): KmsKeywrapError | undefined {
  if (startError === undefined || !scarce.has(startError)) return undefined;
  return new KmsKeywrapError('ERR_ENVIRONMENT', `openssl cannot be started: ${startError}`, {
    hint: 'This machine is short of processes, files or memory: try again with less running, or a smaller --jobs.',
  });
}
