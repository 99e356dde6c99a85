import type { Command, Recipe, Step, Word } from './model.ts';

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A word as a POSIX shell takes it: bare where that is safe, else in single quotes. */
export function quote(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** How a secret is shown: as the documented substitution, or masked in a trace. */
export type SecretText = (file: string) => string;

/** The documented way to turn a file into hex digits. */
export const xxdSubstitution: SecretText = (name) => `"$(xxd -p < ${quote(name)} | tr -d '\\n')"`;

/** What a trace shows in place of a secret. */
const maskedSecret: SecretText = () => '****';

function wordText(word: Word, secret: SecretText): string {
  if (typeof word === 'string') return quote(word);
  return 'file' in word ? quote(word.file) : secret(word.hexOf);
}

function commandText(command: Command, secret: SecretText, program: string, lineBreak: string): string {
  const rows = command.lines.map((row) => row.map((word) => wordText(word, secret)).join(' '));
  return `${program} ${rows.join(lineBreak)}`;
}

function stepText(step: Step, secret: SecretText, program: string, lineBreak: string): string {
  switch (step.kind) {
    case 'pipe': {
      const pipe = step.commands.map((c) => commandText(c, secret, program, lineBreak)).join(' | ');
      return step.by === '-out' ? pipe : `${pipe} > ${quote(step.into)}`;
    }
    case 'concatenate':
      return `cat ${step.from.map(quote).join(' ')} > ${quote(step.into)}`;
    case 'split':
      return [
        `head -c ${step.at} ${quote(step.from)} > ${quote(step.head)}`,
        `tail -c +${step.at + 1} ${quote(step.from)} > ${quote(step.tail)}`,
      ].join('\n');
  }
}

/** The recipe as the documentation prints it: one option a line where it does so, documented file names. Ends in a newline. */
export function documentedText(recipe: Recipe): string {
  const commands = recipe.steps.map((step) => stepText(step, xxdSubstitution, 'openssl', ' \\\n    '));
  return `${commands.join('\n')}\n`;
}

/** One step as a line for a trace of what is run: `program` as given, secrets masked unless `secret` shows them. */
export function traceText(step: Step, program: string, secret: SecretText = maskedSecret): string {
  return stepText(step, secret, quote(program), ' ').replaceAll('\n', ' && ');
}
