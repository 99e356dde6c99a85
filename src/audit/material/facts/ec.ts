import type { CurveFacts, EcKeyFacts } from '../../../formats/keys/facts.ts';
import { toBigInt, toBytes } from '../../../formats/der/values.ts';
import { isFormOf, publicPoint } from '../../../crypto/ec-public-key.ts';
import { curves, curveRow, curveSpecs, type CurveSpec } from '../../../tables/curves.ts';

/** A private key held against its curve. */
export interface EcFacts {
  readonly key: EcKeyFacts;
  /** The curve on which it was examined; undefined where KMS has no such curve. */
  readonly spec?: CurveSpec;
  /** Name of the curve, or why there is none. */
  readonly curve: string;
  /** Outer and inner parameters both stand there and differ, or the outer ones are missing: how. */
  readonly disagreement?: string;
  /** Parameters spelled out: how they compare with the curve that they describe. */
  readonly explicit?: string;
  readonly scalarInRange: boolean;
  /** Uncompressed public point of the scalar; undefined where it is out of range or the curve is in doubt. */
  readonly point?: Buffer;
  /** Stated points that are not `point`. */
  readonly wrongPoints: readonly { readonly at: string; readonly point: Buffer }[];
  /** The other curve on which a stated point is the scalar's. */
  readonly pointOf?: CurveSpec;
}

/** Longest scalar that is looked at, in bytes. */
const longestScalar = 128;

/** Largest private key: n − 1, for SM2 n − 2, as its signatures invert 1 + d (GB/T 32918.1, 6.1; FIPS 186-5, A.2). */
export function largestScalar(spec: CurveSpec): bigint {
  return curveRow(spec).n - (spec === 'SM2' ? 2n : 1n);
}

/** @param due the curve of the key spec that is due, for a key that states none */
export function ecFacts(key: EcKeyFacts, due: CurveSpec | undefined): EcFacts {
  const { outer, inner } = key;
  const stated = [outer, inner].filter((curve) => curve !== undefined);
  const disagreement =
    outer && inner && differ(outer, inner) ? `outside ${name(outer)}, inside ${name(inner)}` : undefined;
  const main = stated.find((curve) => curve.kind !== 'none') ?? stated[0];
  const explicit = stated.find((curve) => curve.kind === 'explicit');
  const spec = main ? specOf(main) : byLength(key.scalar.length, due);
  const base = {
    key,
    ...(spec ? { spec } : {}),
    curve: main ? name(main) : 'no curve named',
    ...(disagreement ? { disagreement } : {}),
    ...(explicit ? { explicit: describe(explicit) } : {}),
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

/** The curve of an ECPrivateKey that names none: the one that is due, unless the scalar has another curve's length. */
function byLength(length: number, due: CurveSpec | undefined): CurveSpec | undefined {
  if (due && curves[due].fieldBytes === length) return due;
  return curveSpecs.find((spec) => curves[spec].fieldBytes === length) ?? due;
}

const withoutCurve = {
  absent: 'no parameters',
  null: 'NULL',
  unreadable: 'no valid parameters',
} as const satisfies Record<Extract<CurveFacts, { kind: 'none' }>['found'], string>;

const specOf = (curve: CurveFacts) =>
  curve.kind === 'named' ? curve.spec : curve.kind === 'explicit' ? (curve.spec ?? curve.fieldOf) : undefined;

function name(curve: CurveFacts): string {
  if (curve.kind === 'named') return curve.name;
  if (curve.kind === 'none') return withoutCurve[curve.found];
  const spec = specOf(curve);
  return spec ? curves[spec].openssl : 'explicit parameters of an unknown curve';
}

const differ = (outer: CurveFacts, inner: CurveFacts) => name(outer) !== name(inner);

function describe(curve: CurveFacts): string {
  if (curve.kind !== 'explicit') return '';
  if (curve.spec) return `explicit parameters, those of ${curves[curve.spec].openssl}`;
  return curve.fieldOf
    ? `explicit parameters over the field of ${curves[curve.fieldOf].openssl}, but not its own`
    : 'explicit parameters of a curve that KMS lacks';
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
