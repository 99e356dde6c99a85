import { rsaPkcs8, rsaPrivateKey } from './private-keys.ts';
import { fromPrimes, prime } from './rsa-numbers.ts';
import type { RandomBytes } from './seeded.ts';

/**
 * An RSA private key of two primes as PKCS#8 DER, a function of the random stream alone.
 * @param modulusBits a multiple of 16
 */
export function seededRsaKey(modulusBits: number, random: RandomBytes): Buffer {
  const first = prime(modulusBits / 2, random);
  const second = prime(modulusBits / 2, random);
  if (first === second) return seededRsaKey(modulusBits, random);
  const [p, q] = first > second ? [first, second] : [second, first];
  return rsaPkcs8(rsaPrivateKey(fromPrimes(p, q)));
}
