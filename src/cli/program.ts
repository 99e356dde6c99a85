import yargs from 'yargs';
import { KmsKeywrapError } from '../errors.ts';
import { nearestName } from '../keywrap/names.ts';
import { version } from '../version.ts';
import type { Context, ExitCode } from './command.ts';
import { commands, type CommandEntry } from './commands/index.ts';
import { once } from './options.ts';

const usageError = (message: string, hint?: string) =>
  new KmsKeywrapError('ERR_USAGE', message, hint === undefined ? {} : { hint });

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
    .group(['format', 'openssl', 'timeout', 'verbose', 'help', 'version'], 'Options of every command:')
    .wrap(null);
}

function seconds(given: string): number {
  const value = Number(given);
  if (!(value > 0) || value > 86_400)
    throw usageError(
      `--timeout ${JSON.stringify(given)} is not a number of seconds`,
      'give a number above 0, up to 86400',
    );
  return value;
}

/** Runs one command line. @throws KmsKeywrapError, or whatever went wrong inside */
export async function runProgram(argv: readonly string[], context: Context): Promise<ExitCode> {
  const entry = commands.find(({ name }) => name === argv.find((word) => !word.startsWith('-')));
  if (entry === undefined) return overview(argv, context);
  return runCommand(entry, argv, context);
}

async function runCommand(entry: CommandEntry, argv: readonly string[], context: Context): Promise<ExitCode> {
  const { default: module } = await entry.load();
  let exitCode: ExitCode = 0;
  let failure: unknown;
  const parser = base(argv)
    .command(
      entry.usage,
      entry.summary,
      (y) => module.options(y),
      async (options) => {
        exitCode = await module.run(withEnvironment(options, context) as never, context);
      },
    )
    .fail((message: string | null, error: unknown) => {
      failure ??=
        error instanceof KmsKeywrapError
          ? error
          : error && !message
            ? error
            : usageError(clean(message ?? String(error)), `kms-keywrap ${entry.name} --help`);
      throw failure;
    });
  await parser.parseAsync([...argv], {}, (_error, _argv, output) => {
    if (output !== '') void context.terminal.result(`${output}\n`);
  });
  return exitCode;
}

/** Help, version, or a word that is no command. */
async function overview(argv: readonly string[], context: Context): Promise<ExitCode> {
  const word = argv.find((argument) => !argument.startsWith('-'));
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
    options['openssl'] === undefined
      ? env['KMS_KEYWRAP_OPENSSL'] || undefined
      : once('openssl', options['openssl']);
  return {
    ...options,
    openssl,
    format: once('format', options['format']),
    timeout: seconds(once('timeout', options['timeout']) as string),
  };
}

/** yargs' messages, on one line and in this tool's tone. */
const clean = (message: string) =>
  message
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/^Unknown argument/, 'unknown option')
    .replace(/\.$/, '')
    .trim();
