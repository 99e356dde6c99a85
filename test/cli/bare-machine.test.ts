import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { doctorText } from '../../src/report/doctor-text.ts';
import { doctor } from '../../src/verify/doctor.ts';
import { findOpenssl } from '../../src/run/find.ts';
import { candidates, isPath, systemOf } from '../../src/run/host/programs.ts';
import { material, Place, writeWrappingKey } from './command.ts';

const place = new Place();
afterAll(() => place.remove());
writeWrappingKey(place);
place.write('material.bin', material());

const real = findOpenssl().path;
/** A program that refuses what LibreSSL refuses: LibreSSL itself is neither in Debian nor in npm. */
const libressl = join(import.meta.dirname, '../stand-ins/libressl');

/** A PATH with these programs alone. */
function pathOf(name: string, programs: Readonly<Record<string, string>>): Record<string, string> {
  mkdirSync(place.path(name));
  for (const [program, target] of Object.entries(programs))
    if (existsSync(target)) symlinkSync(target, join(place.path(name), program));
  return { PATH: place.path(name), KMS_KEYWRAP_REAL_OPENSSL: real };
}

const sh = '/bin/sh';
const tools = { tr: '/usr/bin/tr', cat: '/bin/cat' };
const noXxd = pathOf('no-xxd', { openssl: real, ...tools });
const onLibressl = pathOf('libressl', { openssl: libressl, sh, ...tools });
const empty = pathOf('empty', {});

const hybrid = ['recipe', 'RSA_2048', '--wrapping-algorithm', 'RSA_AES_KEY_WRAP_SHA_256'];
const direct = ['recipe', 'HMAC_256', '--wrapping-algorithm', 'RSAES_OAEP_SHA_256'];

