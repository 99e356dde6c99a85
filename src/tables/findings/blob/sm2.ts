import { blobFinding, type FindingInfo } from '../types.ts';

/** SM2 public-key encryption. */
export const sm2Findings = {
  'sm2-raw-c1c3c2': blobFinding({
    severity: 'error',
    title: 'SM2 ciphertext as raw C1 ‖ C3 ‖ C2 instead of ASN.1',
    meaning: 'KMS expects the SEQUENCE of x, y, hash and ciphertext.',
    cause: 'Many SM2 libraries and HSM commands give the raw form by default.',
    fix: 'Ask for ASN.1 output, or put the parts into SEQUENCE { INTEGER x, INTEGER y, OCTET STRING C3, OCTET STRING C2 }.',
    source: 'OFF',
  }),
  'sm2-raw-c1c2c3': blobFinding({
    severity: 'error',
    title: 'SM2 ciphertext as raw C1 ‖ C2 ‖ C3 instead of ASN.1',
    meaning:
      'KMS expects the SEQUENCE of x, y, hash and ciphertext; this is also the order of the older standard.',
    cause: 'Bouncy Castle and other libraries default to the order of 2010.',
    fix: 'Ask for ASN.1 output, or put the parts into SEQUENCE { INTEGER x, INTEGER y, OCTET STRING C3, OCTET STRING C2 }.',
    source: 'OFF',
  }),
  'sm2-device-structure': blobFinding({
    severity: 'error',
    title: 'SM2 ciphertext as the structure of a device instead of ASN.1',
    meaning:
      'Devices with the interfaces SDF (GM/T 0018) and SKF (GM/T 0016) return a C structure, ECCCipher or ECCCIPHERBLOB: x and y in fields of 64 bytes, the hash, the length of C2, and C2. KMS expects the SEQUENCE of x, y, hash and ciphertext.',
    cause: 'The structure that the device returned was written to a file as it is.',
    fix: 'Take the 32 bytes of x, the 32 bytes of y, the hash and C2 out of the structure, and put them into SEQUENCE { INTEGER x, INTEGER y, OCTET STRING hash, OCTET STRING C2 }.',
    source: 'OFF',
  }),
  'sm2-der-order': blobFinding({
    severity: 'error',
    title: 'SM2 ciphertext with hash and ciphertext exchanged',
    meaning: 'The hash C3 stands before the ciphertext C2 in the ASN.1 form; here it stands after it.',
    cause: 'The ASN.1 form was put together from the parts in the older order C1, C2, C3.',
    fix: 'Exchange the two OCTET STRINGs.',
    source: 'GMT0009',
  }),
  'sm2-point': blobFinding({
    severity: 'error',
    title: 'C1 of the SM2 ciphertext is not on the curve',
    meaning: 'Decryption stops at its first step.',
    cause: 'Changed bytes, another curve, or coordinates in the wrong byte order.',
    fix: 'Encrypt again under the SM2 wrapping key; if it happens again, look at how the tool writes integers.',
    source: 'GBT32918',
  }),
  'sm2-hash': blobFinding({
    severity: 'error',
    title: 'the hash C3 of the SM2 ciphertext does not match',
    meaning: 'The plaintext makes sense, but decryption fails at its last step.',
    cause: 'Another hash than SM3, the parts of two runs, or changed bytes in C3.',
    fix: 'Encrypt again with SM3.',
    source: 'GBT32918',
  }),
  'sm2-der': blobFinding({
    severity: 'error',
    title: 'the ASN.1 form of the SM2 ciphertext is not DER',
    meaning:
      'Trailing bytes, lengths or integers in more bytes than needed, a lost sign byte or an empty ciphertext. OpenSSL takes some of these; a strict reader does not.',
    cause: 'A fixed-length encoding of the coordinates, a buffer written out whole, or an empty input.',
    fix: 'Write the SEQUENCE with an ASN.1 library.',
    source: 'X690',
  }),
} satisfies Record<string, FindingInfo>;
