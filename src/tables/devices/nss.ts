import { direct, exportsOf, hybrid, type DeviceFacts } from './device.ts';

/** Seen on Debian 12; golden/exports/nss holds what it did. */
export const nss: DeviceFacts = {
  title: 'NSS softoken',
  evidence: { kind: 'run', version: '3.87.1' },
  sources: [],
  module: {
    path: '/usr/lib/x86_64-linux-gnu/libsoftokn3.so',
    parameters: "configdir='sql:{folder}' certPrefix='' keyPrefix='' secmod='secmod.db' flags=none",
  },
  exports: exportsOf(
    () => ({ by: 'pkcs11' }),
    () => ({ by: 'pkcs11', keyWrap: 'CKM_AES_KEY_WRAP_KWP' }),
  ),
  limits: [
    {
      keySpecs: ['ECC_SECG_P256K1', 'SM2'],
      algorithms: [...direct, ...hybrid],
      effect: 'refused',
      reason: 'NSS has no such curve (CKR_DOMAIN_PARAMS_INVALID)',
    },
  ],
  watch: [
    '`CKM_AES_KEY_WRAP_PAD` is RFC 3394 over PKCS#7-padded data here: `kw-pkcs7`. `CKM_AES_KEY_WRAP_KWP` is RFC 5649.',
    'A pair of unequal hashes is done as it is asked for: `oaep-mgf1-hash`.',
    'The longest keys are not unwrapped into a generic secret.',
    'The token of a database has the label `NSS Certificate DB`. The folder of the database stands in what `C_Initialize` is given; 3.87 does not read `NSS_LIB_PARAMS`.',
  ],
};
