import { blobFinding, type FindingInfo } from '../types.ts';

/** The AES key of a hybrid blob, and the key wrap under it. */
export const keyWrapFindings = {
  'kek-all-zero': blobFinding({
    severity: 'error',
    title: 'the key material is wrapped under an all-zero AES key',
    meaning:
      'Anyone can unwrap it: the encryption of the AES key protects nothing. Treat the key as exposed.',
    cause:
      '`-K "$(xxd -p …)"` where xxd is not installed: openssl takes the empty string, pads it with zeros and succeeds.',
    fix: 'Discard this key, make a new one, and check the length of the AES key before wrapping (the hardened recipe does).',
    source: 'OPENSSL',
    exposure: 'undetected',
  }),
  'kek-predictable': blobFinding({
    severity: 'error',
    title: 'the key material is wrapped under an AES key that anyone would try',
    meaning:
      'One byte repeated, or bytes counting up: whoever has the blob can unwrap it. Treat the key as exposed.',
    cause: 'A placeholder or a sample key of a test was left in the export script.',
    fix: 'Discard this key, make a new one, and draw a fresh AES key for each wrap: openssl rand -out aes-key.bin 32',
    source: 'S3',
    exposure: 'undetected',
  }),
  'kek-encoded': blobFinding({
    severity: 'error',
    title: 'the AES key is encoded in one of the two places where it is used',
    meaning:
      'RSA block and key wrap hold different bytes: one has the AES key itself, the other its hexadecimal, base64 or other text. KMS uses the block as it is.',
    cause:
      'The hexadecimal string for `-K` was also fed to pkeyutl, or a program used the text of the key as the key.',
    fix: 'Encrypt the 32 raw bytes: -in aes-key.bin as `openssl rand -out` wrote it.',
    source: 'S3',
  }),
  'kek-length': blobFinding({
    severity: 'error',
    title: 'the AES key is not 256 bits long',
    meaning: 'The documented algorithm is a 256-bit AES key; the wrap is sound otherwise.',
    cause: 'CKK_AES with CKA_VALUE_LEN 16 or 24, ulAESKeyBits 128, or `openssl rand 16`.',
    fix: 'Use an AES key of 32 bytes (ulAESKeyBits 256).',
    source: 'S3',
  }),
  'kek-zero-padded': blobFinding({
    severity: 'error',
    title: 'the AES key is a shorter one filled up with zero bytes',
    meaning:
      'The key has fewer secret bits than it should, and where RSA block and key wrap do not hold the same bytes KMS cannot unwrap.',
    cause:
      'The string for `-K` was too short (openssl pads it and succeeds), was cut at a line end of xxd’s output, or lost leading zeros in a big-integer type.',
    fix: "Draw 32 random bytes and give all 64 hexadecimal digits in one line: xxd -p < aes-key.bin | tr -d '\\n'",
    source: 'OPENSSL',
    exposure: 'undetected',
  }),
  'kek-mismatch': blobFinding({
    severity: 'error',
    title: 'the wrapped key material does not open under the AES key of the RSA block',
    meaning:
      'The integrity check fails under that key and under every plausible variant of it: the two parts do not belong together, or bytes are changed or missing.',
    cause:
      'Parts of two runs were joined, the AES key was drawn anew between the two commands, the material was wrapped with a cipher that is not known here, or the file lost a multiple of 8 bytes.',
    fix: 'Run all commands again in one go, with one aes-key.bin, and join the two parts of that run.',
    source: 'RFC5649',
  }),
  'kek-reused': blobFinding({
    severity: 'warning',
    title: 'another subject of the batch is wrapped under the same AES key',
    meaning: 'Whoever learns one AES key opens both. The recipe draws a fresh one for each wrap.',
    cause: 'aes-key.bin was made once and used in a loop, or the device wraps with a fixed key.',
    fix: 'Draw a new AES key for each key that is wrapped.',
    source: 'S3',
  }),
  'kw-not-kwp': blobFinding({
    severity: 'error',
    title: 'AES key wrap without padding (RFC 3394) instead of with padding (RFC 5649)',
    meaning: 'The initial value is another one, so KMS’s integrity check fails.',
    cause: 'CKM_AES_KEY_WRAP instead of CKM_AES_KEY_WRAP_KWP, `-id-aes256-wrap`, or Java’s AESWrap.',
    fix: 'Use the padded form: -id-aes256-wrap-pad -iv A65959A6, CKM_AES_KEY_WRAP_KWP, AES/KWP/NoPadding.',
    source: 'RFC5649',
  }),
  'kw-pkcs7': blobFinding({
    severity: 'error',
    title: 'AES key wrap without padding (RFC 3394) over PKCS#7 padded key material',
    meaning:
      'The initial value is another one and the material carries padding bytes; KMS’s integrity check fails.',
    cause: 'CKM_AES_KEY_WRAP_PAD of many tokens, or AES/KW/PKCS5Padding in Java.',
    fix: 'Use RFC 5649: CKM_AES_KEY_WRAP_KWP, AES/KWP/NoPadding, -id-aes256-wrap-pad.',
    source: 'RFC5649',
  }),
  'kwp-icv': blobFinding({
    severity: 'error',
    title: 'AES key wrap with padding under another alternative initial value than A65959A6',
    meaning: 'KMS checks for A65959A6, so unwrapping fails.',
    cause:
      'Another `-iv` (openssl pads or cuts one of the wrong length and succeeds), or a vendor’s own value.',
    fix: 'Give -iv A65959A6.',
    source: 'RFC5649',
  }),
  'kwp-length': blobFinding({
    severity: 'error',
    title: 'the message length indicator of the key wrap is impossible',
    meaning:
      'It must lie within the last eight bytes of the wrapped length; otherwise the integrity check fails.',
    cause:
      'A home-made implementation (bits instead of bytes, little-endian), or the padless cipher with the value A65959A6 filled up with zeros.',
    fix: 'Take a library’s RFC 5649; the indicator is the length in bytes, 32 bits, most significant byte first.',
    source: 'RFC5649',
  }),
  'kwp-padding': blobFinding({
    severity: 'error',
    title: 'the padding of the key wrap is not zero',
    meaning: 'RFC 5649 pads with zero bytes and checks them; otherwise the integrity check fails.',
    cause: 'A home-made implementation that pads with PKCS#7 or random bytes.',
    fix: 'Take a library’s RFC 5649.',
    source: 'RFC5649',
  }),
  'kwp-chunked': blobFinding({
    severity: 'error',
    title: 'the key material was wrapped piece by piece',
    meaning:
      'Several wraps stand one after another; KMS unwraps the whole as one, and its integrity check fails.',
    cause:
      '`openssl enc` of version 3.0 wraps each buffer of input separately; a program called the cipher in a read loop.',
    fix: 'Wrap the whole material in one call. No key material that KMS accepts is longer than 4096 bytes.',
    source: 'RFC5649',
  }),
  'kwp-other-cipher': blobFinding({
    severity: 'error',
    title: 'the key material is encrypted with an AES mode other than key wrap',
    meaning: 'KMS unwraps with RFC 5649 and its integrity check fails.',
    cause:
      '`-aes-256-cbc` (or ECB, CTR, GCM) instead of `-id-aes256-wrap-pad`, or an HSM’s general encrypt call.',
    fix: 'Use AES key wrap with padding: -id-aes256-wrap-pad -iv A65959A6.',
    source: 'S3',
  }),
} satisfies Record<string, FindingInfo>;
