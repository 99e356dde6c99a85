import { exportsOf, hmacKeySpecs, hybrid, type DeviceFacts } from './device.ts';

export const yubihsm: DeviceFacts = {
  title: 'YubiHSM 2, firmware 2.4',
  evidence: { kind: 'documents' },
  sources: [
    { title: 'Yubico/yubihsm-shell#505', url: 'https://github.com/Yubico/yubihsm-shell/pull/505' },
    {
      title: 'Joost van Dijk, "Wrap and Unwrap keys using RSA_AES_KEY_WRAP_SHA256 with YubiHSM and OpenSSL"',
      url: 'https://gist.github.com/joostd/69f02148b901cf2c5e00a4dd131400ff',
    },
  ],
  kinds: { symmetric: 'symmetric-key', hmac: 'hmac-key', rsa: 'asymmetric-key', ec: 'asymmetric-key' },
  exports: exportsOf(
    () => ({
      by: 'none',
      reason: 'YubiHSM 2 always writes the hybrid form: a fresh AES key under RSA, then the key under it',
    }),
    (hash) => ({
      by: 'commands',
      lines: [
        '# HSM_KEY and HSM_WRAPPING_KEY are object IDs such as 0x1234; yubihsm-shell asks for the password.',
        'openssl pkey -pubin -inform DER -in WrappingPublicKey.bin | yubihsm-shell --action put-public-wrapkey --object-id "$HSM_WRAPPING_KEY" --capabilities export-wrapped --delegated exportable-under-wrap',
        `yubihsm-shell --action get-rsa-wrapped-key --wrap-id "$HSM_WRAPPING_KEY" --object-id "$HSM_KEY" --object-type {kind} --oaep rsa-oaep-${hash} --mgf1 mgf1-${hash} --outformat binary --out EncryptedKeyMaterial.bin`,
      ],
    }),
    { by: 'none', reason: 'YubiHSM 2 has no SM2' },
  ),
  limits: [
    {
      keySpecs: hmacKeySpecs,
      algorithms: hybrid,
      effect: 'refused',
      reason:
        'get-rsa-wrapped-key exports symmetric and asymmetric keys; HMAC keys leave in a format of the device alone',
    },
  ],
  watch: [
    'Submit the output as `RSA_AES_KEY_WRAP_*`; as `RSAES_OAEP_*` it is `hybrid-for-direct`.',
    'The AES key must be of 256 bits; a shorter one is `kek-length`.',
    'The key and the wrapping key need a domain in common, and the key the capability `exportable-under-wrap`.',
  ],
};
