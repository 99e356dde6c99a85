// @ts-check
// What a suite needs beyond node, npm and openssl: installed from Debian where that is possible.
import { existsSync } from 'node:fs';
import { $ } from 'zx';

/** A reason to stop that the user can do something about. */
export class Missing extends Error {}

/**
 * Installs packages when this is root on Debian or one of its kin.
 * @param {readonly string[]} packages
 * @param {string} otherwise what to tell a user who has to do it
 * @throws {Missing}
 */
export async function installPackages(packages, otherwise) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Missing(otherwise);
  console.log(`installing ${packages.join(', ')} from Debian`);
  const apt = $({ quiet: true, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  // Another apt at work is waited for.
  const install = () =>
    apt`apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends ${packages}`;
  try {
    // The lists may be absent or out of date.
    await install().catch(() => apt`apt-get update -qq`.then(install));
  } catch (error) {
    throw new Missing(`apt-get failed, and ${otherwise}`, { cause: error });
  }
}
