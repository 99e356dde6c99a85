import { byForm, byOpening } from './by-hand.ts';
import { blobFinding, type FindingInfo } from '../types.ts';

/** The file is binary, but its parts are not as the wrapping algorithm lays them out. */
export const blobStructureFindings = {
  'blob-trailing-newline': blobFinding({
    severity: 'error',
    title: 'a line end follows the blob',
    meaning: 'The length is no longer one that the algorithm gives, and decryption fails.',
    cause: 'An editor saved the file, or `echo` or a program that ends its output with a line end wrote it.',
    fix: byForm('blob-trailing-newline'),
    source: 'S3',
  }),
  'blob-truncated': blobFinding({
    severity: 'error',
    title: 'the blob is cut short',
    meaning: 'The algorithm gives more bytes under this wrapping key than there are.',
    cause:
      'A copy or transfer ended early, a fixed-size buffer was too small, the two parts of a hybrid blob were not joined, or a big-integer type dropped a leading zero byte.',
    fix: 'Transfer or join the file again; for RSA_AES_KEY_WRAP: cat aes-key-wrapped.bin key-material-wrapped.bin > EncryptedKeyMaterial.bin',
    source: 'S3',
  }),
  'blob-trailing-bytes': blobFinding({
    severity: 'error',
    title: 'other bytes follow the blob',
    meaning: 'The length is no longer one that the algorithm gives, and decryption fails.',
    cause:
      'A checksum, signature or trailer of a vendor format, or zero bytes up to a block or buffer length.',
    fix: byOpening('blob-trailing-bytes'),
    source: 'S3',
  }),
  'blob-length': blobFinding({
    severity: 'error',
    title: 'the blob has a length that the algorithm cannot give',
    meaning:
      'RSAES-OAEP gives exactly the modulus length; RSA_AES_KEY_WRAP gives the modulus length and a multiple of 8, at least 16; the API takes 6144 bytes at most.',
    cause: 'Another file, or the output of another mechanism, was taken for the blob.',
    fix: 'Check which file was submitted and which mechanism made it.',
    source: 'API',
  }),
  'blob-header': blobFinding({
    severity: 'error',
    title: 'other bytes precede the blob',
    meaning: 'KMS reads the first bytes as the start of the ciphertext, and decryption fails.',
    cause:
      'A vendor header: CloudHSM’s key_mgmt_util writes one unless it is told `-noheader`; others put a length or a format number before the ciphertext, or a big-integer type a sign byte.',
    fix: byOpening('blob-header'),
    source: 'S3',
  }),
  'blob-parts-swapped': blobFinding({
    severity: 'error',
    title: 'the wrapped key material stands before the encrypted AES key',
    meaning: 'KMS decrypts the first bytes, as many as the modulus has, as the AES key.',
    cause: 'The two files were joined in the wrong order.',
    fix: 'cat aes-key-wrapped.bin key-material-wrapped.bin > EncryptedKeyMaterial.bin',
    source: 'S3',
  }),
  'blob-doubled': blobFinding({
    severity: 'error',
    title: 'the file holds the output of more than one run',
    meaning: 'The length is no longer one that the algorithm gives, and decryption fails.',
    cause: 'The output was appended (`>>`) to a file that was already there.',
    fix: 'Delete the file and wrap again, writing with `>` or -out.',
    source: 'S3',
  }),
  'blob-duplicate': blobFinding({
    severity: 'warning',
    title: 'another subject of the batch is byte for byte the same',
    meaning:
      'Wrapping is randomised: two wraps of even the same key differ. The same file is listed twice, or one key stands for two.',
    cause: 'A copy was left under two names, or a script exported the same object twice.',
    fix: 'Check which key each file is meant to hold and export the missing one.',
    source: 'S3',
  }),
  'reference-differs': blobFinding({
    severity: 'notice',
    title: 'the blob and the reference blob were produced differently',
    meaning:
      'Some layer differs: text form, padding, hashes, AES key length or key wrap. What of it is wrong is named by the other findings.',
    cause: 'Two tools, or one tool with two settings.',
    fix: 'Set the tool as the reference was made.',
    source: 'S3',
    compares: true,
  }),
} satisfies Record<string, FindingInfo>;
