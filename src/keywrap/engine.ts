/** `openssl`: the documented commands, exactly. `node`: the same bytes in process, no secret in any argv. */
export const engines = ['openssl', 'node'] as const;
export type Engine = (typeof engines)[number];

/** How openssl is run, where it is run. */
export interface OpensslOptions {
  /** The openssl to run: a path, or a name to be looked up in PATH. Default `openssl`. */
  readonly openssl?: string | undefined;
  /** Limit for each run of openssl in seconds. Default 60. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told every command line that is run, secrets masked. */
  readonly trace?: ((commandLine: string) => void) | undefined;
  /** Secrets in traced command lines are shown. Default false. */
  readonly revealSecrets?: boolean | undefined;
}
