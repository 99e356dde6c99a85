import yargs from 'yargs';
import { version } from '../version.ts';
import type { Declaration } from './options/command.ts';
import { commands, type CommandEntry } from './commands/index.ts';
import { commonOptions } from './options/common-options.ts';

/** yargs with the options that every command takes, and no say over process. Loaded for help alone. */
const base = () =>
  yargs([])
    .scriptName('kms-keywrap')
    .locale('en')
    .exitProcess(false)
    .version(version)
    .help()
    .alias({ help: 'h' })
    .options(commonOptions)
    .group([...Object.keys(commonOptions), 'help', 'version'], 'Options of every command:')
    .wrap(null);

/** What `kms-keywrap COMMAND --help` shows. */
export function commandHelp({ name, usage, summary }: CommandEntry, declaration: Declaration): string {
  let shown = '';
  void base()
    .command(usage, summary, (y) => {
      for (const [positional, option] of Object.entries(declaration.positionals ?? {}))
        y.positional(positional, option);
      // A command's own options stand first in its help.
      y.options(declaration.options ?? {}).group([], 'Options:');
      for (const [line, what] of declaration.examples) y.example(line, what);
      return y;
    })
    .parse([name, '--help'], {}, (_error: unknown, _argv: unknown, output: string) => void (shown = output));
  return shown;
}

/** What `kms-keywrap --help` shows. */
export async function overviewHelp(): Promise<string> {
  let parser = base()
    .usage('$0 COMMAND [options]')
    .epilogue("kms-keywrap COMMAND --help tells a command's own options.");
  for (const { usage, summary } of commands) parser = parser.command(usage, summary);
  return parser.getHelp();
}
