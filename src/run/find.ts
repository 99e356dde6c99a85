import { resolve } from 'node:path';
import { KmsKeywrapError } from '../errors.ts';
import { shownName } from '../shown-name.ts';
import { childEnvironment, system, type Environment } from './host/host.ts';
import { isPath, look, onPath } from './host/programs.ts';

/** An openssl that can be started. */
export interface Openssl {
  /** Absolute path. */
  readonly path: string;
  /** The whole environment of its processes. */
  readonly env: Readonly<Record<string, string>>;
}

export interface FindOptions {
  /** A path, or a bare name to look for on the PATH. Default: `openssl`. */
  readonly path?: string | undefined;
  /** Where PATH and the library paths are taken from. Default: the environment of this process. */
  readonly environment?: Environment;
}

const installHint =
  'Install OpenSSL 3.0 or later, or name one with --openssl PATH (environment: KMS_KEYWRAP_OPENSSL).';

/**
 * Finds the openssl to run, without running it. Throws ERR_OPENSSL_NOT_FOUND when there is none, ERR_OPENSSL_UNUSABLE for a
 * folder or a file that may not be executed.
 */
export function findOpenssl({ path = 'openssl', environment }: FindOptions = {}): Openssl {
  const env = childEnvironment(environment);
  if (!isPath(path, system)) {
    const found = onPath(path, env['PATH'] ?? '', system);
    if (found !== undefined) return { path: found, env };
    throw new KmsKeywrapError('ERR_OPENSSL_NOT_FOUND', `${shownName(path)} was not found on the PATH`, {
      hint: installHint,
    });
  }
  const absolute = resolve(path);
  switch (look(absolute)) {
    case 'good':
      return { path: absolute, env };
    case 'absent':
      throw new KmsKeywrapError('ERR_OPENSSL_NOT_FOUND', `there is no openssl at ${shownName(path)}`, {
        hint: installHint,
      });
    case 'folder':
      throw new KmsKeywrapError(
        'ERR_OPENSSL_UNUSABLE',
        `${shownName(path)} is a folder, expected an openssl`,
        {
          hint: 'Name the program itself, such as /usr/bin/openssl.',
        },
      );
    case 'not-executable':
      throw new KmsKeywrapError('ERR_OPENSSL_UNUSABLE', `${shownName(path)} is not executable`, {
        hint: 'Make it executable (chmod +x) or name another openssl with --openssl PATH.',
      });
  }
}
