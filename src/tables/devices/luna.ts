import { exportsOf, type DeviceFacts } from './device.ts';

const sample = (file: string) => ({
  title: `ThalesGroup/luna-samples, ${file}`,
  url: `https://github.com/ThalesGroup/luna-samples/blob/289a9288bb4f688cf6140f74aa3ff65a6d47d20a/Python-PKCS11_Samples/${file}`,
});

/** From Thales' own samples for importing keys into AWS KMS. */
export const luna: DeviceFacts = {
  title: 'Thales Luna',
  evidence: { kind: 'documents' },
  sources: [
    sample('wrap_secret_key_using_rsa_oaep_sha256.py'),
    sample('wrap_rsa_private_key_using_aes.py'),
    {
      title: 'Thales, "AWS Key Management Services" integration guide',
      url: 'https://thalesdocs.com/gphsm/integrations/guides/aws_key_management_services/index.html',
    },
  ],
  module: { path: '/usr/safenet/lunaclient/lib/libCryptoki2_64.so' },
  exports: exportsOf(
    () => ({ by: 'pkcs11' }),
    () => ({ by: 'pkcs11', keyWrap: 'CKM_AES_KWP' }),
  ),
  limits: [],
  watch: [
    '`CKM_AES_KW` is RFC 3394: `kw-not-kwp`. Clients that have `CKM_AES_KEY_WRAP_KWP` write RFC 5649 by it too.',
    'The key must have been made with `CKA_EXTRACTABLE` true, and the partition must allow wrapping of private keys.',
  ],
};
