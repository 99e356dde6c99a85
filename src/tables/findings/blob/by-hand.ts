/** How the binary comes out of each dress of a blob without this package, for every service. */
export const byHand = {
  'blob-pem':
    'Take the base64 between the two lines and decode it: sed /^-----/d BLOB.pem | openssl enc -d -base64 -out EncryptedKeyMaterial.bin',
  'blob-base64': 'Decode it once: openssl enc -d -base64 -A -in BLOB.b64 -out EncryptedKeyMaterial.bin',
  'blob-hex':
    'Turn it back into bytes: xxd -r -p BLOB.hex EncryptedKeyMaterial.bin (for a dump with offsets: xxd -r)',
  'blob-json': 'Take the field that holds the ciphertext out of the document and decode it to binary.',
  'blob-numbers':
    'Write the bytes themselves to the file, for example `fs.writeFileSync(name, bytes)` in Node.js or `open(name, "wb").write(bytes(numbers))` in Python.',
  'blob-trailing-newline': 'Remove the last one or two bytes, or write the file again with -out.',
  'blob-header': 'Export without a header, or cut it off: tail -c +N with N = header length + 1.',
  'blob-trailing-bytes': 'Cut the file to the length of the blob, or export without the trailer.',
} as const;

type Dressed = keyof typeof byHand;

const convert = 'kms-keywrap convert BLOB --wrapping-algorithm ALGORITHM';

/** What recognises the blob by the public key, and writes EncryptedKeyMaterial.bin. */
export const byForm = (id: Dressed): string =>
  `Run ${convert} --public-key WrappingPublicKey.bin. Or: ${byHand[id]}`;

/** What only decryption with a test key can tell. */
export const byOpening = (id: Dressed): string =>
  `${byHand[id]} Of a rehearsal: run ${convert} --private-key test.pem.`;
