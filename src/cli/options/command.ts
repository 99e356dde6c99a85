import type { AuditPool } from '../../audit/batch/pool.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Where a command line is run. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted by SIGINT, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
  /** Threads that `audit` was given in advance. */
  readonly threads?: AuditPool;
}

/** What a command is given beside its options. */
export interface Context extends Surroundings {
  /** Every command there is, for the completion. */
  readonly commands: readonly CommandEntry[];
}

/** 0 good · 1 what was examined is at fault · 2 refused · 3 the environment failed. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One option, or one argument without a name. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly describe: string;
  /** A single letter, for `-o`. */
  readonly alias?: string;
  /** May be given several times, or have several values. */
  readonly array?: boolean;
  /** All that it may be, or what a shell offers: the command itself is what refuses a value. */
  readonly values?: readonly string[];
  readonly default?: string | boolean;
  readonly requiresArg?: boolean;
  readonly demandOption?: boolean;
}

/** By name, in kebab case. */
export type Options = Readonly<Record<string, Option>>;

/** What a command line of a command may hold. */
export interface Declaration {
  /** In the order of the usage. */
  readonly positionals?: Options | undefined;
  readonly options?: Options | undefined;
  /** What else is missing beside the required, when something hangs on something else; `given` says what is there. */
  readonly alsoMissing?: ((given: (name: string) => boolean) => readonly string[]) | undefined;
  /** Command line and what it does. */
  readonly examples: readonly (readonly [line: string, what: string])[];
}

type Value<O extends Option> = O extends { array: true }
  ? string[]
  : O['type'] extends 'boolean'
    ? boolean
    : string;
type Given<O extends Option> = O extends { default: string | boolean } | { demandOption: true }
  ? Value<O>
  : Value<O> | undefined;
type Camel<Name> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name;
type Values<All> = All extends Options
  ? { readonly [Name in keyof All as Camel<Name>]: Given<All[Name]> }
  : unknown;

/** A command's module: what it may be given, and what it does. Loaded only when the command was asked for. */
export interface CommandModule<Given> extends Declaration {
  readonly run: (options: Given, context: Context) => Promise<ExitCode>;
}

/** One command: how it is called, what it does, and where its module lies. */
export interface CommandEntry {
  readonly name: string;
  /** yargs' command string, with positionals. */
  readonly usage: string;
  readonly summary: string;
  /** Starts threads that the command will want, before its command line is read. */
  readonly threads?: (argv: readonly string[]) => Promise<AuditPool | undefined>;
  readonly load: () => Promise<{ readonly default: CommandModule<never> }>;
}

/** Lets the compiler infer the values that a command is given from what it declares. */
export const command = <const D extends Declaration>(
  declaration: D,
  run: (
    options: Values<D['positionals']> &
      Values<D['options']> &
      Omit<CommonOptions, keyof Values<D['options']>>,
    context: Context,
  ) => Promise<ExitCode>,
): CommandModule<never> => ({ ...declaration, run });

/** Options that every command takes. */
export interface CommonOptions {
  readonly format: string;
  readonly openssl: string | undefined;
  /** Seconds. */
  readonly timeout: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly revealSecrets: boolean;
}
