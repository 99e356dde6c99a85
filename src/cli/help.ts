import yargs from 'yargs';
import { version } from '../version.ts';
import type { CommandEntry, Declaration } from './options/command.ts';
import { commands } from './commands/index.ts';
import { exitStatuses } from './exit-statuses.ts';
import { commonOptions } from './options/common-options.ts';

/** Help is read at 80 columns and printed at up to 100. */
const width = (columns = 80) => Math.min(Math.max(columns, 60), 100);

const exits = [
  'Exit status:',
  ...exitStatuses.map(([status, meaning]) => `  ${status.padEnd(10)}${meaning}`),
].join('\n');

/** A command line over as many lines as it needs, each ending as a shell wants it: it can be pasted. */
function pasteable(line: string, columns: number): string {
  const lines: string[] = [];
  for (const part of line.split(/ (?=--|\|)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length + 3 <= columns)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(`${last === undefined ? '  ' : '      '}${part}`);
  }
  return lines.join(' \\\n');
}

const examplesText = (examples: Declaration['examples'], columns: number) =>
  [
    'Examples:',
    ...examples.map(
      ([line, what]) => `${pasteable(line.replaceAll('$0', 'kms-keywrap'), columns)}\n    ${what}`,
    ),
  ].join('\n');

/** What yargs is told twice, its help shows twice: of the options of every command those that this one does not say anew. */
const commonBeside = (own: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(commonOptions).filter(([name]) => !(name in own)));

/** yargs with the options that every command takes, and no say over process. Loaded for help alone. */
const base = (columns: number | undefined, own: Readonly<Record<string, unknown>> = {}) =>
  yargs([])
    .scriptName('kms-keywrap')
    .locale('en')
    .exitProcess(false)
    .version(version)
    .help()
    .alias({ help: 'h', version: 'v' })
    .options(commonBeside(own))
    .group([...Object.keys(commonOptions), 'help', 'version'], 'Options of every command:')
    .wrap(width(columns));

/** What `kms-keywrap COMMAND --help` shows. */
export function commandHelp(
  { name, usage, summary }: CommandEntry,
  declaration: Declaration,
  columns: number | undefined,
): string {
  let shown = '';
  void base(columns, declaration.options)
    .command(usage, summary, (y) => {
      for (const [positional, option] of Object.entries(declaration.positionals ?? {}))
        y.positional(positional, option);
      // A command's own options stand first in its help.
      y.options(declaration.options ?? {}).group([], 'Options:');
      return y.epilogue(`${examplesText(declaration.examples, width(columns))}\n\n${exits}`);
    })
    .parse([name, '--help'], {}, (_error: unknown, _argv: unknown, output: string) => void (shown = output));
  return shown;
}

/** What `kms-keywrap --help` shows. */
export async function overviewHelp(columns: number | undefined): Promise<string> {
  let parser = base(columns)
    .usage('$0 COMMAND [options]')
    .epilogue(`kms-keywrap COMMAND --help, or help COMMAND, shows a command's own options.\n\n${exits}`);
  for (const { usage, summary } of commands) parser = parser.command(usage, summary);
  return parser.getHelp();
}
