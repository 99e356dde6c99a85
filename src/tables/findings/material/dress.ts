import { materialFinding, type FindingInfo } from '../types.ts';

/** Bytes in a dress that programs print or wrap them in, other than PEM, base64 and hexadecimal digits. */
export const materialDressFindings = {
  'material-numbers': materialFinding({
    severity: 'error',
    title: 'the key material is decimal numbers in text, not binary',
    meaning: 'KMS would import the digits, or refuse them, instead of the bytes that they stand for.',
    cause:
      'A program printed an array of bytes, or a number, as its language shows it: `Arrays.toString`, `JSON.stringify` of a Buffer, PowerShell, a big integer.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it turns the text into the bytes.',
    source: 'REQ',
    suggests: 'raw',
  }),
  'material-literal': materialFinding({
    severity: 'error',
    title: 'the key material is a string literal of a programming language, not binary',
    meaning:
      'KMS would import the quotes and escapes, or refuse them, instead of the bytes that they stand for.',
    cause:
      'A program printed bytes as its language writes them in source code, such as `print(key)` of Python.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it turns the text into the bytes.',
    source: 'REQ',
    suggests: 'raw',
  }),
  'material-octet-string': materialFinding({
    severity: 'error',
    title: 'a DER OCTET STRING stands around the key material',
    meaning: 'The first bytes are a tag and a length, no part of the key; KMS would import them with it.',
    cause: 'A library or a PKCS#11 tool handed out the value with its ASN.1 header.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes the content without tag and length.',
    source: 'REQ',
  }),
  'material-nested-pkcs8': materialFinding({
    severity: 'error',
    title: 'a PKCS#8 structure stands inside the PKCS#8 structure',
    meaning:
      'The private key was wrapped in PKCS#8 twice; where the private key of the algorithm belongs, a reader finds another PKCS#8 structure.',
    cause: 'A key that was PKCS#8 already was given to an encoder that expects the inner structure.',
    fix: 'Run `kms-keywrap convert FILE --key-spec KEY_SPEC --out FIXED`: it writes the inner structure alone.',
    source: 'RFC5208',
  }),
  'material-jwe': materialFinding({
    severity: 'error',
    title: 'the key material is a JSON Web Encryption message',
    meaning:
      'The content is encrypted for somebody who has its key. Its `encrypted_key` is a random content encryption key that the message was made with, not the key material.',
    cause: 'A key was exported by a JOSE library or a vault that encrypts what it hands out.',
    fix: 'Decrypt the message with its own key, and wrap the plaintext.',
    source: 'REQ',
  }),
  'material-key-block': materialFinding({
    severity: 'error',
    title: 'the key material is a key block or message of another key management system',
    meaning: 'The key in it is encrypted under a key of that system, which KMS does not have.',
    cause: 'An HSM exported the key in its own exchange format, such as TR-31 (ANSI X9.143) or KMIP.',
    fix: 'Export the key from the HSM under the wrapping public key of KMS, or in the clear in a safe place.',
    source: 'REQ',
  }),
  'material-message': materialFinding({
    severity: 'error',
    title: 'the key material is a message or file that another program encrypted or signed',
    meaning: 'Nothing in it is the key in the clear, and KMS cannot open it.',
    cause:
      'The key was protected for transport or storage by another program: CMS, `openssl enc`, SOPS, Ansible Vault.',
    fix: 'Open it with the program that wrote it, and wrap what is inside.',
    source: 'REQ',
  }),
} as const satisfies Record<string, FindingInfo>;
