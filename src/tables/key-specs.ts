import { named, namesOf } from './named.ts';
import type { Partition } from './partitions.ts';
import type { SourceId } from './sources.ts';

interface Base {
  /** Partitions that have this key spec. */
  readonly partitions: readonly Partition[];
  /** File name that the documented commands give to the plaintext key material. */
  readonly fileName: string;
  readonly source: SourceId;
}

/** Raw key material: random bytes, no structure. */
interface Raw extends Base {
  readonly kind: 'symmetric' | 'hmac';
  readonly importable: true;
  /** Key material length in bytes, by partition. */
  readonly bytes: Readonly<Record<Partition, number>>;
}

/** RSA private key as PKCS#8 with exactly two primes. */
interface Rsa extends Base {
  readonly kind: 'rsa';
  readonly importable: true;
  readonly modulusBits: number;
  /** PKCS#8 DER length in bytes as OpenSSL writes it for most keys; two bytes more or less occur. */
  readonly pkcs8Bytes: number;
}

/** Elliptic curve private key (SM2 too) as PKCS#8 with a named curve. */
interface Ec extends Base {
  readonly kind: 'ec';
  readonly importable: true;
  /** OID of the named curve, dotted. */
  readonly curveOid: string;
  /** Field element and scalar length in bytes. */
  readonly fieldBytes: number;
  /** Name of the curve in the documented `-pkeyopt ec_paramgen_curve:`. */
  readonly opensslCurve: string;
  /** PKCS#8 DER length in bytes as OpenSSL writes it: named curve, uncompressed public key. */
  readonly pkcs8Bytes: number;
  /** The same without the optional public key, as Java and PKCS#11 tokens write it. */
  readonly pkcs8BytesWithoutPublicKey: number;
}

/** A key spec that KMS has, but whose key material cannot be imported. */
interface NotImportable extends Base {
  readonly kind: 'ed25519' | 'ml-dsa';
  readonly importable: false;
  /** OID of the PKCS#8 algorithm, dotted. */
  readonly algorithmOid: string;
  readonly reason: string;
}

const everywhere = ['aws', 'aws-cn'] as const;

const hmac = (bits: number): Raw => ({
  kind: 'hmac',
  importable: true,
  partitions: everywhere,
  bytes: { 'aws': bits / 8, 'aws-cn': bits / 8 },
  fileName: `HMAC_${bits}_PlaintextKey.bin`,
  source: 'REQ',
});

const rsa = (modulusBits: number, pkcs8Bytes: number): Rsa => ({
  kind: 'rsa',
  importable: true,
  partitions: everywhere,
  modulusBits,
  pkcs8Bytes,
  fileName: `RSA_${modulusBits}_PrivateKey.der`,
  source: 'REQ',
});

const ec = (
  name: string,
  curve: Omit<Ec, 'kind' | keyof Base | 'importable'>,
  partitions: readonly Partition[] = everywhere,
): Ec => ({
  kind: 'ec',
  importable: true,
  partitions,
  ...curve,
  fileName: `${name}_PrivateKey.der`,
  source: 'REQ',
});

const notImportable = (
  kind: NotImportable['kind'],
  name: string,
  algorithmOid: string,
  reason: string,
): NotImportable => ({
  kind,
  importable: false,
  partitions: everywhere,
  algorithmOid,
  reason,
  fileName: `${name}_PrivateKey.der`,
  source: 'REQ',
});

const mlDsa = (set: number, oid: string) =>
  notImportable('ml-dsa', `ML_DSA_${set}`, oid, 'importing ML-DSA keys is not supported');

/** Every key spec that KMS imports or is known to have beside those, under AWS's own name. */
export const keySpecs = named({
  SYMMETRIC_DEFAULT: {
    kind: 'symmetric',
    importable: true,
    partitions: everywhere,
    // AES-256 in `aws`, SM4 (128 bits) in the China Regions.
    bytes: { 'aws': 32, 'aws-cn': 16 },
    fileName: 'PlaintextKeyMaterial.bin',
    source: 'REQ',
  },
  HMAC_224: hmac(224),
  HMAC_256: hmac(256),
  HMAC_384: hmac(384),
  HMAC_512: hmac(512),
  RSA_2048: rsa(2048, 1217),
  RSA_3072: rsa(3072, 1793),
  RSA_4096: rsa(4096, 2374),
  ECC_NIST_P256: ec('ECC_NIST_P256', {
    curveOid: '1.2.840.10045.3.1.7',
    fieldBytes: 32,
    opensslCurve: 'P-256',
    pkcs8Bytes: 138,
    pkcs8BytesWithoutPublicKey: 67,
  }),
  ECC_NIST_P384: ec('ECC_NIST_P384', {
    curveOid: '1.3.132.0.34',
    fieldBytes: 48,
    opensslCurve: 'P-384',
    pkcs8Bytes: 185,
    pkcs8BytesWithoutPublicKey: 80,
  }),
  ECC_NIST_P521: ec('ECC_NIST_P521', {
    curveOid: '1.3.132.0.35',
    fieldBytes: 66,
    opensslCurve: 'P-521',
    pkcs8Bytes: 241,
    pkcs8BytesWithoutPublicKey: 98,
  }),
  ECC_SECG_P256K1: ec('ECC_SECG_P256K1', {
    curveOid: '1.3.132.0.10',
    fieldBytes: 32,
    opensslCurve: 'secp256k1',
    pkcs8Bytes: 135,
    pkcs8BytesWithoutPublicKey: 64,
  }),
  SM2: ec(
    'SM2',
    {
      curveOid: '1.2.156.10197.1.301',
      fieldBytes: 32,
      opensslCurve: 'sm2',
      pkcs8Bytes: 138,
      pkcs8BytesWithoutPublicKey: 67,
    },
    ['aws-cn'],
  ),
  ECC_NIST_EDWARDS25519: notImportable(
    'ed25519',
    'ECC_NIST_EDWARDS25519',
    '1.3.101.112',
    'Ed25519 is a KMS key spec, but is absent from the list of key specs whose key material can be imported',
  ),
  ML_DSA_44: mlDsa(44, '2.16.840.1.101.3.4.3.17'),
  ML_DSA_65: mlDsa(65, '2.16.840.1.101.3.4.3.18'),
  ML_DSA_87: mlDsa(87, '2.16.840.1.101.3.4.3.19'),
} as const satisfies Record<string, Raw | Rsa | Ec | NotImportable>);

export type KeySpec = keyof typeof keySpecs;
export const keySpecNames = namesOf(keySpecs);

interface Named {
  readonly name: KeySpec;
}
export interface RawKeySpecRow extends Named, Raw {}
export interface RsaKeySpecRow extends Named, Rsa {}
export interface EcKeySpecRow extends Named, Ec {}
export interface NotImportableRow extends Named, NotImportable {}
export type KeySpecRow = RawKeySpecRow | RsaKeySpecRow | EcKeySpecRow | NotImportableRow;

/** The row of a key spec. */
export function keySpecRow(name: KeySpec): KeySpecRow {
  return keySpecs[name];
}

/** Whether the key material is random bytes without a structure; else it is a private key. */
export const isRaw = (row: KeySpecRow): row is RawKeySpecRow =>
  row.kind === 'symmetric' || row.kind === 'hmac';

/** Whether `name` is spelled as a key spec that the tables know. */
export function isKeySpec(name: string): name is KeySpec {
  return Object.hasOwn(keySpecs, name);
}
