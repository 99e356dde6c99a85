// @ts-check
// PKCS#11 names and numbers, as OASIS spells them.

/**
 * @param {object} constants the pkcs11js module
 * @param {string} prefix such as `CKM_`
 * @returns {Map<number, string>} the first name of each number
 */
function namesOf(constants, prefix) {
  /** @type {Map<number, string>} */
  const names = new Map();
  for (const [name, value] of Object.entries(constants))
    if (name.startsWith(prefix) && typeof value === 'number' && !names.has(value)) names.set(value, name);
  return names;
}

const eddsa = new Map([
  [0x1055, 'CKM_EC_EDWARDS_KEY_PAIR_GEN'],
  [0x1057, 'CKM_EDDSA'],
]);

/**
 * Every mechanism of the slot that says of itself that it wraps.
 * @param {import('./pkcs11.d.ts').Pkcs11} pkcs11
 * @param {import('./pkcs11.d.ts').Lib} lib
 * @param {import('./pkcs11.d.ts').Handle} slot
 */
export function wrappingMechanisms(pkcs11, lib, slot) {
  const names = new Map([...namesOf(pkcs11, 'CKM_'), ...eddsa]);
  return lib
    .C_GetMechanismList(slot)
    .filter((mechanism) => (lib.C_GetMechanismInfo(slot, mechanism).flags & pkcs11.CKF_WRAP) !== 0)
    .map((mechanism) => ({
      name: names.get(mechanism) ?? 'unnamed',
      number: `0x${mechanism.toString(16).padStart(8, '0')}`,
    }));
}
