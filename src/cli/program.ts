import yargs from 'yargs';
import { KmsKeywrapError } from '../errors.ts';
import { isTimeout, longestTimeout } from '../api/arguments.ts';
import { nearestName } from '../api/names.ts';
import { version } from '../version.ts';
import type { Context, ExitCode } from './options/command.ts';
import { commands, type CommandEntry } from './commands/index.ts';
import { checkGiven, declaredBy, type Declared } from './given.ts';
import { usageError, usageErrorOf, withHelp } from './usage-error.ts';
import { guardWords, restoreWords } from './words.ts';

/** yargs with the options that every command takes, and no say over process. */
function base(argv: readonly string[]) {
  return yargs([...argv])
    .scriptName('kms-keywrap')
    .locale('en')
    .parserConfiguration({
      'duplicate-arguments-array': true,
      'boolean-negation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .exitProcess(false)
    .strict()
    .version(version)
    .help()
    .alias({ help: 'h' })
    .option('format', { type: 'string', requiresArg: true, default: 'text', describe: 'text or json' })
    .option('openssl', {
      type: 'string',
      requiresArg: true,
      describe: 'the openssl to run [$KMS_KEYWRAP_OPENSSL]',
    })
    .option('timeout', {
      type: 'string',
      requiresArg: true,
      default: '60',
      describe: 'seconds for each run of openssl',
    })
    .option('verbose', { type: 'boolean', default: false, describe: 'show every command that is run' })
    .option('reveal-secrets', {
      type: 'boolean',
      default: false,
      describe: 'show the AES key in what --verbose shows',
    })
    .group(
      ['format', 'openssl', 'timeout', 'verbose', 'reveal-secrets', 'help', 'version'],
      'Options of every command:',
    )
    .wrap(null);
}

function seconds(given: string): number {
  const value = Number(given);
  if (!isTimeout(value))
    throw usageError(
      `--timeout ${JSON.stringify(given)} is not a number of seconds`,
      `give a number above 0, up to ${longestTimeout}`,
    );
  return value;
}

/** The first word that is neither an option nor the value of one that every command has. */
function commandWord(argv: readonly string[]): string | undefined {
  const valued = new Set(['--format', '--openssl', '--timeout']);
  return argv.find((word, at) => !word.startsWith('-') && !valued.has(argv[at - 1] ?? ''));
}

/** Runs one command line. @throws KmsKeywrapError, or whatever went wrong inside */
export async function runProgram(argv: readonly string[], context: Context): Promise<ExitCode> {
  const word = commandWord(argv);
  const named = (name: string | undefined) => commands.find((entry) => entry.name === name);
  const asked = word === 'help' ? argv[argv.indexOf(word) + 1] : undefined;
  const helped = named(asked);
  if (helped !== undefined) return runCommand(helped, [helped.name, '--help'], context);
  const entry = named(word);
  return entry === undefined ? overview(asked ?? word, argv, context) : runCommand(entry, argv, context);
}

async function runCommand(entry: CommandEntry, argv: readonly string[], context: Context): Promise<ExitCode> {
  const threads = await entry.threads?.(argv);
  try {
    return await readAndRun(entry, argv, threads === undefined ? context : { ...context, threads });
  } finally {
    // Not all that seems to want them does.
    await threads?.close();
  }
}

async function readAndRun(entry: CommandEntry, argv: readonly string[], context: Context): Promise<ExitCode> {
  const { default: module } = await entry.load();
  let options: Record<string, unknown> | undefined;
  let shown = '';
  let declared: Declared = { key: {}, array: [], boolean: [] };
  void base(argv)
    .command(
      entry.usage,
      entry.summary,
      (y) => {
        for (const [name, positional] of Object.entries(module.positionals ?? {}))
          y.positional(name, positional);
        // A command's own options stand first in its help.
        y.options(module.options ?? {}).group([], 'Options:');
        for (const [line, what] of module.examples) y.example(line, what);
        declared = declaredBy(y);
        return y;
      },
      // Run after yargs is done: an asynchronous handler would make it prepare its help text.
      (parsed) => void (options = parsed),
    )
    .fail((message: string | null, error: unknown) => {
      throw error instanceof KmsKeywrapError
        ? error
        : usageErrorOf(message ?? String(error), { entry, argv, known: Object.keys(declared.key) });
    })
    .parse(guardWords(argv), {}, (_error: unknown, _argv: unknown, output: string) => void (shown = output));
  if (options !== undefined) {
    try {
      return await module.run(
        withEnvironment(checkGiven(options, argv, declared), context) as never,
        context,
      );
    } catch (error) {
      throw withHelp(error, entry);
    }
  }
  await context.terminal.result(`${shown}\n`);
  return 0;
}

/** Help, version, or a word that is no command. */
async function overview(
  word: string | undefined,
  argv: readonly string[],
  context: Context,
): Promise<ExitCode> {
  if (word !== undefined && word !== 'help') {
    const near = nearestName(
      word,
      commands.map(({ name }) => name),
    );
    throw usageError(
      `unknown command ${JSON.stringify(word)}`,
      near === undefined ? 'kms-keywrap --help lists the commands' : `did you mean ${near}?`,
    );
  }
  let parser = base(argv)
    .usage('$0 COMMAND [options]')
    .epilogue("kms-keywrap COMMAND --help tells a command's own options.");
  for (const { usage, summary } of commands) parser = parser.command(usage, summary);
  if (argv.includes('--version')) {
    await context.terminal.result(`${version}\n`);
    return 0;
  }
  const asked = word === 'help' || argv.includes('--help') || argv.includes('-h');
  const help = await parser.getHelp();
  if (!asked) throw usageError('no command given', 'kms-keywrap --help lists the commands');
  await context.terminal.result(`${help}\n`);
  return 0;
}

function withEnvironment(options: Record<string, unknown>, { env }: Context): Record<string, unknown> {
  const openssl =
    options['openssl'] === undefined ? env['KMS_KEYWRAP_OPENSSL'] || undefined : options['openssl'];
  return {
    ...Object.fromEntries(Object.entries(options).map(([name, value]) => [name, restoreWords(value)])),
    openssl,
    format: options['format'],
    timeout: seconds(options['timeout'] as string),
  };
}
