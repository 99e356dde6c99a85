import type { CurveFacts } from '../../../formats/keys/facts.ts';
import { curves } from '../../../tables/curves.ts';
import { specOf, type ExplicitCurve } from '../facts/ec.ts';

const withoutCurve = {
  absent: 'curve not named (no parameters)',
  null: 'curve not named (NULL parameters)',
  unreadable: 'no valid parameters',
} as const satisfies Record<Extract<CurveFacts, { kind: 'none' }>['found'], string>;

/** What stands where the curve belongs. */
export function describeCurve(curve: CurveFacts | undefined): string {
  if (curve === undefined) return 'no curve named';
  if (curve.kind === 'named') return curve.name;
  if (curve.kind === 'none') return withoutCurve[curve.found];
  const spec = specOf(curve);
  return spec ? curves[spec].openssl : 'explicit parameters of an unknown curve';
}

/** How parameters that are spelled out compare with the curve that they describe. */
export function describeExplicit({ spec, fieldOf }: ExplicitCurve): string {
  if (spec) return `explicit parameters, those of ${curves[spec].openssl}`;
  return fieldOf
    ? `explicit parameters over the field of ${curves[fieldOf].openssl}, but not its own`
    : 'explicit parameters of a curve that KMS does not have';
}
