import type { FindingId } from '../../tables/findings/index.ts';
import type { Note } from './types.ts';

const rfc = (number: number) => `https://www.rfc-editor.org/rfc/rfc${number}`;

/** Every flag, in the order in which a file's notes list them. */
export const notes = {
  Normal: {
    bugType: 'BASIC',
    description: 'A valid ciphertext of key material as AWS KMS imports it, made from pseudorandom values.',
  },
  InvalidLength: {
    bugType: 'MISSING_STEP',
    description:
      'The ciphertext is shorter or longer than the algorithm can give for this key: empty, cut, with foreign bytes before or after it, or several in one. Decryption has to look at the whole of it.',
    effect: 'Bytes that nothing authenticates are ignored, or the message comes out cut.',
    links: [rfc(8017)],
  },
  LeadingZeroMissing: {
    bugType: 'LEGACY',
    description:
      'The RSA block lost its leading zero byte. As a number it is the same; RFC 8017 section 7.1.2 step 1.b rejects it for its length.',
    links: [rfc(8017)],
  },
  TextEncoding: {
    bugType: 'MODIFIED_PARAMETER',
    description:
      'The ciphertext was written as text: base64, hexadecimal, PEM or JSON. It is not decoded here.',
  },
  TextConversion: {
    bugType: 'MODIFIED_PARAMETER',
    description:
      'The ciphertext went through a text conversion that changed its bytes: UTF-16, UTF-8, question marks, line ends.',
  },
  NotACiphertext: {
    bugType: 'WRONG_PRIMITIVE',
    description:
      'The bytes are something else: the message itself, a public key, the output of a password-based cipher.',
    effect: 'An implementation that passes a message through accepts a key that was never encrypted.',
  },
  PartsSwapped: {
    bugType: 'MODIFIED_PARAMETER',
    description: 'The wrapped key material stands before the encrypted AES key.',
  },
  WrongScheme: {
    bugType: 'WRONG_PRIMITIVE',
    description:
      'RSAES-OAEP of the message where RSA AES key wrap is expected, or RSA AES key wrap where RSAES-OAEP is expected.',
  },
  WrongKey: {
    bugType: 'WRONG_PRIMITIVE',
    description: 'Encrypted under the public key of another key pair of the same size.',
  },
  RsaOutOfRange: {
    bugType: 'MISSING_STEP',
    description:
      'The RSA block as a number is not below the modulus. RFC 8017 section 5.1.2 step 1 rejects it before the private key is used.',
    links: [rfc(8017)],
  },
  ReversedByteOrder: {
    bugType: 'MODIFIED_PARAMETER',
    description: 'The RSA block stands in little-endian order.',
  },
  NoPadding: {
    bugType: 'WRONG_PRIMITIVE',
    description: 'RSA without padding.',
    effect: 'Whoever accepts it accepts a ciphertext that is malleable and can be guessed.',
  },
  Pkcs1Padding: {
    bugType: 'WRONG_PRIMITIVE',
    description: 'RSAES-PKCS1-v1_5 instead of RSAES-OAEP.',
    effect:
      'Whoever tries both paddings with one key gives an attacker the older one to break messages with.',
    links: ['https://archiv.infsec.ethz.ch/education/fs08/secsem/bleichenbacher98.pdf', rfc(8017)],
  },
  WrongHash: {
    bugType: 'WRONG_PRIMITIVE',
    description: 'OAEP and MGF1 both use a hash other than the one of the group.',
    links: [rfc(8017)],
  },
  WrongMgfHash: {
    bugType: 'WRONG_PRIMITIVE',
    description: 'OAEP and MGF1 use two different hashes, of which one at least is not the one of the group.',
    links: [rfc(8017)],
  },
  WrongLabel: {
    bugType: 'MISSING_STEP',
    description:
      'Encrypted with a label that is not empty. The hash of the empty label has to be compared (RFC 8017 section 7.1.2 step 3.g).',
    effect: 'Ciphertext made for another purpose is accepted.',
    links: [rfc(8017)],
  },
  WrongAesKeySize: {
    bugType: 'MODIFIED_PARAMETER',
    description: 'The AES key in the RSA block is 16 or 24 bytes long and properly used; 32 are expected.',
  },
  AesKeyNotAsUsed: {
    bugType: 'MISSING_STEP',
    description:
      'The RSA block holds something other than the 32 bytes that the key was wrapped with: the key as text, a key that was filled up with zero bytes afterwards, or another key when the material is wrapped under zeros.',
    effect: 'Whoever fills up, cuts or decodes the key until it fits accepts keys of less than 256 bits.',
  },
  ModifiedWrap: {
    bugType: 'AUTH_BYPASS',
    description: 'Bytes of the wrapped key material were changed or removed.',
    effect: 'Whoever does not compare the initial value accepts a changed key.',
    links: [rfc(5649), 'https://doi.org/10.6028/NIST.SP.800-38F'],
  },
  WrongWrap: {
    bugType: 'WRONG_PRIMITIVE',
    description:
      'Another mode than RFC 5649: RFC 3394, with PKCS#7 padding or without, several wraps one after another, or an AES mode that is not a key wrap.',
    links: [rfc(3394), rfc(5649)],
  },
  WrongInitialValue: {
    bugType: 'AUTH_BYPASS',
    description: 'The first half of the alternative initial value is not A65959A6 (RFC 5649 section 3).',
    effect: 'Whoever does not compare it accepts any ciphertext.',
    links: [rfc(5649)],
  },
  WrongLengthIndicator: {
    bugType: 'MISSING_STEP',
    description: 'The message length indicator does not fit the wrapped semiblocks (RFC 5649 section 3).',
    effect: 'A key of another length comes out.',
    links: [rfc(5649)],
  },
  PaddingNotZero: {
    bugType: 'MISSING_STEP',
    description: 'The padding after the key material is not zero (RFC 5649 section 3).',
    links: [rfc(5649)],
  },
  Sm2RawForm: {
    bugType: 'FUNCTIONALITY',
    description:
      'The concatenation C1 || C3 || C2 or C1 || C2 || C3 of GB/T 32918.4 instead of the ASN.1 SEQUENCE of GM/T 0009.',
  },
  Sm2DeviceStructure: {
    bugType: 'FUNCTIONALITY',
    description:
      'The C structure of a device (ECCCipher of GM/T 0018, ECCCIPHERBLOB of GM/T 0016) instead of the ASN.1 SEQUENCE of GM/T 0009.',
  },
  Sm2FieldOrder: {
    bugType: 'MODIFIED_PARAMETER',
    description: 'Hash and ciphertext stand in each other’s place in the SEQUENCE.',
  },
  Sm2PointNotOnCurve: {
    bugType: 'CONFIDENTIALITY',
    description: 'C1 is not a point of the curve (GB/T 32918.4 section 7.1 step B1).',
    effect: 'Whoever multiplies it anyway leaks the private key.',
  },
  Sm2WrongHash: {
    bugType: 'AUTH_BYPASS',
    description: 'C3 is not the hash of the message (GB/T 32918.4 section 7.1 step B6).',
    effect: 'Whoever does not compare it accepts a changed key.',
  },
  NotDer: {
    bugType: 'BER_ENCODING',
    description:
      'The SEQUENCE is not DER: bytes follow it, or a length takes more bytes than it needs. Some implementations open it nevertheless.',
  },
} as const satisfies Record<string, Note>;

