import { longestModulus } from '../../budgets.ts';
import type { RsaKeyFacts } from '../../../formats/keys/facts.ts';
import { toBigInt } from '../../../formats/der/values.ts';
import { modularPower } from '../../../crypto/modular.ts';
import { isProbablePrime } from '../../../crypto/primality.ts';
import { hasRocaFingerprint } from './roca.ts';

/** Numbers of an RSA private key, in the names of RFC 8017, 3.2. */
type Name = 'e' | 'd' | 'p' | 'q' | 'dP' | 'dQ' | 'qInv';

/** Why the numbers do not belong together. */
export type Inconsistency =
  | {
      readonly why: 'missing' | 'zero-crt' | 'product' | 'd-not-below-n' | 'coefficient' | 'coefficient-size';
    }
  | { readonly why: 'too-long'; readonly number: Name }
  | { readonly why: 'crt-exponent' | 'inverse' | 'not-prime'; readonly prime: 'p' | 'q' };

/** How the modulus can be factored. */
export type Weakness =
  | { readonly by: 'roca' | 'even' }
  | { readonly by: 'short-factor'; readonly bits: number }
  | { readonly by: 'close-primes'; readonly bits: number }
  | { readonly by: 'factor'; readonly factor: bigint };

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
  readonly inconsistency?: Inconsistency;
  /** How the modulus can be factored. */
  readonly weakness?: Weakness;
  /** Length of p · q where that is not the modulus. */
  readonly productBits?: number;
  /** undefined where the modulus is absurdly long. */
  readonly modulus?: bigint;
}

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
  if (tooLong) return { ...base, inconsistency: { why: 'too-long', number: tooLong[0] as Name } };
  if (!e || !d) return { ...base, inconsistency: { why: 'missing' } };
  const modulus = toBigInt(n);
  const roca = hasRocaFingerprint(modulus) ? ({ by: 'roca' } as const) : undefined;
  if (key.otherPrimes > 0) return { ...base, modulus, ...(roca ? { weakness: roca } : {}) };
  const { p, q, dp, dq, qInv } = key;
  if (!p || !q || !dp || !dq || !qInv) {
    // A JWK may leave all of them out (RFC 7518, 6.3.2); a PKCS#1 structure may not.
    const optional = key.version === undefined && !p && !q;
    return { ...base, modulus, ...(optional ? {} : { inconsistency: { why: 'missing' } }) };
  }
  if ([p, q, dp, dq, qInv].every((integer) => integer.length === 0))
    return { ...base, modulus, bare: true as const, inconsistency: { why: 'zero-crt' } };
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
    return { inconsistency: { why: 'product' }, productBits: bitLength(p * q) };
  const weakness = factorable(numbers);
  const inconsistency = inconsistent(numbers, rounds);
  if (!inconsistency) return weakness ? { weakness } : {};
  // A factor hidden in p or q spoils their equations, not the key: then it is the fault, and the equations follow from it.
  const hidden = weakness ?? smallFactor(numbers);
  return hidden && works(numbers) ? { weakness: hidden } : { inconsistency };
}

type Numbers = Readonly<Record<'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qInv', bigint>>;

/** What the primes betray: a tiny one (ECM), or two that are close (Fermat; FIPS 186-5, A.1.3, step 5.4). */
function factorable({ n, p, q }: Numbers): Weakness | undefined {
  const [small, large] = p < q ? [p, q] : [q, p];
  const smallBits = bitLength(small);
  if (smallBits < tinyFactorBits) return { by: 'short-factor', bits: smallBits };
  const difference = bitLength(large - small);
  return difference <= bitLength(n) / 2 - 100 ? { by: 'close-primes', bits: difference } : undefined;
}

function inconsistent(numbers: Numbers, rounds: number): Inconsistency | undefined {
  const { n, e, d, p, q, dp, dq, qInv } = numbers;
  if (d >= n) return { why: 'd-not-below-n' };
  if (d % (p - 1n) !== dp) return { why: 'crt-exponent', prime: 'p' };
  if (d % (q - 1n) !== dq) return { why: 'crt-exponent', prime: 'q' };
  if ((e * dp) % (p - 1n) !== 1n % (p - 1n)) return { why: 'inverse', prime: 'p' };
  if ((e * dq) % (q - 1n) !== 1n % (q - 1n)) return { why: 'inverse', prime: 'q' };
  // Equal primes have no coefficient; that they are equal is the fault.
  if (p !== q && (qInv * q) % p !== 1n % p) return { why: 'coefficient' };
  if (p !== q && qInv >= p) return { why: 'coefficient-size' };
  if (p === q) return undefined;
  if (!isProbablePrime(p, rounds)) return { why: 'not-prime', prime: 'p' };
  return isProbablePrime(q, rounds) ? undefined : { why: 'not-prime', prime: 'q' };
}

function smallFactor({ n }: Numbers): Weakness | undefined {
  if ((n & 1n) === 0n) return { by: 'even' };
  for (let factor = 3n; factor < 65536n; factor += 2n) if (n % factor === 0n) return { by: 'factor', factor };
  return undefined;
}

/** Whether the private exponent undoes the public one, tried on one number. */
function works({ n, e, d }: Numbers): boolean {
  const number = 0x10001n;
  return modularPower(d, n)(modularPower(e, n)(number)) === number;
}
