import type { RsaKeyFacts, Surplus } from './facts.ts';
import { tags, type Tlv } from '../der/tlv.ts';
import { content, encoding, smallInteger, withoutLeadingZeros } from '../der/values.ts';

/** RSAPrivateKey (RFC 8017, A.1.2): version and eight integers, then the primes beyond two. undefined where it is not one. */
export function readRsaPrivateKey(
  bytes: Buffer,
  element: Tlv,
  at: string,
): { key: RsaKeyFacts; surplus: Surplus[] } | undefined {
  const version = smallInteger(bytes, element.children[0]);
  const integers = element.children.slice(1, 9);
  if (element.id !== tags.sequence || version === undefined) return undefined;
  if (integers.length !== 8 || integers.some((integer) => integer.id !== tags.integer)) return undefined;

  // Without its sign byte a number is negative, but still the number that was meant: the grammar tells the difference.
  const [n, e, d, p, q, dp, dq, qInv] = integers.map((integer) =>
    withoutLeadingZeros(content(bytes, integer)),
  );
  const [others, ...rest] = element.children.slice(9);
  const isPrimes = others?.id === tags.sequence;
  const surplus = [...(others && !isPrimes ? [others] : []), ...rest];
  return {
    key: {
      type: 'rsa',
      version,
      n,
      e,
      d,
      p,
      q,
      dp,
      dq,
      qInv,
      otherPrimes: isPrimes ? others.children.length : 0,
    },
    surplus: surplus.map((field) => ({ at, bytes: encoding(bytes, field) })),
  };
}
