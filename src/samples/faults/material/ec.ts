import { toBytes } from '../../../formats/der/values.ts';
import { bits, der, integer, objectIdentifier, octets, sequence } from '../../../formats/der/write.ts';
import { oids } from '../../../tables/algorithms.ts';
import { curves, curveRow, type CurveSpec } from '../../../tables/curves.ts';
import { ecKeyFrom, ecParts, ecPkcs8, namedCurve, type EcParts } from '../../keys/private-keys.ts';
import type { MaterialFault } from './types.ts';

/** SpecifiedECDomain (SEC1, C.2). */
export function explicitParameters(spec: CurveSpec): Buffer {
  const { p, a, b, n, gx, gy } = curveRow(spec);
  const field = (value: bigint) => toBytes(value, curves[spec].fieldBytes);
  return sequence(
    integer(1),
    sequence(objectIdentifier(oids.primeField), integer(p)),
    sequence(octets(field(a)), octets(field(b))),
    octets(Buffer.concat([Buffer.of(4), field(gx), field(gy)])),
    integer(n),
    integer(1),
  );
}

const neighbour = (spec: CurveSpec): CurveSpec =>
  spec === 'ECC_SECG_P256K1' ? 'ECC_NIST_P256' : 'ECC_SECG_P256K1';

const ec = (
  id: MaterialFault['id'],
  make: (parts: EcParts, random: (bytes: number) => Buffer) => Buffer,
  expect: MaterialFault['expect'] = [id],
): MaterialFault => ({
  id,
  expect,
  kinds: ['ec'],
  make: ({ sound, random }) => make(ecParts(sound), random),
});

/** Faults inside an EC private key. */
export const ecFaults: readonly MaterialFault[] = [
  ec('ec-explicit-parameters', (parts) => ecPkcs8(parts, { outer: explicitParameters(parts.spec) })),
  ec('ec-explicit-parameters', (parts) => ecPkcs8(parts, { inner: explicitParameters(parts.spec) })),
  ec('ec-public-key-mismatch', (parts, random) =>
    ecPkcs8(parts, { point: ecKeyFrom(parts.spec, random).point }),
  ),
  ec('ec-public-key-mismatch', (parts) => {
    const point = Buffer.from(parts.point);
    point[point.length - 1]! ^= 1;
    return ecPkcs8(parts, { point });
  }),
  ec('ec-public-key-missing', (parts) => ecPkcs8(parts, { point: null })),
  ec('ec-scalar-range', (parts) => ecPkcs8(parts, { scalar: Buffer.alloc(parts.scalar.length) })),
  ec('ec-scalar-range', ({ spec, ...parts }) => {
    const { n, orderMargin } = curveRow(spec);
    const first = n - orderMargin + 1n;
    return ecPkcs8({ spec, ...parts }, { scalar: toBytes(first, parts.scalar.length) });
  }),
  ec('ec-private-key-version', (parts) => ecPkcs8(parts, { version: 0 })),
  ec('ec-scalar-length', (parts) =>
    ecPkcs8(parts, { scalar: Buffer.concat([Buffer.alloc(1), parts.scalar]) }),
  ),
  ec('ec-curve-disagreement', (parts) => ecPkcs8(parts, { inner: namedCurve(neighbour(parts.spec)) })),
  ec('ec-curve-disagreement', (parts) =>
    ecPkcs8(parts, { outer: namedCurve(neighbour(parts.spec)), inner: namedCurve(parts.spec) }),
  ),
  ec('pkcs8-version', (parts) => ecPkcs8(parts, {}, [der(0x81, Buffer.of(0), parts.point)], 1)),
  ec('pkcs8-attributes', (parts) => {
    // keyUsage digitalSignature, as some key stores keep it (RFC 5280, 4.2.1.3).
    const usage = sequence(objectIdentifier('2.5.29.15'), der(0x31, bits(Buffer.of(0x80))));
    return ecPkcs8(parts, {}, [der(0xa0, usage)]);
  }),
];
