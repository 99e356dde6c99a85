import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

/** The public key inside: left out, or not the private key's. */
export const ecPublicKey: MaterialRule = ({ ec, context, structure }) => {
  if (!ec?.point) return undefined;
  const [wrong] = ec.wrongPoints;
  if (wrong) {
    // The point is right on the curve that is due: then the curve's name is wrong, and that has its own finding.
    if (ec.pointOf !== undefined && ec.pointOf === context.keySpec) return undefined;
    return finding('ec-public-key-mismatch', wrong.at, {
      expected: 'the point of the private key',
      found: ec.pointOf ? `its point on the curve of ${ec.pointOf}` : 'another point, or none of the curve',
    });
  }
  return ec.key.publicKeys.length > 0 || structure?.form === 'raw-scalar'
    ? undefined
    : finding('ec-public-key-missing', 'material.ec.publicKey', { found: 'no public key' });
};
