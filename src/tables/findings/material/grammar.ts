import { materialFinding, type FindingInfo } from '../types.ts';

export const materialGrammarFindings = {
  'material-grammar': materialFinding({
    severity: 'error',
    title: 'the private key contains something that its structure does not allow',
    meaning:
      'The structure of a private key is fixed (RFC 5208, RFC 5915, RFC 8017). Strict readers reject a key with an element too many, of another type, or missing; what KMS does with it is not documented.',
    cause: 'The file was changed or damaged, or a program wrote the structure by hand.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it reads the numbers of the key and writes the structure again. Compare the public key before you use it.',
    source: 'RFC5208',
  }),
  'der-integer': materialFinding({
    severity: 'error',
    title: 'an INTEGER of the private key is not encoded as BER demands',
    meaning:
      'An INTEGER is signed and as short as possible (X.690, 8.3). Without its leading zero byte a large number is negative; with zero bytes that are not needed it is not valid BER. Strict readers reject both.',
    cause: 'A program wrote the bytes of an unsigned big number without looking at the highest bit.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it reads the integers as unsigned numbers and writes them with their leading zero byte.',
    source: 'X690',
  }),
  'algorithm-identifier': materialFinding({
    severity: 'error',
    title: 'the algorithm identifier is not the one of this key',
    meaning:
      'The PKCS#8 structure names the algorithm of the key with its parameters: rsaEncryption with NULL (RFC 8017, appendix A.1), or id-ecPublicKey with the curve (RFC 5480, section 2.1.1). Readers differ in what else they accept.',
    cause: 'A library that writes the identifier in another form.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it keeps the key and writes the usual algorithm identifier.',
    source: 'RFC8017',
  }),
} satisfies Record<string, FindingInfo>;