export type Flag = keyof typeof notes;

/** The flag of a fault, by what an audit finds. */
const flagOf = {
  'blob-empty': 'InvalidLength',
  'blob-length': 'InvalidLength',
  'blob-truncated': 'InvalidLength',
  'blob-trailing-bytes': 'InvalidLength',
  'blob-header': 'InvalidLength',
  'blob-doubled': 'InvalidLength',
  'blob-trailing-newline': 'InvalidLength',
  'blob-pem': 'TextEncoding',
  'blob-base64': 'TextEncoding',
  'blob-hex': 'TextEncoding',
  'blob-json': 'TextEncoding',
  'blob-numbers': 'TextEncoding',
  'blob-text-mangled': 'TextConversion',
  'blob-plaintext': 'NotACiphertext',
  'blob-public-key': 'NotACiphertext',
  'blob-openssl-salted': 'NotACiphertext',
  'blob-jwe': 'NotACiphertext',
  'blob-message': 'NotACiphertext',
  'blob-parts-swapped': 'PartsSwapped',
  'direct-for-hybrid': 'WrongScheme',
  'hybrid-for-direct': 'WrongScheme',
  'wrapping-key-mismatch': 'WrongKey',
  'rsa-out-of-range': 'RsaOutOfRange',
  'rsa-byte-order': 'ReversedByteOrder',
  'rsa-no-padding': 'NoPadding',
  'rsa-pkcs1v15': 'Pkcs1Padding',
  'oaep-hash': 'WrongHash',
  'oaep-mgf1-hash': 'WrongMgfHash',
  'oaep-label': 'WrongLabel',
  'kek-length': 'WrongAesKeySize',
  'kek-zero-padded': 'AesKeyNotAsUsed',
  'kek-all-zero': 'AesKeyNotAsUsed',
  'kek-encoded': 'AesKeyNotAsUsed',
  'kek-mismatch': 'ModifiedWrap',
  'kw-not-kwp': 'WrongWrap',
  'kw-pkcs7': 'WrongWrap',
  'kwp-chunked': 'WrongWrap',
  'kwp-other-cipher': 'WrongWrap',
  'kwp-icv': 'WrongInitialValue',
  'kwp-length': 'WrongLengthIndicator',
  'kwp-padding': 'PaddingNotZero',
  'sm2-raw-c1c3c2': 'Sm2RawForm',
  'sm2-raw-c1c2c3': 'Sm2RawForm',
  'sm2-device-structure': 'Sm2DeviceStructure',
  'sm2-der-order': 'Sm2FieldOrder',
  'sm2-point': 'Sm2PointNotOnCurve',
  'sm2-hash': 'Sm2WrongHash',
  'sm2-der': 'NotDer',
} as const satisfies Partial<Record<FindingId, Flag>>;

/** Findings about what was asked for, not about the blob: they add no flag. */
const ofTheRequest: readonly FindingId[] = ['combination-disputed', 'combination-unsupported'];

/** The flags of a vector with these findings. `acceptable` ones are told apart by how they depart from the standard. */
export function flagsOf(findings: readonly FindingId[], acceptable: boolean, isSm2: boolean): Flag[] {
  if (acceptable) return [isSm2 ? 'NotDer' : 'LeadingZeroMissing'];
  const faults = findings.filter((id) => !ofTheRequest.includes(id));
  return [
    ...new Set(
      faults.map((id): Flag => {
        if (!Object.hasOwn(flagOf, id)) throw new RangeError(`${id} has no flag in flags.ts`);
        return flagOf[id as keyof typeof flagOf];
      }),
    ),
  ];
}
