import type { RsaKeyFacts } from './facts.ts';
import { toBigInt, toBytes, withoutLeadingZeros } from '../der/values.ts';

type Numbers = Pick<RsaKeyFacts, 'n' | 'e' | 'd' | 'p' | 'q'> &
  Partial<Pick<RsaKeyFacts, 'dp' | 'dq' | 'qInv'>>;

/** Longest integer that is computed with, in bytes. */
const longest = 1024;

/** Facts of an RSA key whose format has no d mod (p − 1) and d mod (q − 1), which follow from the others. Magnitudes, any leading zeros. */
export function rsaKeyOf({ n, e, d, p, q, dp, dq, qInv }: Numbers): RsaKeyFacts {
  const trimmed = (octets: Buffer | undefined) => octets && withoutLeadingZeros(octets);
  return {
    type: 'rsa',
    n: trimmed(n),
    e: trimmed(e),
    d: trimmed(d),
    p: trimmed(p),
    q: trimmed(q),
    dp: trimmed(dp ?? reduced(d, p)),
    dq: trimmed(dq ?? reduced(d, q)),
    qInv: trimmed(qInv),
    otherPrimes: 0,
  };
}

function reduced(d: Buffer | undefined, prime: Buffer | undefined): Buffer | undefined {
  if (!d || !prime || d.length > longest || prime.length > longest) return undefined;
  const modulus = toBigInt(prime) - 1n;
  return modulus > 0n ? toBytes(toBigInt(d) % modulus, prime.length) : undefined;
}
