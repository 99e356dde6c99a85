/** Where the nonce and the tag of an authenticated mode stand. */
export type NoncePlace =
  'nonce-front-tag-after' | 'nonce-and-tag-front' | 'tag-and-nonce-after' | 'zero-nonce' | 'recipe-nonce';

/** Where the initialization vector comes from; `recipe` is A65959A6 with zeros after it, as openssl fills it up. */
export type IvPlace =
  'none' | 'zero' | 'recipe' | 'front' | 'after' | 'nonce-front' | 'not-in-blob' | 'unknown';

export type AesMode = 'cbc' | 'ecb' | 'ctr' | 'cfb' | 'ofb' | 'cfb8';

/** An AES mode other than key wrap, or the other cipher with a key of 32 bytes. */
export type OtherCipher =
  | {
      readonly mode: 'gcm' | 'ccm' | 'ocb' | 'chacha20-poly1305';
      readonly bits: number;
      readonly nonce: NoncePlace;
    }
  | {
      readonly mode: AesMode;
      readonly bits: number;
      readonly iv: IvPlace;
      /** Known by its PKCS#7 padding alone, so that the plaintext is not certain. */
      readonly byPadding?: true;
    }
  /** Known by the length alone. `orCut`: a key wrap cut by 8 bytes is as long. */
  | { readonly mode: 'unpadded'; readonly orCut: boolean };
