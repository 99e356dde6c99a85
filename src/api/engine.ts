import { KmsKeywrapError } from '../errors.ts';

/** `openssl`: the documented commands, exactly. `node`: the same bytes in process, no secret in any argv. */
export const engines = ['openssl', 'node'] as const;
export type Engine = (typeof engines)[number];

/** How openssl is run, where it is run. */
export interface OpensslOptions {
  /** The openssl to run: a path, or a name to be looked up in PATH. Default `openssl`. */
  readonly openssl?: string | undefined;
  /** Limit for each run of openssl in seconds. Default 60. */
  readonly timeout?: number | undefined;
  /** Ends what openssl does at once; what this process does itself ends at its next step. */
  readonly signal?: AbortSignal | undefined;
  /** Told every command line that is run, secrets masked. */
  readonly trace?: ((commandLine: string) => void) | undefined;
  /** Secrets in traced command lines are shown. Default false. */
  readonly revealSecrets?: boolean | undefined;
}

/** Between two steps that cannot be interrupted. @throws `ERR_ABORTED` when the signal has fired */
export function stopIfAborted({ signal }: Pick<OpensslOptions, 'signal'>): void {
  if (signal?.aborted === true) throw new KmsKeywrapError('ERR_ABORTED', 'stopped on request');
}
