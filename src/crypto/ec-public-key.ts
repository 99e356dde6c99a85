import { createECDH, type ECDH } from 'node:crypto';
import { weierstrass, type WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js';
import { curves, curveRow, type CurveSpec } from '../tables/curves.ts';

/**
 * Points of one curve after which a table of multiples is worth its making (50 to 200 ms): OpenSSL has fast code for P-256 only, and
 * takes two to three times as long as @noble/curves with a table for the others.
 */
const tableAfter = 200;

/** Making one costs more than using it, for P-256 at least. */
const ecdhs = new Map<CurveSpec, ECDH>();
const uses = new Map<CurveSpec, number>();
const points = new Map<CurveSpec, WeierstrassPointCons<bigint>>();

function ecdh(spec: CurveSpec): ECDH | undefined {
  const known = ecdhs.get(spec);
  if (known) return known;
  try {
    const made = createECDH(curves[spec].node);
    ecdhs.set(spec, made);
    return made;
  } catch {
    // An OpenSSL built without this curve; @noble/curves has it.
    return undefined;
  }
}

/** The group of a curve, from the parameters in the tables. */
export function curvePoints(spec: CurveSpec): WeierstrassPointCons<bigint> {
  const known = points.get(spec);
  if (known) return known;
  const { p, a, b, n, gx, gy } = curveRow(spec);
  const made = weierstrass({ p, a, b, n, h: 1n, Gx: gx, Gy: gy });
  points.set(spec, made);
  return made;
}

/**
 * The public point of a private scalar, uncompressed (SEC1, 2.3.3): 04, x, y. The first points of a curve are OpenSSL's, in constant
 * time; in a batch the time that later ones take depends on the scalar.
 *
 * @param scalar of the curve's field length; must be at least 1 and below the group order
 */
export function publicPoint(spec: CurveSpec, scalar: Buffer): Buffer {
  const use = (uses.get(spec) ?? 0) + 1;
  uses.set(spec, use);
  const native = use <= tableAfter || spec === 'ECC_NIST_P256' ? ecdh(spec) : undefined;
  if (native) {
    native.setPrivateKey(scalar);
    return native.getPublicKey();
  }
  const value = BigInt(`0x${scalar.toString('hex')}`);
  return Buffer.from(curvePoints(spec).BASE.multiplyUnsafe(value).toBytes(false));
}

/** Whether the octets are a point of the curve other than infinity, in any of the forms of SEC1, 2.3.3. */
export function isPointOf(spec: CurveSpec, octets: Buffer): boolean {
  const size = curves[spec].fieldBytes;
  const { p, a, b } = curveRow(spec);
  const kind = octets[0];
  const x = BigInt(`0x0${octets.subarray(1, 1 + size).toString('hex')}`);
  if (x >= p) return false;
  const square = (((x * x + a) % p) * x + b) % p;
  if ((kind === 2 || kind === 3) && octets.length === 1 + size) return isSquare(square, p);
  if ((kind !== 4 && kind !== 6 && kind !== 7) || octets.length !== 1 + 2 * size) return false;
  const y = BigInt(`0x${octets.subarray(1 + size).toString('hex')}`);
  return y < p && (y * y) % p === square && (kind === 4 || Number(y & 1n) === kind - 6);
}

/** Whether the octets are this point: uncompressed, compressed or hybrid (SEC1, 2.3.3; X9.62, 4.3.6). */
export function isFormOf(octets: Buffer, uncompressed: Buffer): boolean {
  const [kind] = octets;
  const odd = uncompressed.at(-1)! & 1;
  const x = uncompressed.subarray(1, 1 + (uncompressed.length - 1) / 2);
  if (kind === 2 + odd) return octets.subarray(1).equals(x);
  return (kind === 4 || kind === 6 + odd) && octets.subarray(1).equals(uncompressed.subarray(1));
}

/** Euler's criterion, for an odd prime p. */
function isSquare(value: bigint, p: bigint): boolean {
  let result = 1n;
  let base = value;
  for (let exponent = (p - 1n) / 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % p;
    base = (base * base) % p;
  }
  return result <= 1n;
}
