// @ts-check
// The tokens that can be had: each lives in a scratch folder of its own, and nothing of the machine's own tokens is touched.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { $ } from 'zx';
import { Missing, installPackages } from '../debian.mjs';

/**
 * @typedef {object} Place how a process reaches the token
 * @property {string} module
 * @property {string} label
 * @property {string} pin
 * @property {string} [parameters] what C_Initialize is given
 * @property {string} [folder] where the token lies, for a module that is told
 * @property {Record<string, string>} env
 * @property {string[]} around words before every command that speaks to the token
 * @property {string} version
 *
 * @typedef {object} Maker
 * @property {string} title
 * @property {(dir: string) => Promise<Place>} prepare before any process speaks to the token
 * @property {'C_InitToken' | 'prepared'} initialise whether the token is made by PKCS#11 calls
 * @property {string} soPin
 */

const quiet = $({ quiet: true });

/** @param {readonly string[]} places @param {readonly string[]} packages @param {string} otherwise */
async function find(places, packages, otherwise) {
  const onDisk = () => places.find((file) => file !== '' && existsSync(file));
  const found = onDisk();
  if (found !== undefined) return found;
  await installPackages(packages, otherwise);
  const installed = onDisk();
  if (installed !== undefined) return installed;
  throw new Missing(`${packages.join(', ')} was installed, but none of ${places.join(', ')} is there`);
}

/** Upstream part of a Debian package's version. @param {string} name */
async function packageVersion(name) {
  const { stdout } = await quiet({ nothrow: true })`dpkg-query -W ${'-f=${Version}'} ${name}`;
  return /^(?:\d+:)?(\d+(?:\.\d+)*)/.exec(stdout)?.[1] ?? 'unknown';
}

const architectures = ['x86_64-linux-gnu', 'aarch64-linux-gnu'];
const inLibraries = (/** @type {string} */ file) => [
  ...architectures.map((architecture) => `/usr/lib/${architecture}/${file}`),
  `/usr/lib64/${file}`,
  `/usr/lib/${file}`,
];

/** @type {Record<'softhsm2' | 'nss' | 'opencryptoki', Maker>} */
export const makers = {
  softhsm2: {
    title: 'SoftHSM',
    initialise: 'C_InitToken',
    soPin: '12345678',
    async prepare(dir) {
      const module = await find(
        [
          process.env['SOFTHSM2_MODULE'] ?? '',
          ...inLibraries('softhsm/libsofthsm2.so'),
          '/usr/lib64/pkcs11/libsofthsm2.so',
          '/usr/local/lib/softhsm/libsofthsm2.so',
          '/opt/homebrew/lib/softhsm/libsofthsm2.so',
        ],
        ['softhsm2'],
        'SoftHSM 2 is not installed: run `sudo apt-get install softhsm2` (Debian, Ubuntu), `dnf install softhsm` (Fedora) or `brew install softhsm`, or set SOFTHSM2_MODULE to libsofthsm2.so',
      );
      const tokens = path.join(dir, 'tokens');
      await mkdir(tokens, { recursive: true, mode: 0o700 });
      const configuration = path.join(dir, 'softhsm2.conf');
      await writeFile(
        configuration,
        `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`,
      );
      const version = (await quiet`softhsm2-util --version`).stdout.trim();
      const env = { SOFTHSM2_CONF: configuration };
      return { module, label: 'kms-keywrap', pin: '1234', env, around: [], version };
    },
  },
  nss: {
    title: 'NSS softoken',
    initialise: 'prepared',
    soPin: '',
    async prepare(dir) {
      const module = await find(
        inLibraries('libsoftokn3.so'),
        ['libnss3', 'libnss3-tools'],
        'NSS is not installed: run `sudo apt-get install libnss3 libnss3-tools`',
      );
      const database = path.join(dir, 'nssdb');
      await mkdir(database, { recursive: true, mode: 0o700 });
      const pin = '12345678';
      await writeFile(path.join(dir, 'pin'), pin, { mode: 0o600 });
      await quiet`certutil -N -d sql:${database} -f ${path.join(dir, 'pin')}`;
      const parameters = `configdir='sql:${database}' certPrefix='' keyPrefix='' secmod='secmod.db' flags=none`;
      const version = await packageVersion('libnss3');
      return {
        module,
        label: 'NSS Certificate DB',
        pin,
        parameters,
        folder: database,
        env: {},
        around: [],
        version,
      };
    },
  },
  opencryptoki: {
    title: 'openCryptoki, software token',
    initialise: 'C_InitToken',
    soPin: '87654321',
    async prepare(dir) {
      const module = await find(
        inLibraries('opencryptoki/libopencryptoki.so.0'),
        ['opencryptoki'],
        'openCryptoki is not installed: run `sudo apt-get install opencryptoki`',
      );
      const inOwnNamespaces = 'unshare --mount --ipc --pid --fork --kill-child --mount-proc';
      const possible = await quiet({ nothrow: true })`sh -c ${`${inOwnNamespaces} true`}`;
      if (possible.exitCode !== 0)
        throw new Missing(
          'openCryptoki keeps its tokens in /var/lib/opencryptoki: a token of its own needs root and unshare(1)',
        );
      for (const name of ['lib/swtok/TOK_OBJ', 'lock/swtok', 'run', 'etc'])
        await mkdir(path.join(dir, name), { recursive: true, mode: 0o770 });
      await quiet`chgrp -R pkcs11 ${dir}/lib ${dir}/lock`;
      await writeFile(
        path.join(dir, 'etc/opencryptoki.conf'),
        'version opencryptoki-3.1\nslot 3\n{\nstdll = libpkcs11_sw.so\n}\n',
      );
      // The daemon ends with the namespace.
      const script = [
        `mount --bind ${dir}/lib /var/lib/opencryptoki`,
        `mount --bind ${dir}/etc /etc/opencryptoki`,
        `mount --bind ${dir}/run /run`,
        `mkdir -p /run/lock/opencryptoki/swtok && chgrp -R pkcs11 /run/lock/opencryptoki`,
        `chmod -R 770 /run/lock/opencryptoki`,
        'pkcsslotd && sleep 1',
        '"$@"',
      ].join(' && ');
      const around = [...inOwnNamespaces.split(' '), 'sh', '-c', script, 'sh'];
      const version = await packageVersion('opencryptoki');
      // 12345678 is the PIN that openCryptoki does not accept: its default.
      return { module, label: 'kms-keywrap', pin: '98765432', env: {}, around, version };
    },
  },
};
