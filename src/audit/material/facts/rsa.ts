import type { RsaKeyFacts } from '../../../formats/keys/facts.ts';
import { toBigInt } from '../../../formats/der/values.ts';
import { modularPower } from '../../../crypto/modular.ts';
import { isProbablePrime } from '../../../crypto/primality.ts';
import { hasRocaFingerprint } from './roca.ts';

/** An RSA private key held against the equations of RFC 8017, 3.2, and against known weaknesses. */
export interface RsaFacts {
  readonly key: RsaKeyFacts;
  readonly modulusBits: number;
  /** undefined where it is negative, or too large to be looked at. */
  readonly publicExponent?: bigint;
  readonly privateExponentBits?: number;
  /** Modulus and private exponent are all there is: how Java writes a key that was made from these two. */
  readonly bare?: true;
  /** First equation that does not hold. */
  readonly inconsistency?: string;
  /** How the modulus can be factored. */
  readonly weakness?: string;
  /** Length of p · q where that is not the modulus. */
  readonly productBits?: number;
  /** undefined where the modulus is absurdly long. */
  readonly modulus?: bigint;
}

/** Moduli longer than this, in bytes, are measured but not computed with. */
const longestModulus = 768;
/** Primes shorter than this many bits are within reach of the elliptic curve method. */
const tinyFactorBits = 256;

export const bitLength = (integer: bigint) => (integer === 0n ? 0 : integer.toString(2).length);

function bits(magnitude: Buffer): number {
  return magnitude.length === 0 ? 0 : 8 * magnitude.length - Math.clz32(magnitude[0]!) + 24;
}

export function rsaFacts(key: RsaKeyFacts, rounds: number): RsaFacts {
  const { n, e, d } = key;
  const base = {
    key,
    modulusBits: n ? bits(n) : 0,
    ...(e && e.length <= longestModulus ? { publicExponent: toBigInt(e) } : {}),
    ...(d ? { privateExponentBits: bits(d) } : {}),
  };
  if (!n || n.length > longestModulus) return base;
  const tooLong = Object.entries({ e, d, p: key.p, q: key.q, dP: key.dp, dQ: key.dq, qInv: key.qInv }).find(
    ([, integer]) => integer && integer.length > longestModulus,
  );
  if (tooLong) return { ...base, inconsistency: `${tooLong[0]} is longer than the modulus` };
  if (!e || !d) return { ...base, inconsistency: 'an integer is negative or missing' };
  const modulus = toBigInt(n);
  const roca = hasRocaFingerprint(modulus) ? 'it has the fingerprint of ROCA (CVE-2017-15361)' : undefined;
  if (key.otherPrimes > 0) return { ...base, modulus, ...(roca ? { weakness: roca } : {}) };
  const { p, q, dp, dq, qInv } = key;
  if (!p || !q || !dp || !dq || !qInv) {
    // A JWK may leave all of them out (RFC 7518, 6.3.2); a PKCS #1 structure may not.
    const optional = key.version === undefined && !p && !q;
    return { ...base, modulus, ...(optional ? {} : { inconsistency: 'an integer is negative or missing' }) };
  }
  if ([p, q, dp, dq, qInv].every((integer) => integer.length === 0))
    return { ...base, modulus, bare: true as const, inconsistency: 'the primes and the CRT values are zero' };
  const numbers = {
    n: modulus,
    e: toBigInt(e),
    d: toBigInt(d),
    p: toBigInt(p),
    q: toBigInt(q),
    dp: toBigInt(dp),
    dq: toBigInt(dq),
    qInv: toBigInt(qInv),
  };
  const verdict = examine(numbers, rounds);
  return { modulus, ...base, ...(roca ? { weakness: roca } : {}), ...verdict };
}

function examine(
  numbers: Numbers,
  rounds: number,
): Pick<RsaFacts, 'weakness' | 'inconsistency' | 'productBits'> {
  const { n, p, q } = numbers;
  if (p * q !== n || p <= 1n || q <= 1n)
    return { inconsistency: 'n is not p · q', productBits: bitLength(p * q) };
  const weakness = factorable(numbers);
  const inconsistency = inconsistent(numbers, rounds);
  if (!inconsistency) return weakness ? { weakness } : {};
  // A factor hidden in p or q spoils their equations, not the key: then it is the fault, and the equations follow from it.
  const hidden = weakness ?? smallFactor(numbers);
  return hidden && works(numbers) ? { weakness: hidden } : { inconsistency };
}

type Numbers = Readonly<Record<'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qInv', bigint>>;

/** What the primes betray: a tiny one (ECM), or two that are close (Fermat; FIPS 186-5, A.1.3, step 5.4). */
function factorable({ n, p, q }: Numbers): string | undefined {
  const [small, large] = p < q ? [p, q] : [q, p];
  const smallBits = bitLength(small);
  if (smallBits < tinyFactorBits) return `it has a factor of ${smallBits} bits`;
  const difference = bitLength(large - small);
  return difference <= bitLength(n) / 2 - 100
    ? `its primes differ by ${difference} bits only (Fermat)`
    : undefined;
}

function inconsistent(numbers: Numbers, rounds: number): string | undefined {
  const { n, e, d, p, q, dp, dq, qInv } = numbers;
  if (d >= n) return 'd is not below n';
  if (d % (p - 1n) !== dp) return 'dP is not d mod (p − 1)';
  if (d % (q - 1n) !== dq) return 'dQ is not d mod (q − 1)';
  if ((e * dp) % (p - 1n) !== 1n % (p - 1n)) return 'd is not the inverse of e modulo p − 1';
  if ((e * dq) % (q - 1n) !== 1n % (q - 1n)) return 'd is not the inverse of e modulo q − 1';
  // Equal primes have no coefficient; that they are equal is the fault.
  if (p !== q && (qInv * q) % p !== 1n % p) return 'qInv is not the inverse of q modulo p';
  if (p !== q && qInv >= p) return 'qInv is not below p';
  if (p === q) return undefined;
  if (!isProbablePrime(p, rounds)) return 'p is not prime';
  return isProbablePrime(q, rounds) ? undefined : 'q is not prime';
}

function smallFactor({ n }: Numbers): string | undefined {
  if ((n & 1n) === 0n) return 'it is even';
  for (let factor = 3n; factor < 65536n; factor += 2n)
    if (n % factor === 0n) return `it has the factor ${factor}`;
  return undefined;
}

/** Whether the private exponent undoes the public one, tried on one number. */
function works({ n, e, d }: Numbers): boolean {
  const number = 0x10001n;
  return modularPower(d, n)(modularPower(e, n)(number)) === number;
}
