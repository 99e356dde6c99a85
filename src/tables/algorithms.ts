import { curves, curveSpecs, type CurveSpec } from './curves.ts';
import { keySpecNames, keySpecRow, type KeySpec } from './key-specs.ts';

/** Object identifiers of the algorithms inside private and public keys. */
export const oids = {
  rsaEncryption: '1.2.840.113549.1.1.1',
  ecPublicKey: '1.2.840.10045.2.1',
  primeField: '1.2.840.10045.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  ed25519: '1.3.101.112',
  /** Ed25519 as a named curve of an EC key, as Mozilla NSS and GnuPG write it. */
  ed25519Curve: '1.3.6.1.4.1.11591.15.1',
} as const;

/** Algorithms that a PKCS#8 or SPKI may name and KMS does not import, by OID. */
const otherAlgorithms: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.7': 'RSAES-OAEP',
  '1.2.840.113549.1.1.10': 'RSASSA-PSS',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.10046.2.1': 'DH (X9.42)',
  '1.2.840.113549.1.3.1': 'DH (PKCS#3)',
  '1.3.101.110': 'X25519',
  '1.3.101.111': 'X448',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '2.16.840.1.101.3.4.4.1': 'ML-KEM-512',
  '2.16.840.1.101.3.4.4.2': 'ML-KEM-768',
  '2.16.840.1.101.3.4.4.3': 'ML-KEM-1024',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
  '1.2.643.2.2.19': 'GOST R 34.10-2001',
  '1.2.643.7.1.1.1.1': 'GOST R 34.10-2012 (256 bits)',
  '1.2.643.7.1.1.1.2': 'GOST R 34.10-2012 (512 bits)',
};

/** A kind of key whose private key the service imports. */
export type KeyKind = 'rsa' | 'ec';

interface OtherIdentifier {
  readonly kind: KeyKind;
  readonly name: string;
  /** The curve, where the identifier itself says it. */
  readonly curve?: CurveSpec;
}

const rsaSignature = (name: string): OtherIdentifier => ({ kind: 'rsa', name });
const ecdsa = (name: string): OtherIdentifier => ({ kind: 'ec', name });
const sm2 = (name: string): OtherIdentifier => ({ kind: 'ec', name, curve: 'SM2' });

/**
 * Identifiers of what a key is used for, by OID, that stand in a PKCS#8 where rsaEncryption or id-ecPublicKey belongs: the key is the
 * same (RFC 8017, A.2.4; RFC 5480, 2.1.2; RFC 5758, 3.2; GM/T 0006).
 */
const otherIdentifiers: Readonly<Record<string, OtherIdentifier>> = {
  '1.2.840.113549.1.1.2': rsaSignature('md2WithRSAEncryption'),
  '1.2.840.113549.1.1.4': rsaSignature('md5WithRSAEncryption'),
  '1.2.840.113549.1.1.5': rsaSignature('sha1WithRSAEncryption'),
  '1.2.840.113549.1.1.11': rsaSignature('sha256WithRSAEncryption'),
  '1.2.840.113549.1.1.12': rsaSignature('sha384WithRSAEncryption'),
  '1.2.840.113549.1.1.13': rsaSignature('sha512WithRSAEncryption'),
  '1.2.840.113549.1.1.14': rsaSignature('sha224WithRSAEncryption'),
  '1.2.840.113549.1.1.15': rsaSignature('sha512-224WithRSAEncryption'),
  '1.2.840.113549.1.1.16': rsaSignature('sha512-256WithRSAEncryption'),
  '1.2.840.10045.4.1': ecdsa('ecdsa-with-SHA1'),
  '1.2.840.10045.4.3.1': ecdsa('ecdsa-with-SHA224'),
  '1.2.840.10045.4.3.2': ecdsa('ecdsa-with-SHA256'),
  '1.2.840.10045.4.3.3': ecdsa('ecdsa-with-SHA384'),
  '1.2.840.10045.4.3.4': ecdsa('ecdsa-with-SHA512'),
  '1.3.132.1.12': ecdsa('id-ecDH'),
  '1.3.132.1.13': ecdsa('id-ecMQV'),
  '1.2.156.10197.1.301': sm2('the curve of SM2'),
  '1.2.156.10197.1.301.1': sm2('SM2 signature'),
  '1.2.156.10197.1.301.2': sm2('SM2 key exchange'),
  '1.2.156.10197.1.301.3': sm2('SM2 encryption'),
};

