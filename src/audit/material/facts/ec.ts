import { longestScalar } from '../../budgets.ts';
import type { CurveFacts, EcKeyFacts } from '../../../formats/keys/facts.ts';
import { toBigInt, toBytes } from '../../../formats/der/values.ts';
import { isFormOf, publicPoint } from '../../../crypto/ec-public-key.ts';
import { curves, curveRow, curveSpecs, type CurveSpec } from '../../../tables/curves.ts';

export type ExplicitCurve = Extract<CurveFacts, { kind: 'explicit' }>;

/** A private key held against its curve. */
export interface EcFacts {
  readonly key: EcKeyFacts;
  /** The curve on which it was examined; undefined where KMS has no such curve. */
  readonly spec?: CurveSpec;
  /** The parameters that tell the curve; undefined where there are none. */
  readonly curve?: CurveFacts;
  /** Outer and inner parameters that differ, or outer ones that are missing. */
  readonly disagreement?: { readonly outer: CurveFacts; readonly inner: CurveFacts };
  /** Parameters spelled out. */
  readonly explicit?: ExplicitCurve;
  readonly scalarInRange: boolean;
  /** Uncompressed public point of the scalar; undefined where it is out of range or the curve is in doubt. */
  readonly point?: Buffer;
  /** Stated points that are not `point`. */
  readonly wrongPoints: readonly { readonly at: string; readonly point: Buffer }[];
  /** The other curve on which a stated point is the scalar's. */
  readonly pointOf?: CurveSpec;
}

/** Largest private key: n − 1, for SM2 n − 2, as its signatures invert 1 + d (GB/T 32918.1, 6.1; FIPS 186-5, A.2). */
export function largestScalar(spec: CurveSpec): bigint {
  return curveRow(spec).n - (spec === 'SM2' ? 2n : 1n);
}

/** @param due the curve of the key spec that is expected, for a key that states none */
export function ecFacts(key: EcKeyFacts, due: CurveSpec | undefined): EcFacts {
  const { outer, inner } = key;
  const stated = [outer, inner].filter((curve) => curve !== undefined);
  const disagreement = outer && inner && !isSame(outer, inner) ? { outer, inner } : undefined;
  const main = stated.find((curve) => curve.kind !== 'none') ?? stated[0];
  const explicit = stated.find((curve): curve is ExplicitCurve => curve.kind === 'explicit');
  const spec = main ? specOf(main) : byLength(key.scalar.length, due);
  const base = {
    key,
    ...(spec ? { spec } : {}),
    ...(main ? { curve: main } : {}),
    ...(disagreement ? { disagreement } : {}),
    ...(explicit ? { explicit } : {}),
  };
  if (!spec) return { scalarInRange: true, wrongPoints: [], ...base };

  const value = key.scalar.length <= longestScalar ? toBigInt(key.scalar) : 0n;
  const scalarInRange = value >= 1n && value <= largestScalar(spec);
  const tampered = stated.some((curve) => curve.kind === 'explicit' && !curve.spec);
  if (!scalarInRange || disagreement || tampered) return { scalarInRange, wrongPoints: [], ...base };

  const point = publicPoint(spec, toBytes(value, curves[spec].fieldBytes));
  const wrongPoints = key.publicKeys.filter((stated) => !isFormOf(stated.point, point));
  const pointOf = wrongPoints[0] && otherCurve(value, spec, wrongPoints[0].point);
  return { scalarInRange, point, wrongPoints, ...(pointOf ? { pointOf } : {}), ...base };
}

/** The curve of an ECPrivateKey that names none: the one that is expected, unless the scalar has another curve's length. */
function byLength(length: number, due: CurveSpec | undefined): CurveSpec | undefined {
  if (due && curves[due].fieldBytes === length) return due;
  return curveSpecs.find((spec) => curves[spec].fieldBytes === length) ?? due;
}

/** The curve of parameters, named or spelled out. */
export const specOf = (curve: CurveFacts) =>
  curve.kind === 'named' ? curve.spec : curve.kind === 'explicit' ? (curve.spec ?? curve.fieldOf) : undefined;

/** Whether both state the same curve; one that is spelled out is the curve that it describes. */
function isSame(outer: CurveFacts, inner: CurveFacts): boolean {
  const spec = specOf(outer);
  if (spec !== undefined || specOf(inner) !== undefined) return spec === specOf(inner);
  if (outer.kind !== inner.kind) return false;
  if (outer.kind === 'named' && inner.kind === 'named') return outer.name === inner.name;
  return outer.kind !== 'none' || inner.kind !== 'none' || outer.found === inner.found;
}

/** The curve of the same field length whose point this is: then the name of the curve is wrong, not the point. */
function otherCurve(value: bigint, spec: CurveSpec, point: Buffer): CurveSpec | undefined {
  const { fieldBytes } = curves[spec];
  return curveSpecs.find(
    (other) =>
      other !== spec &&
      curves[other].fieldBytes === fieldBytes &&
      value <= largestScalar(other) &&
      isFormOf(point, publicPoint(other, toBytes(value, fieldBytes))),
  );
}
