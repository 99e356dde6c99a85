import { materialFinding, type FindingInfo } from '../types.ts';

export const materialEcFindings = {
  'ec-explicit-parameters': materialFinding({
    severity: 'error',
    title: 'the curve is spelled out instead of named',
    meaning:
      'KMS wants the curve as an object identifier. With explicit parameters a reader would have to find out which curve is meant, and a forger could change one of them unseen.',
    cause: '`openssl ecparam -param_enc explicit`, Java cards and older HSM firmware.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it names the curve when the parameters are exactly those of the curve.',
    source: 'REQ',
  }),
  'ec-public-key-mismatch': materialFinding({
    severity: 'error',
    title: 'the public key inside is not that of the private key',
    meaning:
      'One of the two is wrong, so that signatures would not verify under the public key that is handed out. A reader that checks will refuse the key.',
    cause:
      'Fields of two keys were put together, a byte was changed on the way, or a structure was built by hand.',
    fix: 'Export the key again. If only the private key is known to be right, leave the public key out or compute it from it.',
    source: 'RFC5915',
  }),
  'ec-public-key-missing': materialFinding({
    severity: 'notice',
    title: 'the optional public key is left out',
    meaning:
      'RFC 5915 lets the public key be left out, and it can be computed. That KMS computes it is not documented.',
    cause: 'PKCS#11 tokens and several libraries write the private number only.',
    fix: 'Nothing has to be done. `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED` adds the public key.',
    source: 'RFC5915',
  }),
  'ec-scalar-range': materialFinding({
    severity: 'error',
    title: 'the private number is not in the range of its curve',
    meaning:
      'It must be at least 1 and below the order of the base point (for SM2 below the order minus 1). No public key belongs to it otherwise, or not the one that was meant.',
    cause:
      'Random bytes were taken as a private key without comparing them with the order, a field was filled with zeros, or the curve is another one.',
    fix: 'Generate the key anew.',
    source: 'FIPS186',
  }),
  'ec-private-key-version': materialFinding({
    severity: 'error',
    title: 'the ECPrivateKey version is not 1',
    meaning: 'RFC 5915 knows version 1 only; a reader has to refuse any other.',
    cause: 'A structure built by hand: the 0 of PKCS#8 was taken for it.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes version 1 with the same key.',
    source: 'RFC5915',
  }),
  'ec-scalar-length': materialFinding({
    severity: 'warning',
    title: 'the private number is not padded to the length of its curve',
    meaning:
      'RFC 5915 gives the number a fixed length with leading zeros. Many readers are lenient; what KMS does is not documented.',
    cause:
      "An integer was written as an integer: leading zeros stripped, or a sign byte added (Java's `BigInteger.toByteArray`).",
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes the scalar in the length of the field.',
    source: 'RFC5915',
  }),
  'ec-curve-disagreement': materialFinding({
    severity: 'error',
    title: 'the curve inside the private key is not the curve outside',
    meaning:
      'The PKCS#8 header and the ECPrivateKey inside each say which curve the key is on, and they do not agree. Readers differ in which one they believe.',
    cause: 'A header of another key was put around this one, or a template was filled in by hand.',
    fix: 'Export the key again from where it was made, and check it with `openssl pkey -inform DER -noout -text`.',
    source: 'RFC5915',
  }),
} satisfies Record<string, FindingInfo>;
