import { oids } from '../../tables/algorithms.ts';
import { curves, curveSpecs } from '../../tables/curves.ts';
import { integer, nullValue, objectIdentifier, sequence } from '../der/write.ts';

/** Version 0, then the AlgorithmIdentifier up to its parameters. */
function head(algorithm: string, parameters: Buffer): Buffer {
  const oid = objectIdentifier(algorithm);
  const identifier = sequence(oid, parameters);
  return Buffer.concat([integer(0), identifier.subarray(0, identifier.length - parameters.length)]);
}

const heads = [
  head(oids.rsaEncryption, nullValue()),
  ...curveSpecs.map((spec) => head(oids.ecPublicKey, objectIdentifier(curves[spec].oid))),
];

/**
 * What stands after the outer length of PKCS#8 (RFC 5208, 5) for each kind of private key that KMS imports: version and
 * algorithm. The length of a curve's object identifier shows in it, the curve does not.
 */
export const pkcs8Heads: readonly Buffer[] = heads.filter(
  (one, at) => heads.findIndex((other) => other.equals(one)) === at,
);
