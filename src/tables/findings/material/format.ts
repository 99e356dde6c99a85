import { materialFinding, type FindingInfo } from '../types.ts';

export const materialFormatFindings = {
  'material-pem': materialFinding({
    severity: 'error',
    title: 'the key material is PEM text, not binary',
    meaning:
      'KMS reads the decrypted bytes as they are: DER for a private key, raw bytes for a symmetric or HMAC key. It does not look for PEM armour.',
    cause:
      'A key file was taken as the tool wrote it, for example by `openssl genpkey` without `-outform DER`.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it reads the block and writes the bytes that KMS imports.',
    source: 'REQ',
  }),
  'material-base64': materialFinding({
    severity: 'error',
    title: 'the key material is base64 text, not binary',
    meaning: 'KMS would import the characters, or refuse them, instead of the bytes that they stand for.',
    cause: 'The key came from a secret store, an API or `openssl rand -base64`, and was not decoded.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it decodes the text and writes the bytes that KMS imports.',
    source: 'REQ',
    suggests: 'raw',
  }),
  'material-hex': materialFinding({
    severity: 'error',
    title: 'the key material is hexadecimal text, not binary',
    meaning: 'KMS would import the digits, or refuse them, instead of the bytes that they stand for.',
    cause: 'The key was made with `openssl rand -hex`, or copied from an HSM or a key ceremony sheet.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it decodes the digits and rejects an odd number of them unless the key spec says which one is missing.',
    source: 'REQ',
    suggests: 'raw',
  }),
  'material-trailing-newline': materialFinding({
    severity: 'error',
    title: 'a line break follows the key material',
    meaning:
      'The bytes are right, but one or two more were appended, so that raw material has a wrong length and DER has bytes after its end.',
    cause: 'The file went through an editor, `echo`, or another tool that ends its output with a newline.',
    fix: 'Remove the final line break, for example with `head -c -1 material.bin > fixed.bin` (`-2` for CRLF).',
    source: 'REQ',
    suggests: 'raw',
  }),
  'material-trailing-bytes': materialFinding({
    severity: 'warning',
    title: 'bytes follow the end of the private key',
    meaning:
      'Whether KMS accepts a private key with bytes after its end, or after one of its parts, is not documented.',
    cause:
      'The token padded its buffer (SoftHSM fills the last block with zeros), a file was appended to, or a length was taken from the buffer instead of from the key.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes the key without what follows it.',
    source: 'RFC5208',
  }),
  'material-length': materialFinding({
    severity: 'error',
    title: 'the raw key material has a length that the key spec does not accept',
    meaning:
      'KMS accepts exactly 32 bytes for SYMMETRIC_DEFAULT (16 in China Regions) and, for an HMAC key, at least the length of its hash.',
    cause: 'A key for another key spec or partition, a file cut short, or text where bytes are expected.',
    fix: 'Generate material of the due length, for example `openssl rand -out PlaintextKeyMaterial.bin 32` (SYMMETRIC_DEFAULT in China Regions: 16).',
    source: 'REQ',
  }),
  'hmac-longer': materialFinding({
    severity: 'warning',
    title: 'the HMAC key is longer than its key spec',
    meaning:
      'The two documents disagree: the requirements allow up to 1024 bits, the page with the commands wants exactly the length of the key spec.',
    cause: 'An existing HMAC key from elsewhere, where any length will do.',
    fix: 'Use exactly the length of the key spec where you can choose; where you cannot, try the import before you rely on it.',
    source: 'S3',
  }),
  'material-pkcs1': materialFinding({
    severity: 'error',
    title: 'the private key is in PKCS#1 form, not PKCS#8',
    meaning: 'KMS wants PKCS#8 (RFC 5208), which says in its first fields which algorithm the key is for.',
    cause:
      '`openssl rsa -outform DER`, `openssl genpkey -outform DER` of OpenSSL 3.0, or `openssl pkcs8` without `-topk8`.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes the same key as PKCS#8 DER.',
    source: 'REQ',
  }),
  'material-sec1': materialFinding({
    severity: 'error',
    title: 'the private key is in SEC1 form (ECPrivateKey), not PKCS#8',
    meaning:
      'KMS wants PKCS#8 (RFC 5208), which says in its first fields which algorithm and curve the key is for.',
    cause: '`openssl ecparam -genkey` or `openssl ec -outform DER`.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes the same key as PKCS#8 DER.',
    source: 'REQ',
  }),
  'material-raw-scalar': materialFinding({
    severity: 'error',
    title: 'the private key is a bare scalar, not PKCS#8',
    meaning:
      'The bytes are the secret number alone (or with its public point); KMS wants PKCS#8 (RFC 5208) around it.',
    cause: 'Wallets, secp256k1 libraries and HSM exports hand out the number without any structure.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes PKCS#8 around the number and computes the public key. Compare the public key before you use it.',
    source: 'REQ',
    suggests: 'nothing',
  }),
  'material-jwk': materialFinding({
    severity: 'error',
    title: 'the key material is a JSON Web Key',
    meaning: 'KMS accepts PKCS#8 DER for private keys and raw bytes for symmetric and HMAC keys, no JSON.',
    cause: 'The key was exported from a JOSE library, a browser or a vault.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it decodes the members from base64url and writes the bytes that KMS imports.',
    source: 'REQ',
  }),
  'material-other-format': materialFinding({
    severity: 'error',
    title: 'the key material is in a container that KMS does not open',
    meaning:
      'The file is a key store, or a private key in the form of another program; KMS accepts PKCS#8 DER only.',
    cause:
      'The file that another program keeps its key in was wrapped as it is: PKCS#12, OpenSSH, a Java key store, PuTTY, a Windows key blob.',
    fix: "Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED` for an unencrypted OpenSSH, PuTTY, XML or Windows key. Otherwise export the key first: `ssh-keygen -p -N '' -f COPY` removes the passphrase from a copy of an OpenSSH key, `openssl pkcs12 -in FILE -nodes -nocerts` opens PKCS#12, `keytool -importkeystore -deststoretype PKCS12` turns a Java key store into PKCS#12.",
    source: 'REQ',
  }),
  'material-encrypted': materialFinding({
    severity: 'error',
    title: 'the private key is encrypted with a password',
    meaning: 'KMS has no password to open it with: the key must be in the clear inside the wrapped blob.',
    cause: '`openssl pkcs8 -topk8` without `-nocrypt`, or a key file that was protected from the start.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --passphrase-file PASSPHRASE --out FIXED` in a safe place for encrypted PKCS#8. Open a keystore of another program with that program, and export the private key unencrypted.',
    source: 'REQ',
  }),
  'material-public-key': materialFinding({
    severity: 'error',
    title: 'the key material is a public key or a certificate',
    meaning: 'There is no secret in it, so nothing that KMS could import.',
    cause: 'The public half of the pair, or the certificate, was taken instead of the private key.',
    fix: 'Wrap the private key that belongs to it.',
    source: 'REQ',
  }),
  'material-not-der': materialFinding({
    severity: 'error',
    title: 'the key material is not a PKCS#8 private key, or not a whole one',
    meaning: 'No complete DER structure of a private key stands at the beginning of the bytes.',
    cause: 'A file cut short or changed on its way, a wrong file, or the wrong offset in an export.',
    fix: 'Export the private key again as PKCS#8 DER, and check it with `openssl pkey -inform DER -in PrivateKey.der -noout -check`.',
    source: 'REQ',
  }),
  'key-spec-mismatch': materialFinding({
    severity: 'error',
    title: 'the key is of another key spec',
    meaning:
      'The KMS key was created with one key spec, the material is of another; KMS accepts only material that fits.',
    cause:
      'Two keys were mixed up, or the KMS key was created with the wrong key spec (which cannot be changed later).',
    fix: 'Take the key that belongs here, or create a KMS key with the key spec of this one.',
    source: 'REQ',
    suggests: 'nothing',
  }),
  'key-type-unsupported': materialFinding({
    severity: 'error',
    title: 'the key is of a type whose import KMS does not support',
    meaning:
      'KMS imports RSA keys, keys on P-256, P-384, P-521 and secp256k1, and in China Regions SM2 keys. This one is of another type or on another curve.',
    cause: 'The key was made for another purpose, or with an algorithm or curve that KMS does not import.',
    fix: 'Generate a key of a key spec that can be imported.',
    source: 'REQ',
  }),
  'pkcs8-version': materialFinding({
    severity: 'warning',
    title: 'the PKCS#8 version is not the one KMS documents',
    meaning:
      'KMS documents PKCS#8 as in RFC 5208, which knows version 0 only. Version 1 (RFC 5958) adds a public key; what KMS does with it is not documented.',
    cause: 'A library that writes the newer form, as several do when the public key is to be kept.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes version 0 with the same key.',
    source: 'RFC5208',
  }),
  'pkcs8-attributes': materialFinding({
    severity: 'warning',
    title: 'the PKCS#8 structure carries attributes',
    meaning:
      'Attributes such as key usage or a friendly name are allowed by RFC 5208; what KMS does with them is not documented.',
    cause: 'A key store or a smart card tool that keeps names and usages with the key.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes the same key without attributes.',
    source: 'RFC5208',
  }),
  'der-not-canonical': materialFinding({
    severity: 'notice',
    title: 'the encoding is BER but not DER',
    meaning:
      'KMS documents that it accepts BER, so this is not a fault; another tool on the way may be stricter, and the bytes differ from what it would write.',
    cause:
      'A token or library that writes indefinite or long lengths, or integers with more zeros than needed.',
    fix: 'Nothing has to be done. `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED` writes DER.',
    source: 'X690',
  }),
} satisfies Record<string, FindingInfo>;
