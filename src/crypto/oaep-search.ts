import { availableHashes } from './hash.ts';
import { labelHash, messageOffset, oaepUnmask, type OaepDecoded } from './oaep.ts';
import { hashes, type HashName } from '../tables/hashes.ts';

/** What an OAEP block was really made with. */
export interface OaepIdentified extends OaepDecoded {
  readonly mgf1Hash: HashName;
  /** Several when a non-empty label leaves open which hash of this length was meant. Never empty. */
  readonly hashes: readonly HashName[];
  readonly emptyLabel: boolean;
}

/**
 * Zero bytes before the 0x01 from which a block with an unknown label hash is believed. With them a random
 * block passes by chance once in 2^40; the longest key material that KMS documents leaves five.
 */
const believedPadding = 4;

const seedLengths = [...new Set(Object.values(hashes).map((hash) => hash.bytes))];

/**
 * Tries every (hash, MGF1 hash) pair that this node knows on one RSA_NO_PADDING result. Pairs whose label hash
 * has the same length share their masks. A match of a known empty-label hash wins over an unknown label.
 */
export function identifyOaep(block: Buffer): OaepIdentified | undefined {
  if (block[0] !== 0) return undefined;
  let labelled: OaepIdentified | undefined;
  for (const seedBytes of seedLengths) {
    if (block.length < 2 * seedBytes + 2) continue;
    const candidates = availableHashes().filter((hash) => hashes[hash].bytes === seedBytes);
    for (const mgf1Hash of availableHashes()) {
      const { seed, dataBlock } = oaepUnmask(block, seedBytes, mgf1Hash);
      const offset = messageOffset(dataBlock, seedBytes);
      if (offset === -1) continue;
      const found = dataBlock.subarray(0, seedBytes);
      const message = dataBlock.subarray(offset);
      const hash = candidates.find((name) => labelHash(name).equals(found));
      if (hash !== undefined) return { hashes: [hash], mgf1Hash, emptyLabel: true, message, seed };
      if (candidates.length > 0 && offset - 1 - seedBytes >= believedPadding)
        labelled ??= { hashes: candidates, mgf1Hash, emptyLabel: false, message, seed };
    }
  }
  return labelled;
}
