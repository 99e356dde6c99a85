import { KmsKeywrapError, type ErrorCode } from '../../errors.ts';
import { looksLikeKey, shownName } from '../../shown-name.ts';
import { errnoOf, errnoRow, type ErrnoRow, type Fault } from './errno.ts';

/** The error for a place that the user has to choose anew. */
export const refused = (message: string, hint: string, cause?: unknown) =>
  new KmsKeywrapError('ERR_OUTPUT_REFUSED', message, { hint, ...(cause === undefined ? {} : { cause }) });

/** The error for what cannot be read. @param what with its article: `the public key` */
export const unreadable = (path: string, what: string, words: string, hint: string, cause?: unknown) =>
  new KmsKeywrapError('ERR_INPUT_UNREADABLE', `cannot read ${what}${nameOf(path)}: ${words}`, {
    hint,
    ...(cause === undefined ? {} : { cause }),
  });

const nameOf = (path: string) => (path === '-' ? ' from stdin' : ` ${shownName(path)}`);

/** What node and the system said, without the path, which may be a key: for those who ask where an error came from. */
function withoutPath(error: unknown, errno: string): Error {
  const { message = '', stack = '', syscall = 'a call' } = error as Partial<NodeJS.ErrnoException>;
  const bare = Object.assign(new Error(`${errno} from ${syscall}`), { code: errno, syscall });
  bare.stack = message === '' ? bare.message : stack.replace(message, () => bare.message);
  return bare;
}

interface Said {
  readonly fault: Fault;
  readonly words: string;
  readonly hint: string;
  readonly cause: Error;
}

/** What the system said of a file; undefined for an error that is not the system's. */
function said(error: unknown, doing: keyof Pick<ErrnoRow, 'read' | 'write'>): Said | undefined {
  const errno = errnoOf(error);
  if (errno === undefined) return undefined;
  const { fault, fix, [doing]: words } = errnoRow(errno, doing === 'read' ? 'place' : 'device');
  // The user can look up what is not in their hands.
  const code = fault === 'place' ? '' : ` (${errno})`;
  return { fault, words: `${words}${code}`, hint: fix, cause: withoutPath(error, errno) };
}

/** Whether a name was not found under which somebody gave the key itself. */
const isMistakenKey = (path: string, error: unknown) =>
  ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errnoOf(error) ?? '') && looksLikeKey(path);

/**
 * Whatever reading a file threw: ERR_INPUT_UNREADABLE where the file or its name is at fault, ERR_ENVIRONMENT where this
 * machine is. What the system did not say comes back as it is.
 * @param what with its article: `the public key`
 */
export function readError(path: string, what: string, error: unknown): unknown {
  if (isMistakenKey(path, error))
    return new KmsKeywrapError(
      'ERR_INPUT_UNREADABLE',
      `expected the name of a file for ${what}, found ${shownName(path)}`,
      { hint: 'write the key to a file of its own and name that, or give - and pipe it in' },
    );
  const reason = said(error, 'read');
  if (reason === undefined) return error;
  const { fault, words, hint, cause } = reason;
  if (fault === 'place') return unreadable(path, what, words, hint, cause);
  const name = fault === 'scarce' ? '' : nameOf(path);
  return new KmsKeywrapError('ERR_ENVIRONMENT', `cannot read ${what}${name}: ${words}`, { hint, cause });
}

/** Whatever writing a file threw: ERR_OUTPUT_REFUSED where the place is wrong, ERR_OUTPUT_FAILED where the disk is. */
export function writeError(target: string, error: unknown): unknown {
  const reason = said(error, 'write');
  if (reason === undefined) return error;
  const { fault, words, hint, cause } = reason;
  const [code, left]: [ErrorCode, string] =
    fault === 'place' ? ['ERR_OUTPUT_REFUSED', ''] : ['ERR_OUTPUT_FAILED', '; nothing was left there'];
  return new KmsKeywrapError(code, `cannot write ${shownName(target)}: ${words}${left}`, { hint, cause });
}

/** An error of the system that no file is known for, as ERR_ENVIRONMENT; undefined for any other error. */
export function systemError(error: unknown): KmsKeywrapError | undefined {
  const reason = said(error, 'write');
  if (reason === undefined) return undefined;
  const { words, hint, cause } = reason;
  return new KmsKeywrapError('ERR_ENVIRONMENT', words, { hint, cause });
}
