import { toBigInt } from '../../formats/der/values.ts';
import { inverse, modularPower } from '../../crypto/modular.ts';
import { isProbablePrime } from '../../crypto/primality.ts';
import { oddPrimesBelow } from '../../crypto/small-primes.ts';
import { primeFrom, publicExponent, suitsExponent } from './prime.ts';
import type { RandomBytes } from './seeded.ts';
import type { RsaIntegers } from './private-keys.ts';

/** Rounds of the primality test; the stream decides the candidate, the test only confirms it. */
const rounds = 8;

/** A prime of exactly this length whose two highest bits are set, so that products come out in full length. */
export function prime(bits: number, random: RandomBytes): bigint {
  const width = BigInt(bits);
  const start = toBigInt(random((bits + 7) >> 3)) % (1n << width);
  return primeFrom(start | (3n << (width - 2n)));
}

/** All integers from two primes and either exponent. */
export function fromPrimes(
  p: bigint,
  q: bigint,
  given: { e: bigint } | { d: bigint } = { e: publicExponent },
): RsaIntegers {
  const order = (p - 1n) * (q - 1n);
  const [e, d] = 'e' in given ? [given.e, inverse(given.e, order)] : [inverse(given.d, order), given.d];
  return { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qInv: inverse(q, p) };
}

export const bitsOf = (integer: bigint) => integer.toString(2).length;

/** Product of the primes up to 167, from which the flawed generator made its primes. */
const primorial = oddPrimesBelow(168).reduce((product, prime) => product * BigInt(prime), 2n);

/** A prime with the structure of ROCA: a multiple of the primorial, plus a power of 65537 (CVE-2017-15361). */
export function rocaPrime(bits: number, random: RandomBytes): bigint {
  const remainder = modularPower(toBigInt(random(16)), primorial)(65537n);
  const top = 3n << BigInt(bits - 2);
  const factor = (top + (toBigInt(random(bits / 8)) % (1n << BigInt(bits - 3)))) / primorial;
  for (let k = factor; ; k += 1n) {
    const candidate = k * primorial + remainder;
    if (suitsExponent(candidate) && isProbablePrime(candidate, rounds)) return candidate;
  }
}