/** Whether an OID identifies a key of a kind that the service imports, and how; undefined for any other algorithm. */
export function keyIdentifier(oid: string): OtherIdentifier | { readonly kind: KeyKind } | undefined {
  if (oid === oids.rsaEncryption) return { kind: 'rsa' };
  return oid === oids.ecPublicKey ? { kind: 'ec' } : otherIdentifiers[oid];
}

/** SLH-DSA's parameter sets follow each other under this arc (FIPS 205). */
const slhDsa = /^2\.16\.840\.1\.101\.3\.4\.3\.(2[0-9]|3[0-1])$/;

/** Name of an algorithm that is neither RSA nor EC; the OID itself where it has none here. */
export function algorithmName(oid: string): string {
  return (
    otherIdentifiers[oid]?.name ??
    otherAlgorithms[oid] ??
    (slhDsa.test(oid) ? 'SLH-DSA' : `the algorithm ${oid}`)
  );
}

/** Named curves that KMS lacks, by OID, as OpenSSL names them. */
const otherCurves: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.1': 'P-192 (prime192v1)',
  '1.2.840.10045.3.1.2': 'prime192v2',
  '1.2.840.10045.3.1.3': 'prime192v3',
  '1.2.840.10045.3.1.4': 'prime239v1',
  '1.2.840.10045.3.1.5': 'prime239v2',
  '1.2.840.10045.3.1.6': 'prime239v3',
  '1.3.132.0.1': 'sect163k1',
  '1.3.132.0.2': 'sect163r1',
  '1.3.132.0.3': 'sect239k1',
  '1.3.132.0.6': 'secp112r1',
  '1.3.132.0.7': 'secp112r2',
  '1.3.132.0.8': 'secp160r1',
  '1.3.132.0.9': 'secp160k1',
  '1.3.132.0.15': 'sect163r2',
  '1.3.132.0.16': 'sect283k1',
  '1.3.132.0.17': 'sect283r1',
  '1.3.132.0.26': 'sect233k1',
  '1.3.132.0.27': 'sect233r1',
  '1.3.132.0.28': 'secp128r1',
  '1.3.132.0.29': 'secp128r2',
  '1.3.132.0.30': 'secp160r2',
  '1.3.132.0.31': 'secp192k1',
  '1.3.132.0.32': 'secp224k1',
  '1.3.132.0.33': 'P-224 (secp224r1)',
  '1.3.132.0.36': 'sect409k1',
  '1.3.132.0.37': 'sect409r1',
  '1.3.132.0.38': 'sect571k1',
  '1.3.132.0.39': 'sect571r1',
  '1.3.36.3.3.2.8.1.1.1': 'brainpoolP160r1',
  '1.3.36.3.3.2.8.1.1.2': 'brainpoolP160t1',
  '1.3.36.3.3.2.8.1.1.3': 'brainpoolP192r1',
  '1.3.36.3.3.2.8.1.1.4': 'brainpoolP192t1',
  '1.3.36.3.3.2.8.1.1.5': 'brainpoolP224r1',
  '1.3.36.3.3.2.8.1.1.6': 'brainpoolP224t1',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.8': 'brainpoolP256t1',
  '1.3.36.3.3.2.8.1.1.9': 'brainpoolP320r1',
  '1.3.36.3.3.2.8.1.1.10': 'brainpoolP320t1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.12': 'brainpoolP384t1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
  '1.3.36.3.3.2.8.1.1.14': 'brainpoolP512t1',
  '1.2.250.1.223.101.256.1': 'FRP256v1',
};

/** Name of a curve that no KMS key spec uses; the OID itself where it has none here. */
export function otherCurveName(oid: string): string {
  return otherCurves[oid] ?? `the curve ${oid}`;
}

const curvesByOid = new Map<string, CurveSpec>(curveSpecs.map((name) => [curves[name].oid, name]));
const algorithms = new Map(
  keySpecNames.flatMap((name) => {
    const row = keySpecRow(name);
    return 'algorithmOid' in row ? [[row.algorithmOid, name] as const] : [];
  }),
);

/** The key spec whose named curve this OID is. */
export const keySpecOfCurve = (oid: string): CurveSpec | undefined => curvesByOid.get(oid);

/** The key spec of an algorithm that carries no parameters (Ed25519, ML-DSA). */
export const keySpecOfAlgorithm = (oid: string): KeySpec | undefined => algorithms.get(oid);
