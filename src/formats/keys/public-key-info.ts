import { oids } from '../../tables/algorithms.ts';
import { curves, type CurveSpec } from '../../tables/curves.ts';
import { toBigInt } from '../der/values.ts';
import { bits, integer, nullValue, objectIdentifier, sequence } from '../der/write.ts';

const curveAlgorithms = new Map<CurveSpec, Buffer>();

function curveAlgorithm(spec: CurveSpec): Buffer {
  const known = curveAlgorithms.get(spec);
  if (known) return known;
  const made = sequence(objectIdentifier(oids.ecPublicKey), objectIdentifier(curves[spec].oid));
  curveAlgorithms.set(spec, made);
  return made;
}

/** SubjectPublicKeyInfo of a point on a named curve (RFC 5480, 2). */
export function ecPublicKeyInfo(spec: CurveSpec, point: Uint8Array): Buffer {
  return sequence(curveAlgorithm(spec), bits(point));
}

/** SubjectPublicKeyInfo of an RSA key (RFC 3279, 2.3.1), from the magnitudes of modulus and exponent. */
export function rsaPublicKeyInfo(modulus: Uint8Array, exponent: Uint8Array): Buffer {
  const key = sequence(integer(toBigInt(modulus)), integer(toBigInt(exponent)));
  return sequence(sequence(objectIdentifier(oids.rsaEncryption), nullValue()), bits(key));
}
