import { existsSync } from 'node:fs';
import path from 'node:path';
import { KmsKeywrapError } from '../errors.ts';

/** A command line with placeholders, split into words as a POSIX shell does, without any expansion. */
export interface Template {
  readonly text: string;
  readonly words: readonly [string, ...string[]];
  /** The placeholders that occur. */
  readonly names: ReadonlySet<string>;
}

const usage = (message: string, hint: string) => new KmsKeywrapError('ERR_USAGE', message, { hint });

/** One quoted or bare piece of a word: single quotes, double quotes with \" and \\, a backslash, bare characters. */
const piece = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/suy;

/** Splits a command line into words; quotes and backslashes as in a POSIX shell. @throws `ERR_USAGE` for an open quote */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  piece.lastIndex = 0;
  for (let at = 0; at < text.length; at = piece.lastIndex) {
    if (/\s/.test(text[at] ?? '')) {
      if (word !== undefined) words.push(word);
      word = undefined;
      piece.lastIndex = at + 1;
      continue;
    }
    piece.lastIndex = at;
    const found = piece.exec(text);
    if (found === null)
      throw usage(
        `a quote or a backslash in the command is not closed: ${text.slice(at)}`,
        'No shell reads the command: quote words with \'…\' or "…", and write a backslash twice.',
      );
    const [, single, double, escaped, bare] = found;
    word = (word ?? '') + (single ?? double?.replaceAll(/\\(["\\])/g, '$1') ?? escaped ?? bare ?? '');
  }
  if (word !== undefined) words.push(word);
  return words;
}

const placeholder = /\{([a-z][a-z-]*)\}/g;

/** Placeholders of one direction: those that have to occur, and those that may. */
export interface Placeholders {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** @throws KmsKeywrapError `ERR_USAGE` for an empty command, an unknown placeholder or one that is missing */
export function parseTemplate(option: string, text: string, { required, optional }: Placeholders): Template {
  const [program, ...argv] = splitWords(text);
  if (program === undefined)
    throw usage(
      `--${option} is empty`,
      `Name a command, such as --${option} './tool {${required.join('} {')}}'.`,
    );
  const names = new Set([...text.matchAll(placeholder)].map(([, name = '']) => name));
  const known = [...required, ...optional];
  for (const name of names)
    if (!known.includes(name))
      throw usage(`--${option} has the unknown placeholder {${name}}`, `Known are {${known.join('}, {')}}.`);
  for (const name of required)
    if (!names.has(name))
      throw usage(
        `--${option} does not contain {${name}}`,
        `The command gets its files by {${required.join('}, {')}}: one of each is needed.`,
      );
  return { text, words: [program, ...argv], names };
}

/** A word that names a file of the folder that the user is in: the command runs in another one. */
function absolute(word: string, folder: string): string {
  if (word.startsWith('-') || path.isAbsolute(word) || !/[./]/.test(word)) return word;
  const file = path.resolve(folder, word);
  return existsSync(file) ? file : word;
}

/** The words with every placeholder filled in. `folder`: where relative paths of the template start. */
export function fill(
  { words }: Template,
  values: Readonly<Record<string, string>>,
  folder: string,
): [string, ...string[]] {
  const filled = words.map((word) =>
    absolute(word, folder).replaceAll(placeholder, (whole, name: string) => values[name] ?? whole),
  );
  return filled as [string, ...string[]];
}
