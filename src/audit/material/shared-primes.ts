import { gcd } from '../../crypto/modular.ts';

/**
 * Which RSA moduli share a prime with another one, by Bernstein's batch GCD: one product tree, one remainder tree, instead of a GCD
 * for each pair.
 *
 * @param moduli different from each other, greater than 1
 * @returns for each modulus that shares a prime, by its index, the indexes of those that it shares one with
 */
export function sharedPrimes(moduli: readonly bigint[]): Map<number, number[]> {
  const suspects = remainders(moduli).flatMap((remainder, index) => {
    const modulus = moduli[index]!;
    return gcd(remainder / modulus, modulus) === 1n ? [] : [index];
  });
  return new Map(
    suspects.map((index) => [
      index,
      suspects.filter((other) => other !== index && gcd(moduli[index]!, moduli[other]!) !== 1n),
    ]),
  );
}

/** The product of all moduli, modulo the square of each. */
function remainders(moduli: readonly bigint[]): bigint[] {
  const levels = [[...moduli]];
  for (let level = levels[0]!; level.length > 1; level = levels.at(-1)!) levels.push(pairs(level));
  let results = levels.pop() ?? [];
  for (let level = levels.pop(); level; level = levels.pop()) {
    const above = results;
    results = level.map((product, index) => above[index >> 1]! % (product * product));
  }
  return results;
}

function pairs(level: readonly bigint[]): bigint[] {
  return Array.from(
    { length: (level.length + 1) >> 1 },
    (_, index) => level[2 * index]! * (level[2 * index + 1] ?? 1n),
  );
}
