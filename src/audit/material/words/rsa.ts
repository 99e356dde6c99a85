import type { Inconsistency, Weakness } from '../facts/rsa.ts';

/** Why the numbers of an RSA private key do not belong together (RFC 8017, 3.2). */
export function describeInconsistency(found: Inconsistency): string {
  switch (found.why) {
    case 'missing':
      return 'an integer is negative or missing';
    case 'zero-crt':
      return 'the primes and the CRT values are zero';
    case 'product':
      return 'n is not p · q';
    case 'd-not-below-n':
      return 'd is not below n';
    case 'coefficient':
      return 'qInv is not the inverse of q modulo p';
    case 'coefficient-size':
      return 'qInv is not below p';
    case 'too-long':
      return `${found.number} is longer than the modulus`;
    case 'crt-exponent':
      return `d${found.prime.toUpperCase()} is not d mod (${found.prime} − 1)`;
    case 'inverse':
      return `d is not the inverse of e modulo ${found.prime} − 1`;
    case 'not-prime':
      return `${found.prime} is not prime`;
  }
}

/** How a modulus can be factored. */
export function describeWeakness(weakness: Weakness): string {
  switch (weakness.by) {
    case 'roca':
      return 'it has the fingerprint of ROCA (CVE-2017-15361)';
    case 'even':
      return 'it is even';
    case 'short-factor':
      return `it has a factor of ${weakness.bits} bits`;
    case 'close-primes':
      return `its primes differ by ${weakness.bits} bits only (Fermat)`;
    case 'factor':
      return `it has the factor ${weakness.factor}`;
  }
}
