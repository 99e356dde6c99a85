import { KmsKeywrapError } from '../errors.ts';
import { nearestName } from '../api/names.ts';
import type { CommandEntry } from './commands/index.ts';
import { restoreWords } from './words.ts';

export const usageError = (message: string, hint?: string) =>
  new KmsKeywrapError('ERR_USAGE', message, hint === undefined ? {} : { hint });

/** A command line that yargs refused. */
interface Refused {
  readonly entry: CommandEntry;
  readonly argv: readonly string[];
  /** Names of the options that the command has. */
  readonly known: readonly string[];
}

const isKebab = (name: string) => !/[A-Z]/.test(name);
const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What stands in yargs' words for an option is `bogus`; for a superfluous word too. */
function unknownWord(names: readonly string[], { entry, argv, known }: Refused): KmsKeywrapError {
  const all = names.map(String);
  // yargs names an option in camel case too.
  const first = all.find((name) => isKebab(name) || !all.includes(kebab(name))) ?? '';
  const dashes = ['--', '-'].find((some) =>
    argv.some((word) => word === some + first || word.startsWith(`${some}${first}=`)),
  );
  if (dashes === undefined)
    return usageError(`unexpected argument ${JSON.stringify(restoreWords(first))}`, help(entry));
  const near = nearestName(first, known.filter(isKebab));
  return usageError(
    `unknown option ${dashes}${first}`,
    near === undefined ? help(entry) : `did you mean --${near}?`,
  );
}

const help = ({ name }: CommandEntry) => `kms-keywrap ${name} --help`;

/** yargs' complaint in this tool's words. */
export function usageErrorOf(message: string, refused: Refused): KmsKeywrapError {
  const { entry } = refused;
  const words = message.replaceAll(/\s*\n\s*/g, ' ').trim();
  const unknown = /^Unknown (?:argument|option|command)s?: (.*)$/.exec(words)?.[1];
  if (unknown !== undefined) return unknownWord(unknown.split(', '), refused);
  const valueless = /^Not enough arguments following: (.*)$/.exec(words)?.[1];
  if (valueless !== undefined) return usageError(`--${valueless} needs a value`, help(entry));
  const given = /^Not enough non-option arguments: got (\d+)/.exec(words)?.[1];
  if (given !== undefined) {
    const due = [...entry.usage.matchAll(/<([\w-]+)>/g)].map(([, name]) => name);
    return usageError(
      `${due[Number(given)] ?? 'an argument'} is missing`,
      `usage: kms-keywrap ${entry.usage} [options]`,
    );
  }
  return usageError(words.replace(/\.$/, ''), help(entry));
}

/** A usage error of the command itself, with the way to its help where it has no better hint. */
export function withHelp(error: unknown, entry: CommandEntry): unknown {
  if (!(error instanceof KmsKeywrapError) || error.code !== 'ERR_USAGE' || error.hint !== undefined)
    return error;
  return usageError(error.message, help(entry));
}
