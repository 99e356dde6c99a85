import { finding } from '../../finding.ts';
import { isImpossible } from './rsa-exponent.ts';
import type { MaterialRule } from './rule.ts';

/** The equations between the integers. An impossible exponent spoils them all and has its own finding. */
export const rsaConsistency: MaterialRule = ({ rsa }) =>
  rsa?.inconsistency === undefined || isImpossible(rsa)
    ? undefined
    : finding('rsa-inconsistent', 'material.rsa', {
        expected: 'integers as in RFC 8017, 3.2',
        found: rsa.inconsistency,
      });
