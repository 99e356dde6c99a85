import { direct, ecKeySpecs, exportsOf, type DeviceFacts } from './device.ts';

const noKeyWrap = 'openCryptoki 3.8 has no AES key wrap with padding';

/** Seen on the software token of Debian 12; golden/exports/opencryptoki holds what it did. */
export const opencryptoki: DeviceFacts = {
  title: 'openCryptoki',
  evidence: { kind: 'run', version: '3.8.1' },
  sources: [],
  module: { path: '/usr/lib/x86_64-linux-gnu/opencryptoki/libopencryptoki.so.0' },
  exports: exportsOf(
    () => ({ by: 'pkcs11' }),
    () => ({ by: 'none', reason: noKeyWrap }),
  ),
  limits: [
    {
      keySpecs: ecKeySpecs,
      algorithms: direct,
      effect: 'refused',
      reason: 'the software token of openCryptoki 3.8 makes no elliptic curve keys (CKR_MECHANISM_INVALID)',
    },
  ],
  watch: [
    'The software token has no AES key wrap with padding, so RSA private keys, which are longer than an RSA block, do not leave it for KMS.',
    'Unwrapping refuses a template that says that the key may be read (`CKR_ATTRIBUTE_READ_ONLY`); it is so without being said.',
    'Processes that speak to the token need the daemon `pkcsslotd` and the group `pkcs11`.',
  ],
};
