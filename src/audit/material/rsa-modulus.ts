import { finding } from '../finding.ts';
import { rsaSpecs } from './key-spec.ts';
import type { MaterialRule } from './rule.ts';

export const rsaModulus: MaterialRule = ({ rsa, context, due }) =>
  !rsa || rsaSpecs.has(rsa.modulusBits)
    ? undefined
    : finding('rsa-modulus-size', 'material.rsa.modulus', {
        expected:
          due.kind === 'rsa' ? `${due.modulusBits} bits for ${context.keySpec}` : '2048, 3072 or 4096 bits',
        found: `${rsa.modulusBits} bits`,
      });
