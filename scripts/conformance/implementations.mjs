// @ts-check
// The implementations that make conformance runs: what each needs, and the command line that conform runs.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { $, which } from 'zx';
import { Missing } from '../debian.mjs';
import { fetchPackages } from '../npm-fetch.mjs';

/**
 * @typedef {object} Implementation
 * @property {string} name
 * @property {'unwrap' | 'wrap'} direction
 * @property {(folder: string) => Promise<{ command: string, version: string }>} prepare compiles and installs what is missing
 */

const here = import.meta.dirname;
const quiet = $({ quiet: true, nothrow: true });
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

/** What a command prints, in one line. @param {string[]} words @param {string} otherwise how to install it */
async function said(words, otherwise) {
  if (which.sync(words[0] ?? '', { nothrow: true }) === null) throw new Missing(otherwise);
  const { exitCode, stdout, stderr } = await quiet`${words}`;
  if (exitCode !== 0) throw new Missing(`${otherwise} (${(stderr.trim().split('\n').at(-1) ?? '').trim()})`);
  return (stdout.trim() || stderr.trim()).split('\n')[0]?.trim() ?? '';
}

/** @param {string} source @param {string} folder @param {readonly string[]} flags @param {string} otherwise */
async function compile(source, folder, flags, otherwise) {
  const compiler = source.endsWith('.cpp') ? 'g++' : 'gcc';
  const program = path.join(folder, path.parse(source).name);
  await said([compiler, '-O1', '-o', program, path.join(here, source), ...flags], otherwise);
  return program;
}

/** @param {'SunJCE' | 'BC'} provider @param {string} jar @returns {Implementation['prepare']} */
const java = (provider, jar) => async (folder) => {
  const classes = path.join(folder, 'classes');
  await mkdir(classes, { recursive: true });
  const otherwise = 'install a JDK (Debian: default-jdk-headless)';
  await said(['javac', '-d', classes, path.join(here, 'Unwrap.java')], otherwise);
  if (jar !== '' && !existsSync(jar)) throw new Missing('install libbcprov-java');
  const { stdout, stderr } = await quiet`java -version`;
  const runtime = /"(.+?)"/.exec(stdout + stderr)?.[1] ?? 'of unknown version';
  const bcprov =
    jar === '' ? '' : (await quiet`dpkg-query -W ${'-f=${Version}'} libbcprov-java`).stdout.trim();
  return {
    command: `java -XX:TieredStopAtLevel=1 -Xshare:auto -cp ${[classes, jar].filter(Boolean).join(':')} Unwrap ${provider}`,
    version: jar === '' ? `of Java ${runtime}` : `${bcprov} (Java ${runtime})`,
  };
};

/** @param {string} script @param {string} name @param {'unwrap' | 'wrap'} direction @returns {Implementation['prepare']} */
const npm = (script, name, direction) => async () => {
  const folder = await fetchPackages(path.join(here, 'packages'), 'conformance');
  const { default: lock } = await import(path.join(folder, 'package-lock.json'), { with: { type: 'json' } });
  return {
    command: `node ${path.join(here, script)} ${direction}`,
    version: lock.packages[`node_modules/${name}`].version,
  };
};

/** @type {readonly Implementation[]} */
export const implementations = [
  {
    name: 'openssl',
    direction: 'unwrap',
    prepare: async () => ({
      command: `node ${path.join(here, 'openssl.mjs')}`,
      version: (await said(['openssl', 'version'], 'install openssl')).split(' ')[1] ?? '',
    }),
  },
  {
    name: "Python's cryptography",
    direction: 'unwrap',
    prepare: async () => ({
      command: `${python} ${path.join(here, 'pyca.py')}`,
      version: await said(
        [python, '-c', 'import cryptography; print(cryptography.__version__)'],
        'install python3-cryptography',
      ),
    }),
  },
  { name: 'SunJCE', direction: 'unwrap', prepare: java('SunJCE', '') },
  { name: 'Bouncy Castle', direction: 'unwrap', prepare: java('BC', '/usr/share/java/bcprov.jar') },
  {
    name: 'Botan',
    direction: 'unwrap',
    prepare: async (folder) => ({
      command: await compile(
        'botan.cpp',
        folder,
        ['-I/usr/include/botan-2', '-lbotan-2'],
        'install g++ and libbotan-2-dev',
      ),
      version: await said(['botan', 'version'], 'install botan'),
    }),
  },
  {
    name: 'GnuTLS',
    direction: 'unwrap',
    prepare: async (folder) => {
      const program = await compile('gnutls.c', folder, ['-lgnutls'], 'install gcc and libgnutls28-dev');
      return { command: program, version: await said([program, '--version'], '') };
    },
  },
  { name: 'node-forge', direction: 'unwrap', prepare: npm('forge.mjs', 'node-forge', 'unwrap') },
  { name: 'node-forge', direction: 'wrap', prepare: npm('forge.mjs', 'node-forge', 'wrap') },
  { name: 'jose', direction: 'wrap', prepare: npm('jose.mjs', 'jose', 'wrap') },
  {
    name: '@peculiar/webcrypto',
    direction: 'unwrap',
    prepare: npm('webcrypto.mjs', '@peculiar/webcrypto', 'unwrap'),
  },
  {
    name: '@peculiar/webcrypto',
    direction: 'wrap',
    prepare: npm('webcrypto.mjs', '@peculiar/webcrypto', 'wrap'),
  },
];
