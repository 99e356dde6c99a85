/** A place that documents something: short name, what is said there, address where it has one. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly url?: string;
}

const guide = (id: string, page: string, title: string) =>
  ({
    id,
    title: `AWS KMS Developer Guide, "${title}"`,
    url: `https://docs.aws.amazon.com/kms/latest/developerguide/${page}.html`,
  }) as const satisfies Source;

const rfc = (number: number, title: string) =>
  ({
    id: `RFC ${number}`,
    title: `RFC ${number}, ${title}`,
    url: `https://www.rfc-editor.org/rfc/rfc${number}`,
  }) as const satisfies Source;

/** Every document that a row, a rule or a finding cites. */
export const sources = {
  REQ: guide('REQ', 'importing-keys-conceptual', 'Requirements for imported key material'),
  S2: guide(
    'S2',
    'importing-keys-get-public-key-and-token',
    'Step 2: Download the wrapping public key and import token',
  ),
  S3: guide('S3', 'importing-keys-encrypt-key-material', 'Step 3: Encrypt the key material'),
  S4: guide('S4', 'importing-keys-import-key-material', 'Step 4: Import the key material'),
  OFF: guide('OFF', 'offline-operations', 'Offline operations'),
  API: {
    id: 'API',
    title: 'AWS KMS API model (@aws-sdk/client-kms 3.1164.0)',
    url: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html',
  },
  RFC3394: rfc(3394, 'AES Key Wrap'),
  RFC5649: rfc(5649, 'AES Key Wrap with Padding'),
  RFC8017: rfc(8017, 'PKCS#1 v2.2'),
  RFC5208: rfc(5208, 'PKCS#8 v1.2'),
  RFC5958: rfc(5958, 'Asymmetric Key Packages'),
  RFC5915: rfc(5915, 'Elliptic Curve Private Key Structure'),
  RFC5480: rfc(5480, 'Elliptic Curve Subject Public Key Information'),
  RFC7520: rfc(7520, 'Examples of Protecting Content Using JSON Object Signing and Encryption (JOSE)'),
  RFC7517: rfc(7517, 'JSON Web Key'),
  RFC7516: rfc(7516, 'JSON Web Encryption'),
  RFC7515: rfc(7515, 'JSON Web Signature'),
  RFC6979: rfc(6979, 'Deterministic Usage of DSA and ECDSA'),
  RFC4648: rfc(4648, 'The Base16, Base32, and Base64 Data Encodings'),
  RFC8259: rfc(8259, 'The JavaScript Object Notation (JSON) Data Interchange Format'),
  RFC7468: rfc(7468, 'Textual Encodings of PKIX, PKCS, and CMS Structures'),
  RFC9500: rfc(9500, 'Standard Public Key Cryptography Test Keys'),
  RFC9563: rfc(9563, 'SM2 Digital Signature Algorithm for DNSSEC'),
  RFC4086: rfc(4086, 'Randomness Requirements for Security'),
  X690: { id: 'X.690', title: 'ITU-T X.690, BER, CER and DER' },
  SEC1: { id: 'SEC1', title: 'SEC1 v2.0, Elliptic Curve Cryptography' },
  FIPS186: { id: 'FIPS 186-5', title: 'FIPS 186-5, Digital Signature Standard' },
  SEC2: { id: 'SEC 2', title: 'SEC 2 v2.0, Recommended Elliptic Curve Domain Parameters' },
  GBT32918: { id: 'GB/T 32918', title: 'GB/T 32918 (parts 4 and 5), SM2 public key encryption' },
  GBT32907: { id: 'GB/T 32907', title: 'GB/T 32907-2016, SM4 block cipher algorithm' },
  SP80038A: { id: 'SP 800-38A', title: 'NIST SP 800-38A, Block Cipher Modes of Operation, appendix F' },
  GOLDEN: { id: 'golden', title: "kms-keywrap's own golden keys and vectors (golden/ of the package)" },
  HARDHAT: {
    id: 'Hardhat',
    title: 'Hardhat and Foundry documentation, default accounts of the local network',
    url: 'https://hardhat.org/hardhat-network/docs/reference',
  },
  GMT0009: { id: 'GM/T 0009', title: 'GM/T 0009-2012, SM2 cryptography algorithm application specification' },
  OPENSSL: {
    id: 'OpenSSL',
    title: 'OpenSSL 3.0 manual pages openssl-enc, openssl-pkeyutl, openssl-pkcs8',
    url: 'https://docs.openssl.org/3.0/man1/',
  },
} as const satisfies Record<string, Source>;

export type SourceId = keyof typeof sources;
