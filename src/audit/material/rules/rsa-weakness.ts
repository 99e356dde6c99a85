import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

export const rsaWeakness: MaterialRule = ({ rsa }) =>
  rsa?.weakness === undefined
    ? undefined
    : finding('rsa-weak-modulus', 'material.rsa.modulus', { found: rsa.weakness });
