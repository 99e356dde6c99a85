import { lstatSync, mkdirSync } from 'node:fs';
import * as module from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import process from 'node:process';

/** Since node 22.8; the types are those of node 20. */
const { enableCompileCache } = module as { enableCompileCache?: (folder?: string) => unknown };

const others = 0o022;

/** A folder of this user's that no other user can write to: whoever can write to it decides what this process runs. */
function isOwn(folder: string): boolean {
  const stats = lstatSync(folder);
  return stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & others) === 0;
}

function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME: given = '' } = process.env;
  const base = isAbsolute(given) ? given : join(homedir(), '.cache');
  const folder = join(base, 'kms-keywrap');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return isOwn(base) && isOwn(folder) ? folder : undefined;
}

/**
 * Has node keep what V8 compiled for the next run, where it can: in `kms-keywrap` of the user's cache folder (XDG Base
 * Directory Specification), not in node's own default below /tmp, which another user could have made first. NODE_COMPILE_CACHE
 * and NODE_DISABLE_COMPILE_CACHE mean what they mean to node. A command without a cache starts slower and does the same.
 */
export function keepCompiledCode(): void {
  if (enableCompileCache === undefined || process.getuid === undefined) return;
  try {
    if (process.env['NODE_COMPILE_CACHE'] === undefined) {
      const folder = cacheFolder();
      if (folder !== undefined) enableCompileCache(folder);
    }
  } catch {
    // No folder, or none that may be written to.
  }
}
