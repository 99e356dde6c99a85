import { byForm } from './by-hand.ts';
import { blobFinding, type FindingInfo } from '../types.ts';

/** The file is another kind of file than a binary blob. */
export const blobTextFindings = {
  'blob-empty': blobFinding({
    severity: 'error',
    title: 'the blob is empty',
    meaning: 'There is nothing to import; the API takes 1 to 6144 bytes.',
    cause:
      'A command of the pipeline failed and its output file was created all the same. `openssl enc` also writes nothing, and succeeds, when its input is empty.',
    fix: 'Look at the exit status of every command, check that the key material file is not empty, and wrap again.',
    source: 'API',
  }),
  'blob-plaintext': blobFinding({
    severity: 'error',
    title: 'the file is the key material itself, unencrypted',
    meaning:
      'It can be read without any key. KMS does not accept it, and whoever has seen the file or its transport knows the key.',
    cause:
      'The plaintext file was handed on instead of the wrapped one, or the tool that should have encrypted wrote its input through.',
    fix: 'Treat the key as exposed: make a new one, and submit the file that the encrypting command wrote.',
    source: 'S3',
    exposure: 'rejected',
  }),
  'blob-jwe': blobFinding({
    severity: 'error',
    title: 'the file is a JSON Web Encryption message, not wrapped key material',
    meaning:
      'The message is encrypted under a random content encryption key, and its `encrypted_key` is that key, not the key material. Whoever imports it has a key that is not known to anyone.',
    cause:
      'A JOSE library or a vault encrypted the key material as a message (RFC 7516) instead of wrapping the key itself.',
    fix: 'Decrypt the message with the private key that it was made for, and wrap the plaintext by the algorithm that was asked for.',
    source: 'RFC7516',
  }),
  'blob-message': blobFinding({
    severity: 'error',
    title: 'the file is an encrypted message or key block of another system, not wrapped key material',
    meaning: 'KMS does not read the format, and what is inside is encrypted in another way.',
    cause: 'The key was exported in the format of another program or HSM.',
    fix: 'Export the key under the wrapping public key of KMS, or open the message with the program that wrote it and wrap what is inside.',
    source: 'S3',
  }),
  'blob-numbers': blobFinding({
    severity: 'error',
    title: 'the blob is a list of decimal numbers, not binary',
    meaning: 'KMS reads the bytes as they are: digits and commas instead of the bytes that they stand for.',
    cause: 'A program printed a byte array, as JavaScript, Java and Python do, and the text was saved.',
    fix: byForm('blob-numbers'),
    source: 'API',
  }),
  'blob-public-key': blobFinding({
    severity: 'error',
    title: 'the file is a public key, not wrapped key material',
    meaning: 'There is no key material in it.',
    cause: 'File names were mixed up: WrappingPublicKey.bin was taken for EncryptedKeyMaterial.bin.',
    fix: 'Submit the output of the encrypting command.',
    source: 'S4',
  }),
  'blob-pem': blobFinding({
    severity: 'error',
    title: 'the blob is PEM text instead of binary',
    meaning: 'KMS decrypts the bytes as they are; the armour and the base64 inside it are not ciphertext.',
    cause: 'An export tool wraps whatever it writes in BEGIN and END lines.',
    fix: byForm('blob-pem'),
    source: 'S4',
  }),
  'blob-base64': blobFinding({
    severity: 'error',
    title: 'the blob is base64 text instead of binary',
    meaning:
      'KMS decrypts the bytes as they are. The AWS CLI encodes a `fileb://` file itself, so what arrives is base64 of base64.',
    cause: 'An HSM or a cloud tool exports base64, or the file was encoded for transport and never decoded.',
    fix: byForm('blob-base64'),
    source: 'S4',
  }),
  'blob-hex': blobFinding({
    severity: 'error',
    title: 'the blob is hexadecimal text instead of binary',
    meaning: 'KMS decrypts the bytes as they are; hexadecimal digits are not ciphertext.',
    cause: 'A dump (xxd, hexdump, od) or an HSM console was saved instead of the binary output.',
    fix: byForm('blob-hex'),
    source: 'S4',
  }),
  'blob-json': blobFinding({
    severity: 'error',
    title: 'the blob lies inside a JSON document',
    meaning: 'KMS decrypts the bytes as they are and reads no JSON.',
    cause:
      'The whole answer of an API or a transfer file of another cloud (such as a `.byok` file) was saved as the blob.',
    fix: byForm('blob-json'),
    source: 'S4',
  }),
  'blob-text-mangled': blobFinding({
    severity: 'error',
    title: 'the blob went through a text conversion that changed its bytes',
    meaning:
      'Bytes were added, replaced or dropped. After UTF-8 replacement the original is lost; after the others it can be had back, but should be made anew.',
    cause:
      'PowerShell before 7.4 decodes what a program writes and saves UTF-16; an FTP transfer in text mode or a Git checkout turns LF into CRLF; a program read the file as text; a shell variable drops zero bytes.',
    fix: 'Write the file with the option -out of openssl, never through `>`, a shell variable or a text transfer, and wrap again.',
    source: 'OPENSSL',
  }),
  'blob-openssl-salted': blobFinding({
    severity: 'error',
    title: 'encrypted with a password by `openssl enc`',
    meaning: 'KMS knows no password; the key of this encryption never reaches it.',
    cause:
      '`openssl enc -aes-256-… -pass` or `-k` was used in place of the documented `-id-aes256-wrap-pad -K`.',
    fix: 'Take the documented commands for the wrapping algorithm.',
    source: 'S3',
  }),
} satisfies Record<string, FindingInfo>;
