import type { ArgumentsCamelCase, Argv } from 'yargs';
import type { AuditPool } from '../audit/batch/pool.ts';
import type { Terminal } from './terminal.ts';

/** What a command is given beside its options. */
export interface Context {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted by SIGINT, SIGTERM and SIGHUP. */
  readonly signal: AbortSignal;
  /** Threads that `audit` was given in advance. */
  readonly threads?: AuditPool;
}

/** 0 good · 1 what was examined is at fault · 2 refused · 3 the environment failed. */
export type ExitCode = 0 | 1 | 2 | 3;

/** A command's module: its options, and what it does. Loaded only when the command was asked for. */
export interface CommandModule<Options> {
  readonly options: (yargs: Argv) => Argv<Options>;
  readonly run: (options: Options, context: Context) => Promise<ExitCode>;
}

/** Lets the compiler infer a command's options from its yargs builder. */
export function command<Options>(
  options: (yargs: Argv) => Argv<Options>,
  run: (options: ArgumentsCamelCase<Options> & CommonOptions, context: Context) => Promise<ExitCode>,
): CommandModule<never> {
  return { options: options as never, run };
}

/** Options that every command takes. */
export interface CommonOptions {
  readonly format: string;
  readonly openssl: string | undefined;
  /** Seconds. */
  readonly timeout: number;
  readonly verbose: boolean;
  readonly revealSecrets: boolean;
}
