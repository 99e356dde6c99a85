// @ts-check
// Other OpenSSL releases beside the system's: Debian's own packages, unpacked into a cache folder and never installed.
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { $ } from 'zx';

const later = ['openssl', 'libssl3t64', 'libc6', 'zlib1g', 'libzstd1'];

/** Series of OpenSSL, oldest first, with the Debian suite that ships it. */
export const releases = [
  { series: '1.1.1', suite: 'bullseye', packages: ['openssl', 'libssl1.1', 'libc6'] },
  { series: '3.0', suite: 'bookworm', packages: ['openssl', 'libssl3', 'libc6'] },
  { series: '3.5', suite: 'trixie', packages: later },
  { series: '3.6 or later', suite: 'sid', packages: later },
];

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The mirror that this machine's apt uses. */
async function mirror() {
  const folder = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(await readdir(folder).catch(() => [])).map((name) => join(folder, name)),
  ];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => !line.startsWith('#'));
    const found = /https?:\/\/\S+\/debian\/?(?=\s|$)/.exec(lines.join('\n'));
    if (found !== null) return found[0];
  }
  return 'http://deb.debian.org/debian';
}

/** apt with state of its own, so that nothing of the system's changes. */
const aptOptions = (/** @type {string} */ work) =>
  Object.entries({
    'Dir::Etc::sourcelist': join(work, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'APT::Sandbox::User': 'root',
  }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);

/** The loader of the unpacked C library: the system's own may be older than the unpacked openssl needs. */
async function loaderIn(/** @type {string} */ root) {
  for (const folder of [
    'usr/lib64',
    'lib64',
    'usr/lib/aarch64-linux-gnu',
    'lib/x86_64-linux-gnu',
    'lib/aarch64-linux-gnu',
  ]) {
    const names = await readdir(join(root, folder)).catch(() => []);
    const name = names.find((entry) => /^ld-linux.*\.so\.\d+$/.test(entry) || /^ld-[\d.]+\.so$/.test(entry));
    if (name !== undefined && existsSync(join(root, folder, name))) return join(root, folder, name);
  }
  throw new Error(`no loader in ${root}`);
}

async function unpack(/** @type {typeof releases[number]} */ release, /** @type {string} */ work) {
  const root = join(work, 'root');
  const debs = join(work, 'debs');
  for (const folder of [join(work, 'lists', 'partial'), debs, root]) await mkdir(folder, { recursive: true });
  const source = `deb [signed-by=${keyring}] ${await mirror()} ${release.suite} main\n`;
  await writeFile(join(work, 'sources.list'), source);
  const options = aptOptions(work);
  await $`apt-get -qq ${options} update`;
  await $({ cwd: debs })`apt-get -qq ${options} download ${release.packages}`;
  for (const deb of await readdir(debs)) await $`dpkg -x ${join(debs, deb)} ${root}`;
  const { stdout } = await $`dpkg-architecture -qDEB_HOST_MULTIARCH`.nothrow();
  const triplet = stdout.trim() || `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  const libraries = ['lib', 'usr/lib'].map((folder) => join(root, folder, triplet)).join(':');
  const command = join(work, 'openssl');
  await writeFile(
    command,
    `#!/bin/sh\nexec "${await loaderIn(root)}" --library-path "${libraries}" "${join(root, 'usr/bin/openssl')}" "$@"\n`,
  );
  await chmod(command, 0o755);
  for (const folder of ['lists', 'debs']) await rm(join(work, folder), { recursive: true });
}

/**
 * Path of a command that runs the release, fetched when it is not in the cache yet.
 * @param {typeof releases[number]} release
 * @param {string} cache
 */
export async function fetchOpenssl(release, cache) {
  const work = resolve(cache, release.suite);
  const command = join(work, 'openssl');
  if (!existsSync(command)) {
    if (!existsSync(keyring))
      throw new Error(
        'fetching other OpenSSL releases takes Debian or one of its kin: apt-get, dpkg and debian-archive-keyring',
      );
    await unpack(release, work);
  }
  return command;
}
