import type { OtherMaker } from '../facts/types.ts';

/** What shows that a block was made under another key. */
export function describeMaker(made: OtherMaker | undefined): string {
  if (made === undefined) return 'no padding of any kind under this key';
  return made.under === 'sm2'
    ? 'a ciphertext under an SM2 key'
    : `${made.bytes} bytes are the length of a blob under ${made.wrappingKeySpec}`;
}
