import type { Encoding, Loss } from './layer.ts';

/** Bytes that a text stands for, and in which encoding; or why they cannot be had. */
export type Dressed =
  { readonly layer: Encoding; readonly bytes: Buffer } | { readonly layer: Encoding; readonly lost: Loss };

/** Every reading of a whole text in one encoding; nothing where it is another. Linear in the length of the text. */
export type Dress = (text: string) => readonly Dressed[];

/** Shortest run of bytes that is worth taking for a key or blob inside text. */
export const shortestBytes = 16;

export const isHexDigit = (code: number) =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);

export const isDecimalDigit = (code: number) => code >= 0x30 && code <= 0x39;

export const isSpace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** What displays put in place of bytes that they leave out. */
export const isAbridged = (text: string) =>
  text.includes('...') || text.includes('…') || text.includes('truncated');
