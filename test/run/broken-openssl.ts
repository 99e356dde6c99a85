import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOpenssl, type Openssl } from '../../src/run/find.ts';

const folder = mkdtempSync(join(tmpdir(), 'broken-openssl-'));
let count = 0;

/** Path of the openssl that works. */
export const realOpenssl = execFileSync('sh', ['-c', 'command -v openssl'], { encoding: 'utf8' }).trim();

/** Writes a program of these shell lines, which ends as the real openssl unless they exit before. */
export function brokenOpensslPath(lines: string): string {
  const path = join(folder, `openssl-${(count += 1)}`);
  // Another test file of the same process may have removed it.
  mkdirSync(folder, { recursive: true });
  // It answers `version` as the real one: what is broken shows in the work alone.
  writeFileSync(
    path,
    `#!/bin/sh\n[ "$1" = version ] && exec ${realOpenssl} "$@"\n${lines}\nexec ${realOpenssl} "$@"\n`,
    { mode: 0o755 },
  );
  return path;
}

export const brokenOpenssl = (lines: string): Openssl => findOpenssl({ path: brokenOpensslPath(lines) });

export const removeBrokenOpenssls = () => rmSync(folder, { recursive: true, force: true });
