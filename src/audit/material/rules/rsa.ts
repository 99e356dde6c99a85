import { finding } from '../../finding.ts';
import type { RsaFacts } from '../facts/rsa.ts';
import { rsaSpecs } from './kind.ts';
import { describeInconsistency, describeWeakness } from '../words/rsa.ts';
import { dueName } from '../words/due.ts';
import type { MaterialRule } from './rule.ts';

/** Size of the modulus. One that is not the product of its primes, whose product has a good size, is a changed one. */
export const rsaModulus: MaterialRule = ({ rsa, context, due }) =>
  !rsa || rsaSpecs.has(rsa.modulusBits) || rsaSpecs.has(rsa.productBits ?? 0)
    ? undefined
    : finding('rsa-modulus-size', 'material.rsa.modulus', {
        expected:
          due.kind === 'rsa' ? `${due.modulusBits} bits for ${dueName(context)}` : '2048, 3072 or 4096 bits',
        found: `${rsa.modulusBits} bits`,
      });

/** More than two primes, or a version that says something else than the primes. */
export const rsaPrimes: MaterialRule = ({ rsa }) => {
  if (!rsa) return undefined;
  const { otherPrimes, version } = rsa.key;
  if (otherPrimes > 0)
    return finding('rsa-multi-prime', 'material.rsa.otherPrimeInfos', {
      expected: '2 primes',
      found: `${otherPrimes + 2} primes`,
    });
  return version === undefined || version === 0
    ? undefined
    : finding('rsa-private-key-version', 'material.rsa.version', {
        expected: 'version 0 for two primes',
        found: `version ${version}`,
      });
};

/** No RSA key can have this exponent: it has no inverse, or changes nothing. */
export function isImpossible({ publicExponent, bare }: RsaFacts): boolean {
  return !bare && publicExponent !== undefined && (publicExponent === 1n || (publicExponent & 1n) === 0n);
}

export const rsaExponent: MaterialRule = ({ rsa }) => {
  if (!rsa || rsa.publicExponent === undefined || rsa.publicExponent === 65537n) return undefined;
  if (rsa.bare && rsa.publicExponent === 0n) return undefined;
  const digits = rsa.publicExponent.toString();
  return finding('rsa-exponent', 'material.rsa.publicExponent', {
    expected: '65537',
    found: digits.length > 20 ? `an exponent of ${digits.length} digits` : digits,
    ...(isImpossible(rsa) ? { severity: 'error' } : {}),
  });
};

/** The equations between the integers. An impossible exponent spoils them all and has its own finding. */
export const rsaConsistency: MaterialRule = ({ rsa }) =>
  rsa?.inconsistency === undefined || isImpossible(rsa)
    ? undefined
    : finding('rsa-inconsistent', 'material.rsa', {
        expected: 'integers as in RFC 8017, 3.2',
        found: describeInconsistency(rsa.inconsistency),
      });

export const rsaWeakness: MaterialRule = ({ rsa }) =>
  rsa?.weakness === undefined
    ? undefined
    : finding('rsa-weak-modulus', 'material.rsa.modulus', { found: describeWeakness(rsa.weakness) });

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
