import { finding } from '../../finding.ts';
import type { RsaFacts } from '../facts/rsa.ts';
import type { MaterialRule } from './rule.ts';

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
