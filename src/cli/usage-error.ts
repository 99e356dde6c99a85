import { KmsKeywrapError } from '../errors.ts';
import { nearestName } from '../api/names.ts';
import { looksLikeKey, quotedName, shownName } from '../shown-name.ts';
import type { Fault } from './options/command-line.ts';
import type { CommandEntry } from './options/command.ts';

export const usageError = (message: string, hint?: string) =>
  new KmsKeywrapError('ERR_USAGE', message, hint === undefined ? {} : { hint });

const help = ({ name }: CommandEntry) => `kms-keywrap ${name} --help`;
const unsetVariable = 'is a shell variable not set?';

/** `a is missing`, `a and b are missing`, `a, b and c are missing`. */
export function missingText(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? `${last} is missing` : `${names.slice(0, -1).join(', ')} and ${last} are missing`;
}

const missingError = (names: readonly string[], entry: CommandEntry) =>
  usageError(
    missingText(names),
    names.some((name) => !name.startsWith('-')) ? `usage: kms-keywrap ${entry.usage} [options]` : help(entry),
  );

/**
 * Refuses words that are not UTF-8: node has replaced their bytes, and a file of the name that came of it may be another one.
 * They are not shown: one may be a key in binary.
 * @throws `ERR_USAGE`
 */
export function refuseForeignBytes(argv: readonly string[]): void {
  const at = argv.findIndex((word) => /\ufffd/.test(word));
  if (at >= 0)
    throw usageError(
      `argument ${at + 1} of the command line is not UTF-8, and is not guessed`,
      'rename the file, make a link to it (ln) with a name in UTF-8, or give - and pipe it in',
    );
}

/** The error for a command line that cannot be read. `known`: names of the options that the command has. */
export function usageErrorOf(fault: Fault, entry: CommandEntry, known: readonly string[]): KmsKeywrapError {
  switch (fault.kind) {
    case 'unknown-option': {
      // A PEM block begins with dashes.
      if (looksLikeKey(fault.written))
        return usageError(
          `expected an option or the name of a file, found ${shownName(fault.written)}`,
          'write a key to a file of its own and name that, or give - and pipe it in',
        );
      const near = nearestName(fault.name, known);
      return usageError(
        `unknown option ${shownName(fault.written)}`,
        near === undefined ? help(entry) : `did you mean --${near}?`,
      );
    }
    case 'value-missing':
      return usageError(`--${fault.name} needs a value`, help(entry));
    case 'value-unexpected':
      return usageError(`--${fault.name} takes no value`, help(entry));
    // A shell makes an empty value of a variable that is not set: it is not the current folder, nor every key spec.
    case 'value-empty':
      return usageError(`--${fault.name} is empty`, unsetVariable);
    case 'repeated':
      return usageError(`--${fault.name} was given more than once`, help(entry));
    case 'missing':
      return missingError(fault.names, entry);
    case 'argument-empty':
      return usageError(`${fault.name} is empty`, unsetVariable);
    case 'argument-unexpected':
      return usageError(`unexpected argument ${quotedName(fault.word)}`, help(entry));
  }
}

/** A failure of openssl, with the way around it where the command has one. */
export function withEngine(error: unknown, hasEngine: boolean): unknown {
  if (!(error instanceof KmsKeywrapError) || !error.code.startsWith('ERR_OPENSSL') || !hasEngine)
    return error;
  const hint = [error.hint, '--engine node needs no openssl.'].filter((part) => part !== undefined).join(' ');
  return new KmsKeywrapError(error.code, error.message, { hint, cause: error });
}

/** A usage error of the command itself, with the way to its help where it has no better hint. */
export function withHelp(error: unknown, entry: CommandEntry): unknown {
  if (!(error instanceof KmsKeywrapError) || error.code !== 'ERR_USAGE' || error.hint !== undefined)
    return error;
  return usageError(error.message, help(entry));
}
