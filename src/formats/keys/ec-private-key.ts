import { keySpecOfCurve, oids, otherCurveName } from '../../tables/algorithms.ts';
import { curves, curveRow, curveSpecs, type CurveSpec } from '../../tables/curves.ts';
import type { CurveFacts, EcKeyFacts, Surplus } from './facts.ts';
import { tags, type Tlv } from '../der/tlv.ts';
import {
  bitString,
  encoding,
  octetString,
  oid,
  smallInteger,
  toBigInt,
  toBytes,
  unsignedInteger,
} from '../der/values.ts';

/** Longest integer of a curve that is looked at, in bytes; P-521 needs 66. */
const longest = 128;

/** ECParameters: a named curve, an explicit one, or neither. */
export function readCurve(bytes: Buffer, element: Tlv | undefined): CurveFacts {
  if (!element) return { kind: 'none', found: 'absent' };
  const name = oid(bytes, element);
  if (name !== undefined) {
    const spec = keySpecOfCurve(name);
    return spec ? namedCurve(spec) : { kind: 'named', name: otherCurveName(name) };
  }
  if (element.id === tags.sequence) return readExplicitCurve(bytes, element);
  return { kind: 'none', found: element.id === tags.null ? 'null' : 'unreadable' };
}

/** The facts of a curve that is known without parameters. */
export const namedCurve = (spec: CurveSpec): CurveFacts => ({
  kind: 'named',
  name: curves[spec].openssl,
  spec,
});

/** SpecifiedECDomain (SEC1, C.2): version, field, curve, base point, order, cofactor. */
function readExplicitCurve(bytes: Buffer, element: Tlv): CurveFacts {
  const [, field, curve, base, order, cofactor] = element.children;
  const isPrimeField = oid(bytes, field?.children[0]) === oids.primeField;
  const prime = unsignedInteger(bytes, field?.children[1]);
  if (!isPrimeField || !prime || prime.length > longest) return { kind: 'explicit' };

  const p = toBigInt(prime);
  const fieldOf = curveSpecs.find((name) => curveRow(name).p === p);
  if (!fieldOf) return { kind: 'explicit' };

  const row = curveRow(fieldOf);
  const { fieldBytes } = curves[fieldOf];
  const coefficient = (at: number) => octetString(bytes, curve?.children[at]);
  const n = unsignedInteger(bytes, order);
  const same =
    sameInteger(coefficient(0), row.a) &&
    sameInteger(coefficient(1), row.b) &&
    sameInteger(n, row.n) &&
    (cofactor === undefined || smallInteger(bytes, cofactor) === 1) &&
    isPoint(octetString(bytes, base), row.gx, row.gy, fieldBytes);
  return same ? { kind: 'explicit', spec: fieldOf } : { kind: 'explicit', fieldOf };
}

const sameInteger = (octets: Buffer | undefined, value: bigint) =>
  octets !== undefined && octets.length <= longest && toBigInt(octets) === value;

function isPoint(octets: Buffer | undefined, x: bigint, y: bigint, fieldBytes: number): boolean {
  if (!octets) return false;
  const [kind] = octets;
  const xs = toBytes(x, fieldBytes);
  const odd = Number(y & 1n);
  if (kind === 2 + odd) return octets.subarray(1).equals(xs);
  return (
    (kind === 4 || kind === 6 + odd) && octets.subarray(1).equals(Buffer.concat([xs, toBytes(y, fieldBytes)]))
  );
}

/**
 * ECPrivateKey (RFC 5915, 3). `at` is the path of the structure. undefined where it is not one: a version, an OCTET STRING and the two
 * optional tagged fields are what it needs.
 */
export function readEcPrivateKey(
  bytes: Buffer,
  element: Tlv,
  at: string,
): { key: EcKeyFacts; surplus: Surplus[] } | undefined {
  const [first, second, ...rest] = element.children;
  const version = smallInteger(bytes, first);
  const scalar = octetString(bytes, second);
  if (element.id !== tags.sequence || version === undefined || !scalar) return undefined;

  let inner: CurveFacts | undefined;
  const publicKeys: { at: string; point: Buffer }[] = [];
  const surplus: Surplus[] = [];
  for (const field of rest) {
    if (field.id === 0xa0 && !inner && publicKeys.length === 0) inner = readCurve(bytes, field.children[0]);
    else if (field.id === 0xa1 && publicKeys.length === 0)
      publicKeys.push({
        at: `${at}.publicKey`,
        point: bitString(bytes, field.children[0]) ?? Buffer.alloc(0),
      });
    else surplus.push({ at, bytes: encoding(bytes, field) });
  }
  return { key: { type: 'ec', version, scalar, ...(inner ? { inner } : {}), publicKeys }, surplus };
}
