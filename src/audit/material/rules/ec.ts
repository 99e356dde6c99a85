import { curves } from '../../../tables/curves.ts';
import { finding } from '../../finding.ts';
import { describeCurve, describeExplicit } from '../words/ec.ts';
import type { MaterialRule } from './rule.ts';

export const ecParameters: MaterialRule = ({ ec }) =>
  ec?.explicit === undefined
    ? undefined
    : finding('ec-explicit-parameters', 'material.ec.parameters', {
        expected: 'the object identifier of the curve',
        found: describeExplicit(ec.explicit),
      });

export const ecCurves: MaterialRule = ({ ec }) =>
  ec?.disagreement === undefined
    ? undefined
    : finding('ec-curve-disagreement', 'material.ec.parameters', {
        expected: 'the same curve in both places',
        found: `outside ${describeCurve(ec.disagreement.outer)}, inside ${describeCurve(ec.disagreement.inner)}`,
      });

export const ecVersion: MaterialRule = ({ ec }) =>
  ec?.key.version === undefined || ec.key.version === 1
    ? undefined
    : finding('ec-private-key-version', 'material.ec.version', {
        expected: 'version 1',
        found: `version ${ec.key.version}`,
      });

/** Range, then length, of the private number. A raw scalar has no field that would have to be padded. */
export const ecScalar: MaterialRule = ({ ec, structure }) => {
  if (!ec?.spec || ec.disagreement !== undefined) return undefined;
  const { fieldBytes } = curves[ec.spec];
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

/** The public key inside: left out, or not the private key's. */
export const ecPublicKey: MaterialRule = ({ ec, due, structure }) => {
  if (!ec?.point) return undefined;
  const [wrong] = ec.wrongPoints;
  if (wrong) {
    // The point is right on the curve that is expected: then the curve's name is wrong, and that has its own finding.
    if (ec.pointOf !== undefined && ec.pointOf === due.name) return undefined;
    return finding('ec-public-key-mismatch', wrong.at, {
      expected: 'the point of the private key',
      found: ec.pointOf ? `its point on the curve of ${ec.pointOf}` : 'another point, or none of the curve',
    });
  }
  return ec.key.publicKeys.length > 0 || structure?.form === 'raw-scalar'
    ? undefined
    : finding('ec-public-key-missing', 'material.ec.publicKey', { found: 'no public key' });
};
