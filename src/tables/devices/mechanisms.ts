import { named, namesOf } from '../named.ts';

interface MechanismFacts {
  /** As `pkcs11t.h` or the vendor's header has it; undefined where the vendor publishes no number. */
  readonly number?: number;
  /** Whose it is, where it is not of the standard. */
  readonly vendor?: string;
  /** What comes out of `C_WrapKey`. */
  readonly output: string;
  /** Whether KMS accepts that, and the finding where it does not; Markdown. */
  readonly forKms: string;
}

const cipher = (number: number): MechanismFacts => ({
  number,
  output: 'an AES mode, not a key wrap',
  forKms: '`kwp-other-cipher`; of raw material without padding the length alone tells it',
});

/** Every mechanism that people wrap keys with, and what it turns into in the words of AWS KMS. Source: PKCS#11 v3.1 (OASIS). */
export const mechanisms = named({
  CKM_RSA_PKCS_OAEP: {
    number: 0x9,
    output: 'RSAES-OAEP with the hash, MGF1 hash and label of its parameters',
    forKms:
      "right when both hashes are the algorithm's and there is no source data; else `oaep-hash`, `oaep-mgf1-hash`, `oaep-label`",
  },
  CKM_RSA_PKCS: {
    number: 0x1,
    output: 'PKCS#1 v1.5 padding',
    forKms: '`rsa-pkcs1v15`: KMS does not support `RSAES_PKCS1_V1_5` since 2023-10-10',
  },
  CKM_RSA_X_509: { number: 0x3, output: 'RSA without padding', forKms: '`rsa-no-padding`' },
  CKM_RSA_AES_KEY_WRAP: {
    number: 0x10_54,
    output: 'RSA block of a fresh AES key, then the key under RFC 5649',
    forKms:
      '`RSA_AES_KEY_WRAP_*`; `kek-length` when `ulAESKeyBits` is not 256. Check the hash: see SoftHSM 2.7',
  },
  CKM_AES_KEY_WRAP: {
    number: 0x21_09,
    output: 'RFC 3394; v2.40 and older pad the key with zeros to 8 bytes, v3.0 refuses other lengths',
    forKms: '`kw-not-kwp`',
  },
  CKM_AES_KEY_WRAP_PAD: {
    number: 0x21_0a,
    output:
      '**two meanings**: RFC 5649 on many tokens, RFC 3394 over PKCS#7-padded data on others. v2.40 said only "the usual padding"; v3.0 settles on PKCS#7 and deprecates it',
    forKms: 'RFC 5649: right. PKCS#7: `kw-pkcs7`',
  },
  CKM_AES_KEY_WRAP_KWP: {
    number: 0x21_0b,
    output: 'RFC 5649 (since v3.0)',
    forKms: 'right; choose this one where the device has it',
  },
  CKM_AES_KEY_WRAP_PKCS7: {
    number: 0x21_0c,
    output: 'RFC 3394 over PKCS#7-padded data (since v3.1)',
    forKms: '`kw-pkcs7`',
  },
  CKM_AES_ECB: cipher(0x10_81),
  CKM_AES_CBC: cipher(0x10_82),
  CKM_AES_CBC_PAD: cipher(0x10_85),
  CKM_AES_CTR: cipher(0x10_86),
  CKM_AES_GCM: cipher(0x10_87),
  CKM_AES_KW: { number: 0x80_00_01_70, vendor: 'Thales Luna', output: 'RFC 3394', forKms: '`kw-not-kwp`' },
  CKM_AES_KWP: { number: 0x80_00_01_71, vendor: 'Thales Luna', output: 'RFC 5649', forKms: 'right' },
  CKM_WRAPKEY_AES_KWP: {
    number: 0x80_00_09_65,
    vendor: 'Thales ProtectToolkit',
    output: 'key and attributes in a format of its own',
    forKms: 'not for KMS: use RFC 5649 itself',
  },
  CKM_CLOUDHSM_AES_KEY_WRAP_ZERO_PAD: {
    number: 0x80_00_21_6f,
    vendor: 'AWS CloudHSM',
    output: 'RFC 5649',
    forKms: 'right',
  },
  CKM_CLOUDHSM_AES_KEY_WRAP_NO_PAD: { vendor: 'AWS CloudHSM', output: 'RFC 3394', forKms: '`kw-not-kwp`' },
  CKM_CLOUDHSM_AES_KEY_WRAP_PKCS5_PAD: {
    vendor: 'AWS CloudHSM',
    output: 'RFC 3394 over PKCS#7-padded data',
    forKms: '`kw-pkcs7`',
  },
} as const satisfies Record<string, MechanismFacts>);

export interface MechanismRow extends MechanismFacts {
  readonly name: keyof typeof mechanisms;
}

export const mechanismRows: readonly MechanismRow[] = namesOf(mechanisms).map((name) => mechanisms[name]);

/** The mechanisms that write RFC 5649, on the devices whose rows name them. */
export type KeyWrapMechanism =
  'CKM_AES_KEY_WRAP_KWP' | 'CKM_AES_KEY_WRAP_PAD' | 'CKM_AES_KWP' | 'CKM_CLOUDHSM_AES_KEY_WRAP_ZERO_PAD';
