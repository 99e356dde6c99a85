import { finding } from '../../finding.ts';
import { isImpossible } from './rsa-exponent.ts';
import type { MaterialRule } from './rule.ts';

/** Private exponent against half the modulus (FIPS 186-5, A.1.1), where a sound one ends with a chance of 2^-1000. */
export const rsaPrivateExponent: MaterialRule = ({ rsa }) => {
  const bits = rsa?.privateExponentBits;
  if (!rsa || bits === undefined || isImpossible(rsa) || bits > rsa.modulusBits / 2) return undefined;
  if (rsa.inconsistency !== undefined || rsa.modulus === undefined) return undefined;
  const { p, q } = rsa.key;
  // Modulo p − 1 it has no more than half: equal primes are the fault.
  if (p && q?.equals(p)) return undefined;
  const attack = bits <= rsa.modulusBits / 4 ? 'within reach of Wiener’s attack' : 'too short by FIPS 186-5';
  return finding('rsa-small-private-exponent', 'material.rsa.privateExponent', {
    expected: `more than ${rsa.modulusBits / 2} bits`,
    found: `${bits} bits, ${attack}`,
  });
};
