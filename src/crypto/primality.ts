import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';

/** Product of the odd primes below 256: one division rules out four composites in five. */
const smallPrimes: readonly bigint[] = sieve(256);
const smallProduct = smallPrimes.reduce((product, prime) => product * prime, 1n);

function sieve(limit: number): bigint[] {
  const primes: number[] = [];
  for (let candidate = 3; candidate < limit; candidate += 2)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes.map(BigInt);
}

/** OpenSSL wants RSA moduli of 512 bits at least, and above 3072 bits no public exponent over 64 bits. */
const nativeBits = { least: 512, most: 3072 };

/**
 * Miller-Rabin with random bases (FIPS 186-5, B.3.1). A composite passes a round with a probability of 1/4 at most; for a random
 * composite of 1024 bits it is below 2^-100. `crypto.checkPrimeSync` is no choice: it does 64 rounds at least, 18 ms for 1024 bits.
 */
export function isProbablePrime(candidate: bigint, rounds: number): boolean {
  if (candidate < 2n) return false;
  if (candidate === 2n) return true;
  if ((candidate & 1n) === 0n) return false;
  if (candidate < 65536n) return smallPrimes.every((prime) => prime >= candidate || candidate % prime !== 0n);
  if (gcd(smallProduct, candidate) !== 1n) return false;

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

/** base ↦ base^exponent mod modulus: OpenSSL's, as an RSA public operation, where it takes such a key. */
function modularPower(exponent: bigint, modulus: bigint): (base: bigint) => bigint {
  const bits = modulus.toString(2).length;
  if (bits < nativeBits.least || bits > nativeBits.most) return (base) => plainPower(base, exponent, modulus);
  const length = (bits + 7) >> 3;
  const member = (integer: bigint) => bytes(integer, length).toString('base64url');
  const key = createPublicKey({
    key: { kty: 'RSA', n: member(modulus), e: member(exponent) },
    format: 'jwk',
  });
  return (base) => {
    const raised = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, bytes(base, length));
    return BigInt(`0x${raised.toString('hex')}`);
  };
}

const bytes = (integer: bigint, length: number) =>
  Buffer.from(integer.toString(16).padStart(2 * length, '0'), 'hex');

function plainPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** Greatest common divisor of two non-negative integers. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
