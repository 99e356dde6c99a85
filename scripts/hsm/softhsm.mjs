// @ts-check
// Finds SoftHSM 2 (or installs it where that is possible) and gives one throw-away token of it.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Missing, installPackages } from '../debian.mjs';

const places = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];

const onDisk = () =>
  [process.env['SOFTHSM2_MODULE'] ?? '', ...places].find((file) => file !== '' && existsSync(file));

/** Path of the SoftHSM 2 module; installed from Debian when it is missing and this is root. */
export async function softhsmModule() {
  const found = onDisk();
  if (found !== undefined) return found;
  await installPackages(
    ['softhsm2'],
    'SoftHSM 2 is not installed: run `sudo apt-get install softhsm2` (Debian, Ubuntu), `dnf install softhsm` (Fedora) or `brew install softhsm`, or set SOFTHSM2_MODULE to libsofthsm2.so',
  );
  const installed = onDisk();
  if (installed === undefined)
    throw new Missing('softhsm2 was installed, but libsofthsm2.so was not found; set SOFTHSM2_MODULE');
  return installed;
}

/**
 * A logged-in session on a fresh token that lives in `dir` alone.
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {string} module path of libsofthsm2.so
 * @param {string} dir an empty folder
 */
export async function openToken(pkcs11, module, dir) {
  const tokens = path.join(dir, 'tokens');
  await mkdir(tokens, { recursive: true, mode: 0o700 });
  const configuration = path.join(dir, 'softhsm2.conf');
  await writeFile(
    configuration,
    `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  process.env['SOFTHSM2_CONF'] = configuration;

  const lib = new pkcs11.PKCS11();
  lib.load(module);
  lib.C_Initialize();
  const firstSlot = () => {
    const slot = lib.C_GetSlotList(true)[0];
    if (slot === undefined) throw new Error('SoftHSM shows no slot');
    return slot;
  };
  lib.C_InitToken(firstSlot(), '12345678', 'kms-keywrap');
  const slot = firstSlot();
  const session = lib.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION);
  lib.C_Login(session, pkcs11.CKU_SO, '12345678');
  lib.C_InitPIN(session, '1234');
  lib.C_Logout(session);
  lib.C_Login(session, pkcs11.CKU_USER, '1234');
  return { lib, slot, session };
}
