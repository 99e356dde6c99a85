import { direct, ecKeySpecs, exportsOf, hybrid, privateKeySpecs, type DeviceFacts } from './device.ts';

const sha1Alone =
  'SoftHSM 2.6 does CKM_RSA_PKCS_OAEP with SHA-1 and MGF1-SHA-1 alone: any other hash is CKR_ARGUMENTS_BAD';

/** Seen on SoftHSM 2.6.1; golden/exports/softhsm2 holds what it did. */
export const softhsm2: DeviceFacts = {
  title: 'SoftHSM 2',
  evidence: { kind: 'run', version: '2.6.1' },
  sources: [
    { title: 'softhsm/SoftHSMv2#794', url: 'https://github.com/softhsm/SoftHSMv2/issues/794' },
    { title: 'softhsm/SoftHSMv2#726', url: 'https://github.com/softhsm/SoftHSMv2/issues/726' },
  ],
  module: { path: '/usr/lib/softhsm/libsofthsm2.so' },
  exports: exportsOf(
    (hash) => (hash === 'sha1' ? { by: 'pkcs11' } : { by: 'none', reason: sha1Alone }),
    (hash) =>
      hash === 'sha1' ? { by: 'pkcs11', keyWrap: 'CKM_AES_KEY_WRAP_PAD' } : { by: 'none', reason: sha1Alone },
  ),
  limits: [
    {
      keySpecs: privateKeySpecs,
      algorithms: direct,
      effect: 'refused',
      reason: 'SoftHSM does not wrap private keys under an RSA key (CKR_KEY_NOT_WRAPPABLE)',
    },
    {
      keySpecs: ecKeySpecs,
      algorithms: hybrid,
      effect: 'ec-public-key-missing',
      reason: 'SoftHSM exports EC private keys without their public key',
    },
    {
      keySpecs: privateKeySpecs,
      algorithms: hybrid,
      effect: 'material-trailing-bytes',
      reason:
        'SoftHSM fills a PKCS#8 structure whose length is not a multiple of 8 bytes up with zeros before it wraps it; they stay after the DER',
    },
    {
      keySpecs: ['HMAC_224'],
      algorithms: hybrid,
      effect: 'hmac-longer',
      reason: 'SoftHSM fills the key of 28 bytes up with zeros to 32 before it wraps it',
    },
  ],
  watch: [
    'SoftHSM says of itself that `CKM_RSA_PKCS`, `CKM_RSA_PKCS_OAEP`, `CKM_AES_KEY_WRAP`, `CKM_AES_KEY_WRAP_PAD`, `CKM_AES_CBC` and the DES modes wrap. 2.6.1 has no `CKM_RSA_AES_KEY_WRAP`.',
    'SoftHSM 2.7.0 has `CKM_RSA_AES_KEY_WRAP`. Asked for SHA-256 it uses SHA-1 and answers `CKR_OK`: `oaep-hash`.',
    'Ed25519 keys are not wrapped at all.',
    '`CKM_AES_CBC` wraps under the IV that it is given, which is nowhere in the output: `kwp-other-cipher` of a private key, `kek-mismatch` of random bytes. `CKM_AES_CBC_PAD` encrypts but does not wrap (`CKR_MECHANISM_INVALID`).',
  ],
};
