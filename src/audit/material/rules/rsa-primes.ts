import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

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
