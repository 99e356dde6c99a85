import { keySpecs } from '../../../tables/key-specs.ts';
import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

/** Range, then length, of the private number. A raw scalar has no field that would have to be padded. */
export const ecScalar: MaterialRule = ({ ec, structure }) => {
  if (!ec?.spec || ec.disagreement !== undefined) return undefined;
  const { fieldBytes } = keySpecs[ec.spec];
  const { scalar } = ec.key;
  if (!ec.scalarInRange)
    return finding('ec-scalar-range', 'material.ec.privateKey', {
      expected: `1 to n − ${ec.spec === 'SM2' ? 2 : 1}, n the order of ${ec.spec}`,
      found: scalar.every((byte) => byte === 0) ? 'zero' : 'a larger number',
    });
  return scalar.length === fieldBytes || structure?.form === 'raw-scalar'
    ? undefined
    : finding('ec-scalar-length', 'material.ec.privateKey', {
        expected: `${fieldBytes} bytes`,
        found: `${scalar.length} bytes`,
      });
};
