import { KmsKeywrapError } from '../errors.ts';
import { errnoRow } from './files/errno.ts';

/** The system's limit on processes, which a start alone runs into. */
const noProcess = 'EAGAIN';

/** The error for a program that could not be started because this machine is short of something; else undefined. */
export function exhaustedError(startError: string | undefined): KmsKeywrapError | undefined {
  if (startError === undefined) return undefined;
  const { fault, read, fix } = errnoRow(startError);
  if (startError !== noProcess && fault !== 'scarce') return undefined;
  const words = startError === noProcess ? 'this user runs too many processes' : read;
  return new KmsKeywrapError('ERR_ENVIRONMENT', `openssl cannot be started: ${words} (${startError})`, {
    hint: startError === noProcess ? 'try again with less running, or with a smaller --jobs' : fix,
  });
}
