// @ts-check
// One logged-in session on the token of a place.

/** @typedef {import('./keys.mjs').Token & { slot: import('./pkcs11.d.ts').Handle }} OpenToken */

/**
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {import('./tokens.mjs').Place} place
 */
function load(pkcs11, { module, parameters }) {
  const lib = new pkcs11.PKCS11();
  lib.load(module);
  lib.C_Initialize(parameters === undefined ? undefined : { libraryParameters: parameters });
  return lib;
}

/** @param {import('./pkcs11.d.ts').Lib} lib @param {(label: string) => boolean} isWanted */
function slotOf(lib, isWanted) {
  const slots = lib.C_GetSlotList(true);
  const slot =
    slots.find((one) => isWanted(lib.C_GetTokenInfo(one).label.replace(/[\0 ]+$/, ''))) ?? slots[0];
  if (slot === undefined) throw new Error('the module shows no slot');
  return slot;
}

/**
 * Makes a new token: label, and the two PINs. What a token demands differs: openCryptoki's PINs are expired until each is changed.
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {import('./pkcs11.d.ts').Lib} lib
 * @param {import('./tokens.mjs').Place} place
 * @param {string} soPin
 */
function initialise(pkcs11, lib, { label, pin }, soPin) {
  lib.C_InitToken(
    slotOf(lib, () => true),
    soPin,
    // PKCS#11, 5.5.7: 32 characters, filled up with blanks.
    label.padEnd(32),
  );
  const flags = pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION;
  const session = lib.C_OpenSession(
    slotOf(lib, (found) => found === label),
    flags,
  );
  lib.C_Login(session, pkcs11.CKU_SO, soPin);
  lib.C_SetPIN(session, soPin, `${soPin.slice(1)}0`);
  lib.C_InitPIN(session, pin.split('').toReversed().join(''));
  lib.C_Logout(session);
  lib.C_Login(session, pkcs11.CKU_USER, pin.split('').toReversed().join(''));
  lib.C_SetPIN(session, pin.split('').toReversed().join(''), pin);
  lib.C_Logout(session);
  lib.C_CloseSession(session);
}

/**
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {import('./tokens.mjs').Place} place
 * @param {{ initialise: 'C_InitToken' | 'prepared', soPin: string }} maker
 * @returns {OpenToken}
 */
export function openToken(pkcs11, place, maker) {
  const lib = load(pkcs11, place);
  if (maker.initialise === 'C_InitToken') initialise(pkcs11, lib, place, maker.soPin);
  const slot = slotOf(lib, (found) => found === place.label);
  const session = lib.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION);
  lib.C_Login(session, pkcs11.CKU_USER, place.pin);
  return { lib, slot, session };
}
