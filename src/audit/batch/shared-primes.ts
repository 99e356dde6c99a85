import { gcd } from '../../crypto/modular.ts';

const blockSize = 64;
/** How many of the latest RSA moduli of a batch a new one is compared with. */
export const comparedModuli = 1024;

/** Smaller moduli are compared with none: no key has them, and zero divides nothing. */
const leastModulus = 1n << 511n;
/** A smaller common factor is not a shared prime: two changed moduli are easily both divisible by three. */
const leastPrime = 1n << 127n;

const share = (one: bigint, other: bigint) => gcd(one, other) >= leastPrime;

interface Block {
  product: bigint;
  readonly moduli: { readonly modulus: bigint; readonly number: number }[];
}

/**
 * Looks for a prime that two RSA moduli of a batch share: one GCD with the product of many moduli instead of one with
 * each. Remembers the latest 1024, so that time for a subject and memory stay bounded however long the batch is.
 */
export function sharedPrimeSearch() {
  const blocks: Block[] = [];
  return {
    /** Number of an earlier subject whose modulus shares a prime with this one, but is not the same modulus. */
    add(modulus: bigint, number: number): number | undefined {
      if (modulus < leastModulus) return undefined;
      let shared: number | undefined;
      for (const { product, moduli } of blocks) {
        if (shared !== undefined || !share(modulus, product % modulus)) continue;
        shared = moduli.find((one) => one.modulus !== modulus && share(modulus, one.modulus))?.number;
      }
      const last = blocks.at(-1);
      if (last === undefined || last.moduli.length === blockSize)
        blocks.push({ product: modulus, moduli: [{ modulus, number }] });
      else {
        last.product *= modulus;
        last.moduli.push({ modulus, number });
      }
      if (blocks.length * blockSize > comparedModuli) blocks.shift();
      return shared;
    },
  };
}
