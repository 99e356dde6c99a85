import { pkcs8Heads } from '../../../formats/keys/heads.ts';
import { isPrivateKey } from './recognise.ts';

const block = 16;

/** SEQUENCE and the length of `content` bytes (X.690, 8.1.3). */
function outer(content: number): Buffer {
  if (content < 0x80) return Buffer.of(0x30, content);
  if (content < 0x100) return Buffer.of(0x30, 0x81, content);
  return Buffer.of(0x30, 0x82, content >> 8, content & 0xff);
}

/** Where the key may end: at the end, before zeros that fill the last block, or before one byte of PKCS#7 padding. */
function ends(plain: Buffer): number[] {
  const found = [plain.length];
  for (let filled = 1; filled < block && plain.at(-filled) === 0; filled++) found.push(plain.length - filled);
  if (plain.at(-1) === 1) found.push(plain.length - 1);
  return found;
}

/** What the first block of a private key of `bytes` bytes can be. */
function firstBlocks(bytes: number): Buffer[] {
  const header = [4, 3, 2]
    .map((length) => outer(bytes - length))
    .find((each, index) => each.length === 4 - index);
  if (header === undefined) return [];
  return pkcs8Heads
    .map((head) => Buffer.concat([header, head]).subarray(0, block))
    .filter((first) => first.length === block);
}

/**
 * A private key whose first block was lost: CBC under an IV that is not in the blob decrypts to everything but that, and
 * PKCS#8 leaves little choice for it. Longer PKCS#7 padding was taken off before; one byte of it is distinguished from the last
 * byte of a key by its length alone.
 * @returns the key with its first block restored; undefined when no choice makes it one
 */
export function restoreFirstBlock(plain: Buffer): Buffer | undefined {
  if (plain.length < 3 * block) return undefined;
  for (const end of ends(plain))
    for (const first of firstBlocks(end)) {
      const restored = Buffer.concat([first, plain.subarray(block, end)]);
      if (isPrivateKey(restored)) return restored;
    }
  return undefined;
}
