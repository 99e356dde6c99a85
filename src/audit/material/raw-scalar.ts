import type { EcKeyFacts, Structure } from '../../asn1/keys.ts';
import { isPointOf, publicPoint } from '../../crypto/ec-public-key.ts';
import { curveRow, curveSpecs, type CurveSpec } from '../../spec/curves.ts';
import { keySpecs } from '../../spec/key-specs.ts';
import { toBigInt } from '../../asn1/values.ts';

/**
 * A private scalar without structure, with or without its point behind it, or a bare point.
 * A scalar alone is believed for the curve that is due (`curve`) only; with its point, or a point on a curve, there is no doubt.
 */
export function findScalar(octets: Buffer, curve: CurveSpec | undefined): Structure | undefined {
  if (octets.length < 31 || octets.length > 3 * 66 + 2) return undefined;
  const inside = unwrap(octets);
  const candidates = curve ? [curve, ...curveSpecs.filter((name) => name !== curve)] : curveSpecs;
  for (const spec of candidates) {
    if (isPointOf(spec, inside))
      return { form: 'public', what: `a bare point of the curve ${keySpecs[spec].opensslCurve}` };
    const pair = scalarWithPoint(inside, spec, spec === curve);
    if (pair) return { form: 'raw-scalar', key: pair };
  }
  if (!curve) return undefined;
  const size = keySpecs[curve].fieldBytes;
  if (inside.length === 2 * size && isPointOf(curve, Buffer.concat([Buffer.of(4), inside])))
    return {
      form: 'public',
      what: `a bare point of the curve ${keySpecs[curve].opensslCurve}, without its first byte`,
    };
  const signByte = inside.length === size + 1 && inside[0] === 0;
  return inside.length === size || inside.length === size - 1 || signByte
    ? { form: 'raw-scalar', key: ecKey(curve, inside, []) }
    : undefined;
}

/** The content of a single INTEGER or OCTET STRING, as PKCS#11 tools hand out CKA_VALUE and CKA_EC_POINT. */
function unwrap(octets: Buffer): Buffer {
  const [id, length] = octets;
  if (id !== 0x02 && id !== 0x04) return octets;
  if (length === octets.length - 2 && length < 0x80) return octets.subarray(2);
  return length === 0x81 && octets[2] === octets.length - 3 ? octets.subarray(3) : octets;
}

function scalarWithPoint(octets: Buffer, spec: CurveSpec, due: boolean): EcKeyFacts | undefined {
  const size = keySpecs[spec].fieldBytes;
  const bare = octets.length === 3 * size;
  if (!bare && octets.length !== 3 * size + 1) return undefined;
  const scalar = octets.subarray(0, size);
  const point = bare ? Buffer.concat([Buffer.of(4), octets.subarray(size)]) : octets.subarray(size);
  if (due && !bare && point[0] === 4) return ecKey(spec, scalar, [point]);
  const value = toBigInt(scalar);
  const fits =
    value > 0n &&
    value < curveRow(spec).n &&
    isPointOf(spec, point) &&
    publicPoint(spec, scalar).equals(point);
  return fits ? ecKey(spec, scalar, [point]) : undefined;
}

const ecKey = (spec: CurveSpec, scalar: Buffer, points: readonly Buffer[]): EcKeyFacts => ({
  type: 'ec',
  outer: { kind: 'named', name: keySpecs[spec].opensslCurve, spec },
  scalar,
  publicKeys: points.map((point) => ({ at: 'material.ec.publicKey', point })),
});
