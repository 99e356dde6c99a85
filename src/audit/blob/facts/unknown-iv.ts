import { pkcs8Heads } from '../../../formats/keys/heads.ts';
import { isPrivateKey } from './recognise.ts';

const block = 16;

/** SEQUENCE and the length of `content` bytes (X.690, 8.1.3). */
function outer(content: number): Buffer {
  if (content < 0x80) return Buffer.of(0x30, content);
  if (content < 0x100) return Buffer.of(0x30, 0x81, content);
  return Buffer.of(0x30, 0x82, content >> 8, content & 0xff);
}

/**
 * A private key whose first block was lost: CBC under an IV that is not in the blob decrypts to everything but that, and
 * PKCS#8 leaves little choice for it. Zeros may fill the key up to whole blocks.
 * @returns the key with its first block restored; undefined when no choice makes it one
 */
export function restoreFirstBlock(plain: Buffer): Buffer | undefined {
  if (plain.length < 3 * block) return undefined;
  for (let filled = 0; filled < block && (filled === 0 || plain.at(-filled) === 0); filled++)
    for (const head of pkcs8Heads) {
      const header = [4, 3, 2]
        .map((bytes) => outer(plain.length - filled - bytes))
        .find((each, index) => each.length === 4 - index);
      if (header === undefined) continue;
      const first = Buffer.concat([header, head]).subarray(0, block);
      if (first.length < block) continue;
      const restored = Buffer.concat([first, plain.subarray(block)]);
      if (isPrivateKey(restored)) return restored;
    }
  return undefined;
}
