import { finding } from '../../finding.ts';
import { rsaSpecs } from './key-spec.ts';
import type { MaterialRule } from './rule.ts';

/** Size of the modulus. One that is not the product of its primes, whose product has a good size, is a changed one. */
export const rsaModulus: MaterialRule = ({ rsa, context, due }) =>
  !rsa || rsaSpecs.has(rsa.modulusBits) || rsaSpecs.has(rsa.productBits ?? 0)
    ? undefined
    : finding('rsa-modulus-size', 'material.rsa.modulus', {
        expected:
          due.kind === 'rsa' ? `${due.modulusBits} bits for ${context.keySpec}` : '2048, 3072 or 4096 bits',
        found: `${rsa.modulusBits} bits`,
      });
