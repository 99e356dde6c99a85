import { modularPower } from './modular.ts';

/** Integers of an RSA private key with two primes (RFC 8017, 3.2). */
export type RsaNumbers = Readonly<Record<'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qInv', bigint>>;

/** What was worked out, beyond what was given. */
export type Completed = 'exponent' | 'private-exponent' | 'primes' | 'crt';

/** Bases that are tried for the factors: each fails with a chance of one half at most. */
const bases = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n];
/** Largest public exponent that is looked for. */
const largestExponent = 65537n;

/**
 * An RSA key out of a part of its integers: absent ones are zero or undefined. Primes follow from n, e and d (NIST SP 800-56B, appendix C),
 * CRT values from the primes, a public exponent that was left out from n and d where it is small. undefined where the rest does not suffice.
 */
export function completeRsa(
  given: Partial<RsaNumbers>,
): { readonly key: RsaNumbers; readonly completed: readonly Completed[] } | undefined {
  const completed: Completed[] = [];
  const known = (name: keyof RsaNumbers) => given[name] || undefined;
  const n = known('n');
  if (n === undefined || (n & 1n) === 0n) return undefined;
  let [e, d, p, q] = [known('e'), known('d'), known('p'), known('q')];
  if (e === undefined && d !== undefined) {
    e = publicExponent(n, d);
    completed.push('exponent');
  }
  if (p === undefined || q === undefined) {
    const prime = p ?? q ?? (e && d ? factor(n, e * d - 1n) : undefined);
    if (prime === undefined || prime <= 1n || n % prime !== 0n) return undefined;
    [p, q] = prime > n / prime ? [prime, n / prime] : [n / prime, prime];
    completed.push('primes');
  }
  if (e !== undefined && d === undefined) {
    d = inverse(e, lcm(p - 1n, q - 1n));
    completed.push('private-exponent');
  }
  if (e === undefined || d === undefined || p <= 1n || q <= 1n) return undefined;
  const [dp, dq, qInv] = [known('dp'), known('dq'), known('qInv')];
  const isWhole = dp !== undefined && dq !== undefined && qInv !== undefined && !completed.includes('primes');
  if (isWhole) return { key: { n, e, d, p, q, dp, dq, qInv }, completed };
  const coefficient = inverse(q, p);
  if (coefficient === undefined) return undefined;
  if (!completed.includes('primes')) completed.push('crt');
  return { key: { n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qInv: coefficient }, completed };
}

/** The exponent that undoes d, where it is not larger than usual ones. */
function publicExponent(n: bigint, d: bigint): bigint | undefined {
  const power = modularPower(d, n)(2n);
  if (modularPower(largestExponent, n)(power) === 2n) return largestExponent;
  const square = (power * power) % n;
  let raised = power;
  for (let e = 1n; e <= largestExponent; e += 2n) {
    if (raised === 2n) return e;
    raised = (raised * square) % n;
  }
  return undefined;
}

/** A prime factor of n, from a multiple of the order of every residue. */
function factor(n: bigint, multiple: bigint): bigint | undefined {
  if (multiple <= 0n) return undefined;
  let odd = multiple;
  let twos = 0;
  while ((odd & 1n) === 0n) {
    odd >>= 1n;
    twos += 1;
  }
  const raise = modularPower(odd, n);
  for (const base of bases) {
    let root = raise(base);
    for (let squarings = 0; squarings < twos && root !== 1n && root !== n - 1n; squarings += 1) {
      const next = (root * root) % n;
      if (next === 1n) return gcd(root - 1n, n);
      root = next;
    }
  }
  return undefined;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x;
}

const lcm = (a: bigint, b: bigint) => (a / gcd(a, b)) * b;

/** The inverse modulo `modulus` (extended Euclid); undefined where there is none. */
function inverse(value: bigint, modulus: bigint): bigint | undefined {
  let [r0, r1] = [modulus, value % modulus];
  let [t0, t1] = [0n, 1n];
  while (r1 > 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r0 !== 1n) return undefined;
  return t0 < 0n ? t0 + modulus : t0;
}
