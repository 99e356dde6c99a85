import { named, namesOf } from './named.ts';
import type { SourceId } from './sources.ts';

/** Everything that is to be known of a curve y² = x³ + ax + b over the prime field p, cofactor 1. */
interface Curve {
  /** Name in messages. */
  readonly title: string;
  /** OID of the named curve, dotted. */
  readonly oid: string;
  /** Name in openssl's `-pkeyopt ec_paramgen_curve:`. */
  readonly openssl: string;
  /** Name in node's `getCurves()`. */
  readonly node: string;
  /** `crv` of a JSON Web Key (RFC 7518, 6.2.1.1; RFC 8812, 3.1). */
  readonly jwk: string;
  /** Field element and scalar length in bytes. */
  readonly fieldBytes: number;
  /** Field prime. */
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  /** Order of the base point, and so of the group. */
  readonly n: bigint;
  /** Base point. */
  readonly gx: bigint;
  readonly gy: bigint;
  /** The order minus the largest private scalar. */
  readonly orderMargin: bigint;
  /** Where some openssl lacks the curve: why LibreSSL does, and what to do. */
  readonly opensslLacks?: { readonly libressl: string; readonly fix: string };
  readonly source: SourceId;
}

/** The curves whose private keys KMS imports, under the name of their key spec. */
export const curves = named({
  ECC_NIST_P256: {
    title: 'P-256',
    oid: '1.2.840.10045.3.1.7',
    openssl: 'P-256',
    node: 'prime256v1',
    jwk: 'P-256',
    fieldBytes: 32,
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    a: 0xffffffff00000001000000000000000000000000fffffffffffffffffffffffcn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    gx: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
    gy: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
    orderMargin: 1n,
    source: 'SEC2',
  },
  ECC_NIST_P384: {
    title: 'P-384',
    oid: '1.3.132.0.34',
    openssl: 'P-384',
    node: 'secp384r1',
    jwk: 'P-384',
    fieldBytes: 48,
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    a: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffcn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    gx: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
    gy: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
    orderMargin: 1n,
    source: 'SEC2',
  },
  ECC_NIST_P521: {
    title: 'P-521',
    oid: '1.3.132.0.35',
    openssl: 'P-521',
    node: 'secp521r1',
    jwk: 'P-521',
    fieldBytes: 66,
    p: 0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffn,
    a: 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffcn,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    n: 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    gx: 0xc6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66n,
    gy: 0x11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650n,
    orderMargin: 1n,
    source: 'SEC2',
  },
  ECC_SECG_P256K1: {
    title: 'secp256k1',
    oid: '1.3.132.0.10',
    openssl: 'secp256k1',
    node: 'secp256k1',
    jwk: 'secp256k1',
    fieldBytes: 32,
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn,
    a: 0x0n,
    b: 0x7n,
    n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    gx: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
    gy: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
    orderMargin: 1n,
    source: 'SEC2',
  },
  SM2: {
    title: 'SM2',
    oid: '1.2.156.10197.1.301',
    openssl: 'sm2',
    node: 'SM2',
    jwk: 'SM2',
    fieldBytes: 32,
    p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
    a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
    b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
    n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
    gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
    gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
    // GB/T 32918.1, 6.1: below the order minus 1, where the others are below the order.
    orderMargin: 2n,
    opensslLacks: {
      libressl: 'LibreSSL has no SM2 curve',
      fix: 'Install an OpenSSL that is built with SM2 (builds of Red Hat leave it out) and name it with --openssl, or run kms-keywrap generate, wrap and unwrap with --engine node.',
    },
    source: 'GBT32918',
  },
} as const satisfies Record<string, Curve>);

/** A key spec that is an elliptic curve. */
export type CurveSpec = keyof typeof curves;
export const curveSpecs = namesOf(curves);

/** Name of a curve in the documented `-pkeyopt ec_paramgen_curve:`. */
type OpensslCurve = (typeof curves)[CurveSpec]['openssl'];

export interface CurveRow extends Curve {
  readonly name: CurveSpec;
  readonly openssl: OpensslCurve;
}

export function isCurveSpec(name: string): name is CurveSpec {
  return Object.hasOwn(curves, name);
}

export function curveRow(name: CurveSpec): CurveRow {
  return curves[name];
}
