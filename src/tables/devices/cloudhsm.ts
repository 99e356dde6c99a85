import { exportsOf, type DeviceFacts, type Way } from './device.ts';

const guide = (page: string, title: string) => ({
  title: `AWS CloudHSM User Guide, "${title}"`,
  url: `https://docs.aws.amazon.com/cloudhsm/latest/userguide/${page}.html`,
});

const pemOfKey = 'openssl pkey -pubin -inform DER -in WrappingPublicKey.bin -out WrappingPublicKey.pem';

const cliWrap =
  (command: string) =>
  (hash: string): Way => ({
    by: 'commands',
    lines: [
      '# Once, or for each command by CLOUDHSM_ROLE=crypto-user and CLOUDHSM_PIN=USER:PASSWORD: cloudhsm-cli login',
      pemOfKey,
      'cloudhsm-cli key import pem --path WrappingPublicKey.pem --label kms-wrapping-key --key-type-class rsa-public --attributes wrap=true',
      `cloudhsm-cli key wrap ${command} --payload-filter "attr.label=$HSM_KEY" --wrapping-filter attr.label=kms-wrapping-key --hash-function ${hash} --mgf mgf1-${hash} --path EncryptedKeyMaterial.bin`,
    ],
  });

export const cloudhsmCli: DeviceFacts = {
  title: 'AWS CloudHSM, CloudHSM CLI',
  evidence: { kind: 'documents' },
  sources: [
    guide('cloudhsm_cli-key-import-pem', 'Import a PEM format key with CloudHSM CLI'),
    guide('cloudhsm_cli-key-wrap-rsa-aes', 'Wrap a key with RSA-AES using CloudHSM CLI'),
    guide('cloudhsm_cli-key-wrap-rsa-oaep', 'Wrap a key with RSA-OAEP using CloudHSM CLI'),
  ],
  exports: exportsOf(cliWrap('rsa-oaep'), cliWrap('rsa-aes'), {
    by: 'none',
    reason: 'CloudHSM CLI has no SM2',
  }),
  limits: [],
  watch: [
    '`--hash-function` and `--mgf` are both needed and independent of each other: a pair of unequal hashes is `oaep-mgf1-hash`.',
    'Only the crypto user who made the key can wrap it, and its `extractable` attribute must be true.',
    '`attr.label` must match one key alone; `key list` tells the key reference, and `key-reference=0x…` names it.',
  ],
};

const kmuWrap =
  (mechanism: string) =>
  (hash: string): Way => ({
    by: 'commands',
    lines: [
      pemOfKey,
      `# In key_mgmt_util, after loginHSM; wrapKey -h tells the number of ${mechanism}:`,
      'importPubKey -l kms-wrapping-key -f WrappingPublicKey.pem',
      `wrapKey -k KEY_HANDLE -w WRAPPING_KEY_HANDLE -out EncryptedKeyMaterial.bin -m NUMBER_OF_${mechanism} -t ${hash === 'sha1' ? 2 : 3} -noheader`,
    ],
  });

export const cloudhsmKmu: DeviceFacts = {
  title: 'AWS CloudHSM, key_mgmt_util',
  evidence: { kind: 'documents' },
  sources: [
    guide('key_mgmt_util-wrapKey', 'Export an AWS CloudHSM key using KMU'),
    guide('key_mgmt_util-importPubKey', 'Import a public key using AWS CloudHSM KMU'),
    guide('manage-aes-key-wrapping', 'AES key wrapping in AWS CloudHSM'),
  ],
  exports: exportsOf(kmuWrap('RSA_OAEP'), kmuWrap('RSA_AES'), {
    by: 'none',
    reason: 'key_mgmt_util has no SM2',
  }),
  limits: [],
  watch: [
    'Without `-noheader` the file begins with a header: `blob-header`.',
    'Of the AES mechanisms `-m 6` is RFC 5649, `-m 5` RFC 3394 (`kw-not-kwp`), `-m 4` PKCS#5 padding (`kw-pkcs7`).',
    '`wrapKey` overwrites an existing output without warning.',
  ],
};

export const cloudhsmPkcs11: DeviceFacts = {
  title: 'AWS CloudHSM, PKCS#11 library',
  evidence: { kind: 'documents' },
  sources: [guide('manage-aes-key-wrapping', 'AES key wrapping in AWS CloudHSM')],
  module: { path: '/opt/cloudhsm/lib/libcloudhsm_pkcs11.so' },
  exports: exportsOf(
    () => ({ by: 'pkcs11' }),
    () => ({ by: 'pkcs11', keyWrap: 'CKM_CLOUDHSM_AES_KEY_WRAP_ZERO_PAD' }),
  ),
  limits: [],
  watch: [
    'The PIN is USER:PASSWORD of a crypto user.',
    '`CKM_CLOUDHSM_AES_KEY_WRAP_NO_PAD` is RFC 3394, `CKM_CLOUDHSM_AES_KEY_WRAP_PKCS5_PAD` RFC 3394 over PKCS#7-padded data.',
  ],
};
