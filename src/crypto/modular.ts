import { constants, createPublicKey, publicEncrypt } from 'node:crypto';

/**
 * OpenSSL wants RSA moduli of 512 bits at least, odd and above the public exponent, and beyond 3072 bits no public exponent over 64 bits.
 * An exponent that no RSA key has may not get past every version of it.
 */
function isNative(exponent: bigint, modulus: bigint, bits: number): boolean {
  if (bits < 512 || bits > 3072 || (modulus & 1n) === 0n) return false;
  return exponent > 1n && (exponent & 1n) === 1n && exponent < modulus;
}

/** base ↦ base^exponent mod modulus: OpenSSL's, as an RSA public operation, where OpenSSL accepts such a key. */
export function modularPower(exponent: bigint, modulus: bigint): (base: bigint) => bigint {
  const bits = modulus.toString(2).length;
  if (!isNative(exponent, modulus, bits)) return (base) => plainPower(base, exponent, modulus);
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

/** `a^-1 mod m`, by the extended Euclidean algorithm; `a` and `m` have no common factor. */
export function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, t0, t1] = [m, a % m, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1];
  }
  return ((t0 % m) + m) % m;
}
