import type { Dress } from './dress.ts';

/** Digits of the scalars and symmetric keys that people print as one number: 192 to 528 bits. */
const fewest = 56;
const most = 160;

/** One decimal number, as a big-integer type prints it: big-endian, without leading zeros. */
export const readDecimal: Dress = (text) => {
  const digits = text
    .trim()
    .replace(/^["']|["'nLI]$/g, '')
    .replaceAll('_', '');
  if (digits.length < fewest || digits.length > most || !/^[1-9][0-9]*$/.test(digits)) return [];
  const hex = BigInt(digits).toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return [{ layer: { kind: 'decimal', digits: digits.length }, bytes }];
};
