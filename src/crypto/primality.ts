import { createHash, randomBytes } from 'node:crypto';
import { gcd, modularPower } from './modular.ts';
import { oddPrimesBelow } from './small-primes.ts';

/** Product of the odd primes below 256: one division rules out four composites in five. */
const smallPrimes = oddPrimesBelow(256).map(BigInt);
const smallProduct = smallPrimes.reduce((product, prime) => product * prime, 1n);

/**
 * Miller-Rabin with random bases (FIPS 186-5, B.3.1). A composite passes a round with a probability of 1/4 at most; for a random
 * composite of 1024 bits it is below 2^-100. `crypto.checkPrimeSync` is not an option: it does 64 rounds at least, 18 ms for 1024 bits.
 */
export function isProbablePrime(candidate: bigint, rounds: number): boolean {
  if (candidate < 2n) return false;
  if (candidate === 2n) return true;
  if ((candidate & 1n) === 0n) return false;
  if (candidate < 65536n) return smallPrimes.every((prime) => prime >= candidate || candidate % prime !== 0n);
  if (gcd(smallProduct, candidate) !== 1n) return false;
  return remembered(candidate, rounds, () => millerRabin(candidate, rounds));
}

/** Digests of the last primes and the rounds they have passed: a batch often carries the same key many times. */
const passed = new Map<string, number>();
const rememberedPrimes = 64;

function remembered(candidate: bigint, rounds: number, test: () => boolean): boolean {
  const digest = createHash('sha256').update(candidate.toString(16)).digest('base64');
  if ((passed.get(digest) ?? -1) >= rounds) return true;
  const prime = test();
  if (prime) passed.set(digest, rounds);
  const [oldest] = passed.keys();
  if (passed.size > rememberedPrimes && oldest !== undefined) passed.delete(oldest);
  return prime;
}

function millerRabin(candidate: bigint, rounds: number): boolean {
  let odd = candidate - 1n;
  let twos = 0;
  for (; (odd & 1n) === 0n; odd >>= 1n) twos += 1;
  const power = modularPower(odd, candidate);
  const length = (candidate.toString(16).length + 1) >> 1;
  for (let round = 0; round < rounds; round += 1) {
    const base = (BigInt(`0x${randomBytes(length + 8).toString('hex')}`) % (candidate - 3n)) + 2n;
    if (!passes(power(base), candidate, twos)) return false;
  }
  return true;
}

function passes(first: bigint, candidate: bigint, twos: number): boolean {
  let value = first;
  if (value === 1n) return true;
  for (let square = 0; square < twos; square += 1) {
    if (value === candidate - 1n) return true;
    value = (value * value) % candidate;
  }
  return false;
}
