import { isTimeout, longestTimeout } from '../api/arguments.ts';
import { nearestName } from '../api/names.ts';
import { keepMemoryOutOfCores } from '../run/host/host.ts';
import { quotedName } from '../shown-name.ts';
import { partitionNote } from '../tables/partitions.ts';
import { version } from '../version.ts';
import { commonOptions } from './options/common-options.ts';
import { readCommandLine } from './options/command-line.ts';
import type { CommandEntry, ExitCode, Option, Surroundings } from './options/command.ts';
import { commands } from './commands/index.ts';
import { refuseForeignBytes, usageError, usageErrorOf, withEngine, withHelp } from './usage-error.ts';

function seconds(given: string): number {
  const value = Number(given);
  if (!isTimeout(value))
    throw usageError(
      `--timeout ${quotedName(given)} is not a number of seconds`,
      `give a number above 0, up to ${longestTimeout}`,
    );
  return value;
}

const valued = new Set(
  Object.entries<Option>(commonOptions).flatMap(([name, { type, alias }]) =>
    type === 'string' ? [`--${name}`, `-${alias}`] : [],
  ),
);

/** Options that may stand without a command. */
const withoutCommand: ReadonlySet<string> = new Set([
  '-',
  '--help',
  '-h',
  '--version',
  '-v',
  ...Object.entries<Option>(commonOptions).flatMap(([name, { alias }]) => [`--${name}`, `-${alias}`]),
]);

/** Where the first word stands that is neither an option nor the value of one that every command has; -1 without one. */
const commandAt = (argv: readonly string[]) =>
  argv.findIndex((word, at) => !word.startsWith('-') && !valued.has(argv[at - 1] ?? ''));

const named = (name: string | undefined) => commands.find((entry) => entry.name === name);

/** Runs one command line. @throws KmsKeywrapError, or whatever went wrong inside */
export async function runProgram(argv: readonly string[], context: Surroundings): Promise<ExitCode> {
  refuseForeignBytes(argv);
  const at = commandAt(argv);
  const word = argv[at];
  const asked = word === 'help' ? argv[at + 1] : undefined;
  const helped = named(asked);
  if (helped !== undefined) return runCommand(helped, ['--help'], context);
  const entry = named(word);
  return entry === undefined
    ? overview(asked ?? word, argv, context)
    : runCommand(entry, argv.toSpliced(at, 1), context);
}

async function runCommand(
  entry: CommandEntry,
  words: readonly string[],
  context: Surroundings,
): Promise<ExitCode> {
  // Every command may read a key, and so do its threads and children.
  keepMemoryOutOfCores();
  const threads = await entry.threads?.(words);
  try {
    return await readAndRun(entry, words, threads === undefined ? context : { ...context, threads });
  } finally {
    // Not all that seems to want them does.
    await threads?.close();
  }
}

async function readAndRun(
  entry: CommandEntry,
  words: readonly string[],
  context: Surroundings,
): Promise<ExitCode> {
  const { default: module } = await entry.load();
  const options = { ...commonOptions, ...module.options };
  const read = readCommandLine(words, { ...module, options });
  switch (read.kind) {
    case 'fault':
      throw usageErrorOf(read.fault, entry, Object.keys(options));
    case 'asked':
      return show(
        read.for === 'version'
          ? version
          : (await import('./help.ts')).commandHelp(entry, module, context.terminal.columns),
        context,
      );
    case 'values':
      if (read.values['quiet'] === true) context.terminal.quieten();
      tellPartition(read.values, context);
      try {
        return await module.run(withEnvironment(read.values, context) as never, { ...context, commands });
      } catch (error) {
        throw withEngine(withHelp(error, entry), module.options?.['engine'] !== undefined);
      }
  }
}

/** A partition that follows another one is named in no result, so that is said here, once for all commands. */
function tellPartition({ partition }: Readonly<Record<string, unknown>>, { terminal }: Surroundings): void {
  const note = typeof partition === 'string' ? partitionNote(partition) : undefined;
  if (note !== undefined) terminal.say('note', note);
}

async function show(text: string, { terminal }: Surroundings): Promise<ExitCode> {
  await terminal.result(`${text}\n`);
  return 0;
}

/** Help, version, or a word that is not a command. */
async function overview(
  word: string | undefined,
  argv: readonly string[],
  context: Surroundings,
): Promise<ExitCode> {
  if (word !== undefined && word !== 'help') {
    const near = nearestName(
      word,
      commands.map(({ name }) => name),
    );
    throw usageError(
      `unknown command ${quotedName(word)}`,
      near === undefined ? 'kms-keywrap --help lists the commands' : `did you mean ${near}?`,
    );
  }
  const stray = argv.find((option) => option.startsWith('-') && !withoutCommand.has(option.split('=')[0]!));
  if (stray !== undefined)
    throw usageError(`unknown option ${quotedName(stray)}`, 'kms-keywrap --help lists commands and options');
  if (argv.includes('--version') || argv.includes('-v')) return show(version, context);
  return show(await (await import('./help.ts')).overviewHelp(context.terminal.columns), context);
}

function withEnvironment(
  values: Readonly<Record<string, unknown>>,
  { env }: Surroundings,
): Record<string, unknown> {
  return {
    ...values,
    openssl: values['openssl'] ?? (env['KMS_KEYWRAP_OPENSSL'] || undefined),
    timeout: seconds(values['timeout'] as string),
  };
}
