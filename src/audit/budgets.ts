/** What one audit may cost at most, in one place; src/audit/README.md says in which order it is spent. */

/** Bytes of binary that are examined. No sound blob is longer than 2896 bytes and KMS accepts 6144, so several of them fit. */
export const longestBinary = 16 * 1024;

/** Bytes of text that are examined: a hexadecimal dump in UTF-16 takes ten times as much as the blob in it. */
export const longestText = 256 * 1024;

/** Text forms that are taken off, one after another: text within text within text is as far as people go. */
export const mostTextForms = 4;

/** Private RSA operations for one blob, by modulus length in bytes: about an eighth of a second for any length. A sound blob takes one. */
export const privateOperations = (k: number): number => Math.max(64, Math.floor(512 * (256 / k) ** 2.5));

/**
 * Bytes that go through AES key wrap for one blob, over all AES keys, lengths and readings that are tried: about a quarter of a
 * second. A sound blob takes the bytes of its wrapped part once, and that attempt is always made.
 */
export const unwrappedBytes = 1024 * 1024;

/** Bytes of header that are looked for before an RSA block or an SM2 ciphertext. */
export const longestHeader = 1024;

/** Headers that are tried whatever the length of the file, in bytes. */
export const shortHeader = 64;

/** Lone LFs that are turned into CRLF, one at a time. A blob of 2.5 KB has ten, by chance; each costs a private operation or an unwrapping. */
export const mostLineFeeds = 64;

/** Bytes of the largest RSA integer of key material that is computed with. KMS imports moduli of 512 bytes. */
export const longestModulus = 768;

/** Bytes of a bare scalar or of an EC private key's octets that are looked at. */
export const longestScalar = 128;

/** Bytes of text in which changes of a text pipe are looked for. */
export const longestMangled = 16 * 1024;

/** Lines of the outline of a structure that are compared with a reference. */
export const mostOutlineLines = 200;

/** Bytes of a blob or reference that a batch reads. */
export const maximumBlobBytes = 16 * 1024 * 1024;

/** Bytes of a key file that a batch reads. */
export const maximumKeyBytes = 64 * 1024;

/** Characters of one line of a manifest. */
export const maximumLineLength = 65_536;

/** An amount that is spent by many, the likeliest first: whoever asks for more than is left goes without. */
export interface Budget {
  readonly spend: (amount: number) => boolean;
}

export function budgetOf(amount: number): Budget {
  let left = amount;
  return {
    spend: (part) => {
      if (part > left) return false;
      left -= part;
      return true;
    },
  };
}
