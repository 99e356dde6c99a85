import { generatePrimeSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gcd, modularPower } from '../../src/crypto/modular.ts';
import { isProbablePrime } from '../../src/crypto/primality.ts';

describe('Miller-Rabin (FIPS 186-5, B.3.1)', () => {
  it('agrees with trial division below 20000', () => {
    const divided = (n: number) => {
      for (let d = 2; d * d <= n; d += 1) if (n % d === 0) return false;
      return n > 1;
    };
    for (let n = 0; n < 20_000; n += 1) expect(isProbablePrime(BigInt(n), 3)).toBe(divided(n));
  });

  it.each([300, 512, 1024])('takes primes of %i bits that OpenSSL made', (bits) =>
    expect(isProbablePrime(generatePrimeSync(bits, { bigint: true }), 3)).toBe(true),
  );

  it.each([512, 1024, 2000])('refuses products of two primes, %i bits', (bits) => {
    const factor = () => generatePrimeSync(bits / 2, { bigint: true });
    expect(isProbablePrime(factor() * factor(), 3)).toBe(false);
  });

  it('refuses Carmichael numbers (OEIS A002997) and the strong pseudoprime to bases 2 to 37 (OEIS A014233)', () => {
    for (const carmichael of [561n, 41041n, 825265n, 321197185n, 5394826801n, 232250619601n, 9746347772161n])
      expect(isProbablePrime(carmichael, 20)).toBe(false);
    expect(isProbablePrime(318665857834031151167461n, 40)).toBe(false);
  });

  it('refuses a Carmichael number of three large primes (6k+1)(12k+1)(18k+1)', () => {
    // Chernick 1939; k found by search, every factor checked as prime here.
    const [k, n] = chernick();
    for (const factor of [6n, 12n, 18n]) expect(isProbablePrime(factor * k + 1n, 20)).toBe(true);
    expect(isProbablePrime(n, 20)).toBe(false);
  });
});

function chernick(): [bigint, bigint] {
  for (let k = 1n << 60n; ; k += 1n) {
    const factors = [6n * k + 1n, 12n * k + 1n, 18n * k + 1n];
    if (factors.every((factor) => isProbablePrime(factor, 2)))
      return [k, factors[0]! * factors[1]! * factors[2]!];
  }
}

it('gcd is that of Euclid', () => {
  expect(gcd(252n, 105n)).toBe(21n);
  expect(gcd(0n, 7n)).toBe(7n);
});

it('powers are the same by OpenSSL and by hand (512 to 3072 bits and outside)', () => {
  for (const bits of [200n, 511n, 512n, 1000n, 3072n, 3073n]) {
    const modulus = (1n << (bits - 1n)) + 12345n;
    // Fermat's little theorem does not need a prime here: the square of the square is the fourth power.
    const [square, fourth] = [modularPower(2n, modulus), modularPower(4n, modulus)];
    expect(fourth(987654321n << 100n)).toBe(square(square(987654321n << 100n)));
    expect(modularPower(3n, modulus)(5n)).toBe(125n);
  }
});
