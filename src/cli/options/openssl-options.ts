import type { OpensslOptions } from '../../api/engine.ts';
import type { CommonOptions, Context } from './command.ts';

/** How openssl is to be run, from a command's options. */
export function opensslOptions(options: CommonOptions, { terminal, signal }: Context): OpensslOptions {
  return {
    openssl: options.openssl,
    timeout: options.timeout,
    signal,
    revealSecrets: options.revealSecrets,
    ...(options.verbose ? { trace: (line: string) => terminal.trace(line) } : {}),
  };
}