describe('recipe on a machine that lacks something prints the text, exits 0, and warns on stderr', () => {
  it('without xxd: openssl would wrap under an AES key of zeros', async () => {
    const { code, stdout, stderr } = await place.run(hybrid, { env: noXxd });
    expect(code).toBe(0);
    expect(stdout.toString()).toContain('xxd -p < aes-key.bin');
    expect(stderr).toMatch(/warning: xxd is not on the PATH .* AES key of zeros .*apt-get install xxd/);
  });

  it('without xxd, for a recipe that does not run it: nothing', async () => {
    expect(await place.run(direct, { env: noXxd })).toMatchObject({ code: 0, stderr: '' });
  });

  it('without openssl', async () => {
    const { code, stderr } = await place.run(direct, { env: empty });
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning: openssl is not on the PATH .*brew install openssl@3/);
  });

  it('on LibreSSL: the cause, and the flavour that it runs', async () => {
    const { code, stderr } = await place.run(direct, { env: onLibressl });
    expect(code).toBe(0);
    expect(stderr).toMatch(/LibreSSL 4\.3\.1 and cannot run this: .*-inkey.*--flavour portable/);
    expect(await place.run([...direct, '--flavour', 'portable'], { env: onLibressl })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  it('on LibreSSL, where no flavour helps: another openssl, or the engine in node', async () => {
    const { stderr } = await place.run(hybrid, { env: onLibressl });
    expect(stderr).toMatch(/LibreSSL has no cipher id-aes256-wrap-pad; install OpenSSL 3\.0.*--engine node/);
    expect(stderr).not.toContain('--flavour portable');
    const refused = await place.run([...hybrid, '--flavour', 'portable'], { env: onLibressl });
    expect(refused).toMatchObject({ code: 2, stdout: Buffer.alloc(0) });
    expect(refused.stderr).toMatch(/there is no portable recipe: .*AES key wrap with padding/);
  });
});

describe('doctor', () => {
  it('names the missing xxd and fails', async () => {
    const { code, stdout } = await place.run(['doctor'], { env: noXxd });
    expect(code).toBe(1);
    expect(stdout.toString()).toMatch(/CANNOT {2}run xxd\n.*AES key of zeros/);
    expect(stdout.toString()).toContain('Something that the recipes need is missing.');
  });

  it('on LibreSSL says cause and remedy, not the first line of stderr', async () => {
    const { code, stdout } = await place.run(['doctor'], { env: onLibressl });
    expect(code).toBe(1);
    expect(stdout.toString()).toMatch(/LibreSSL loads the key where it reads -inkey/);
    expect(stdout.toString()).toMatch(/kms-keywrap recipe --flavour portable/);
    expect(stdout.toString()).toMatch(/brew install openssl@3/);
    expect(stdout.toString()).not.toContain('unable to load');
  });

  it('says that key material lies on disk where there is no file system in memory', async () => {
    const report = await doctor();
    const text = doctorText({ ...report, workspace: { path: '/var/tmp', inMemory: false } });
    expect(text).toMatch(/key material lies in files below \/var\/tmp/);
  });
});

describe('on LibreSSL', () => {
  it('golden skips what LibreSSL cannot do, each with its reason, and fails nothing', async () => {
    const { code, stdout } = await place.run(['golden', '--format', 'json'], { env: onLibressl });
    const { summary, cases } = JSON.parse(stdout.toString()) as {
      summary: Record<string, number>;
      cases: { status: string; reason?: string }[];
    };
    expect({ code, failed: summary['failed'] }).toEqual({ code: 0, failed: 0 });
    const skipped = cases.filter(({ status }) => status === 'skipped');
    expect(skipped.length).toBeGreaterThan(0);
    expect(skipped.filter(({ reason = '' }) => !reason.startsWith('LibreSSL 4.3.1: '))).toEqual([]);
  });

  it('the portable recipe that is printed wraps what a test key unwraps', async () => {
    const { stdout } = await place.run([...direct, '--flavour', 'portable'], { env: onLibressl });
    const { execFileSync } = await import('node:child_process');
    place.mkdir('portable');
    const folder = place.path('portable');
    const { copyFileSync } = await import('node:fs');
    copyFileSync(place.path('public.der'), join(folder, 'WrappingPublicKey.bin'));
    execFileSync('/bin/sh', ['-e'], { cwd: folder, input: stdout, env: onLibressl });
    const key = ['--private-key', 'private.der', '--wrapping-algorithm', 'RSAES_OAEP_SHA_256'];
    await place.run(['unwrap', '--in', 'portable/EncryptedKeyMaterial.bin', ...key, '--out', 'opened']);
    const made = readFileSync(join(folder, 'HMAC_256_PlaintextKey.bin'));
    expect(readFileSync(place.path('opened')).equals(made)).toBe(true);
  });
});

describe('a hint never offers what the command refuses', () => {
  it.each(['verify', 'golden', 'doctor'])('%s has no --engine, and no hint of it', async (name) => {
    const { stderr } = await place.run([name, '--openssl', './nowhere']);
    expect(stderr).not.toContain('--engine');
  });

  it.each([
    'generate HMAC_256',
    'wrap --in material.bin --public-key public.der --wrapping-algorithm RSAES_OAEP_SHA_256',
  ])('%s has it, and the hint', async (line) => {
    const { code, stderr } = await place.run([...line.split(' '), '--openssl', './nowhere']);
    expect(code).toBe(3);
    expect(stderr).toContain('--engine node needs no openssl');
    expect(await place.run([...line.split(' '), '--engine', 'node'])).toMatchObject({ code: 0 });
  });
});

describe('a program is looked for as the system does (its rules alone: no Windows here)', () => {
  const windows = systemOf('win32', '.COM;.EXE;.BAT');
  const linux = systemOf('linux');

  it('Windows tries each ending of PATHEXT in each folder', () => {
    expect(candidates('openssl', String.raw`C:\a;D:\b`, windows)).toEqual([
      String.raw`C:\a\openssl.com`,
      String.raw`C:\a\openssl.exe`,
      String.raw`C:\a\openssl.bat`,
      String.raw`D:\b\openssl.com`,
      String.raw`D:\b\openssl.exe`,
      String.raw`D:\b\openssl.bat`,
    ]);
  });

  it('a name that has an ending of PATHEXT gets no other', () => {
    expect(candidates('openssl.exe', String.raw`C:\a`, windows)).toEqual([String.raw`C:\a\openssl.exe`]);
  });

  it('other systems know no endings', () => {
    expect(candidates('openssl', '/usr/bin:/bin', linux)).toEqual(['/usr/bin/openssl', '/bin/openssl']);
  });

  it('a backslash or a drive makes it a path on Windows alone', () => {
    const names = ['openssl', './openssl', String.raw`C:\x\openssl.exe`];
    expect(names.map((name) => isPath(name, windows))).toEqual([false, true, true]);
    expect(names.map((name) => isPath(name, linux))).toEqual([false, true, false]);
  });
});

it('this file finds the stand-in', () => expect(existsSync(join(dirname(libressl), 'xxd'))).toBe(true));
