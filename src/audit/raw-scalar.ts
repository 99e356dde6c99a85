import type { EcKeyFacts, Structure } from '../formats/keys/facts.ts';
import { isFormOf, isPointOf, publicPoint } from '../crypto/ec-public-key.ts';
import { curves, curveRow, curveSpecs, type CurveSpec } from '../tables/curves.ts';
import { toBigInt } from '../formats/der/values.ts';

/**
 * A private scalar without structure, with or without its point after it, or a bare point.
 * A scalar alone is believed for the curve that is expected (`curve`) only; with its point, or a point on a curve, there is no doubt.
 */
export function findScalar(octets: Buffer, curve: CurveSpec | undefined): Structure | undefined {
  if (octets.length < 31 || octets.length > 3 * 66 + 2) return undefined;
  const readings = [octets, ...unwrapped(octets)];
  const candidates = curve ? [curve, ...curveSpecs.filter((name) => name !== curve)] : curveSpecs;
  for (const spec of candidates)
    for (const reading of readings) {
      if (isPointOf(spec, reading)) return { form: 'public', format: 'ec-point', point: { curve: spec } };
      const pair = scalarWithPoint(reading, spec, spec === curve);
      if (pair) return { form: 'raw-scalar', key: pair };
    }
  if (!curve) return undefined;
  for (const reading of readings) {
    const found = scalarAlone(reading, curve);
    if (found) return found;
  }
  return undefined;
}

function scalarAlone(octets: Buffer, curve: CurveSpec): Structure | undefined {
  const size = curves[curve].fieldBytes;
  if (octets.length === 2 * size && isPointOf(curve, Buffer.concat([Buffer.of(4), octets])))
    return { form: 'public', format: 'ec-point', point: { curve, dress: 'no-prefix' } };
  return hasSignByte(octets, curve) || octets.length === size || octets.length === size - 1
    ? { form: 'raw-scalar', key: ecKey(curve, octets, []) }
    : undefined;
}

/** A zero byte more than the scalar has, where a line break at the end is not the better reason for the length. */
function hasSignByte(octets: Buffer, curve: CurveSpec): boolean {
  const [first, second = 0] = octets;
  const isLonger = octets.length === curves[curve].fieldBytes + 1 && first === 0;
  return isLonger && toBigInt(octets) < curveRow(curve).n && (second >= 0x80 || octets.at(-1) !== 0x0a);
}

/**
 * The content of a single INTEGER or OCTET STRING, as PKCS#11 tools hand out CKA_VALUE and CKA_EC_POINT; none where the
 * octets are not one. A point or scalar may begin like one by chance, so the octets are read as they stand first.
 */
function unwrapped(octets: Buffer): Buffer[] {
  const [id, length] = octets;
  if (id !== 0x02 && id !== 0x04) return [];
  if (length === octets.length - 2 && length < 0x80) return [octets.subarray(2)];
  return length === 0x81 && octets[2] === octets.length - 3 ? [octets.subarray(3)] : [];
}

/** Lengths of a point in field lengths and bytes beside them: x and y alone, compressed, uncompressed. */
const pointForms = [
  { fields: 2, more: 0 },
  { fields: 1, more: 1 },
  { fields: 2, more: 1 },
] as const;

/** The scalar before its point or after it. Where the curve is expected, an uncompressed point after it may be another one's. */
function scalarWithPoint(octets: Buffer, spec: CurveSpec, due: boolean): EcKeyFacts | undefined {
  const size = curves[spec].fieldBytes;
  const form = pointForms.find(({ fields, more }) => octets.length === (fields + 1) * size + more);
  if (!form) return undefined;
  const splits = [
    { scalar: octets.subarray(0, size), point: octets.subarray(size) },
    { scalar: octets.subarray(-size), point: octets.subarray(0, -size) },
  ].map(({ scalar, point }) => ({
    scalar,
    point: form.more === 0 ? Buffer.concat([Buffer.of(4), point]) : point,
  }));
  const pair = splits.find(({ scalar, point }) => isPair(spec, scalar, point));
  const claimed = due && form.more === 1 && splits[0]?.point[0] === 4 ? splits[0] : undefined;
  const found = pair ?? claimed;
  return found && ecKey(spec, found.scalar, [found.point]);
}

function isPair(spec: CurveSpec, scalar: Buffer, point: Buffer): boolean {
  const value = toBigInt(scalar);
  if (value === 0n || value >= curveRow(spec).n || !isPointOf(spec, point)) return false;
  return isFormOf(point, publicPoint(spec, scalar));
}

const ecKey = (spec: CurveSpec, scalar: Buffer, points: readonly Buffer[]): EcKeyFacts => ({
  type: 'ec',
  outer: { kind: 'named', name: curves[spec].openssl, spec },
  scalar,
  publicKeys: points.map((point) => ({ at: 'material.ec.publicKey', point })),
});
