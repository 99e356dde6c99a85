import { curves, type CurveRow } from './curves.ts';
import {
  encapsulationUsages,
  hmacUsages,
  nistCurveUsages,
  rsaUsages,
  signingUsages,
  sm2Usages,
  symmetricUsages,
  type Usages,
} from './key-usages.ts';
import { named, namesOf } from './named.ts';
import type { Partition } from './partitions.ts';
import type { SourceId } from './sources.ts';

interface Base {
  /** Partitions that have this key spec. */
  readonly partitions: readonly Partition[];
  /** File name that the documented commands give to the plaintext key material. */
  readonly fileName: string;
  /** What a KMS key of it can be for. */
  readonly usages: Usages;
  /** Whether the deprecated request field `CustomerMasterKeySpec` has it too. */
  readonly customerMasterKeySpec: boolean;
  /** Names that other tools give it: upper-case letters and digits alone. */
  readonly aliases: readonly string[];
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
  readonly curve: CurveRow;
  /** PKCS#8 DER length in bytes as OpenSSL writes it: named curve, uncompressed public key. */
  readonly pkcs8Bytes: number;
  /** The same without the optional public key, as Java and PKCS#11 tokens write it. */
  readonly pkcs8BytesWithoutPublicKey: number;
}

/** A key spec that KMS has, but whose key material cannot be imported. */
interface NotImportable extends Base {
  readonly kind: 'ed25519' | 'ml-dsa' | 'ml-kem';
  readonly importable: false;
  /** OID of the PKCS#8 algorithm, dotted. */
  readonly algorithmOid: string;
  readonly reason: string;
}

const everywhere = ['aws', 'aws-cn'] as const;

const common = {
  importable: true,
  partitions: everywhere,
  customerMasterKeySpec: true,
  aliases: [],
  source: 'REQ',
} as const;

const hmac = (bits: number): Raw => ({
  kind: 'hmac',
  ...common,
  bytes: { 'aws': bits / 8, 'aws-cn': bits / 8 },
  fileName: `HMAC_${bits}_PlaintextKey.bin`,
  usages: hmacUsages(bits),
});

const rsa = (modulusBits: number, pkcs8Bytes: number): Rsa => ({
  kind: 'rsa',
  ...common,
  modulusBits,
  pkcs8Bytes,
  fileName: `RSA_${modulusBits}_PrivateKey.der`,
  usages: rsaUsages,
});

type EcFacts = Pick<Ec, 'pkcs8Bytes' | 'pkcs8BytesWithoutPublicKey' | 'usages'> &
  Partial<Pick<Ec, 'aliases' | 'partitions'>>;

const ec = (curve: CurveRow, facts: EcFacts): Ec => ({
  kind: 'ec',
  ...common,
  curve,
  fileName: `${curve.name}_PrivateKey.der`,
  ...facts,
});

const notImportable = (
  kind: NotImportable['kind'],
  name: string,
  facts: Pick<NotImportable, 'algorithmOid' | 'reason' | 'usages'> &
    Partial<Pick<NotImportable, 'aliases' | 'partitions'>>,
): NotImportable => ({
  kind,
  ...common,
  importable: false,
  customerMasterKeySpec: false,
  fileName: `${name}_PrivateKey.der`,
  ...facts,
});

const mlDsa = (set: number, algorithmOid: string) =>
  notImportable('ml-dsa', `ML_DSA_${set}`, {
    algorithmOid,
    reason: 'importing ML-DSA keys is not supported',
    usages: signingUsages('ML_DSA_SHAKE_256'),
  });

/** Of the KMS API since client-kms 3.1158, and not in China Regions. */
const mlKem = (set: number, algorithmOid: string) =>
  notImportable('ml-kem', `ML_KEM_${set}`, {
    partitions: ['aws'],
    algorithmOid,
    reason:
      'ML-KEM is a KMS key spec, but is absent from the list of key specs whose key material can be imported',
    usages: encapsulationUsages('ML_KEM'),
  });

/** Every key spec that KMS imports or is known to have beside those, under AWS's own name. */
export const keySpecs = named({
  SYMMETRIC_DEFAULT: {
    kind: 'symmetric',
    ...common,
    // AES-256 in `aws`, SM4 (128 bits) in the China Regions.
    bytes: { 'aws': 32, 'aws-cn': 16 },
    fileName: 'PlaintextKeyMaterial.bin',
    usages: symmetricUsages,
    aliases: ['AES', 'AES256', 'SM4', 'SYMMETRIC'],
  },
  HMAC_224: hmac(224),
  HMAC_256: hmac(256),
  HMAC_384: hmac(384),
  HMAC_512: hmac(512),
  RSA_2048: rsa(2048, 1217),
  RSA_3072: rsa(3072, 1793),
  RSA_4096: rsa(4096, 2374),
  ECC_NIST_P256: ec(curves.ECC_NIST_P256, {
    pkcs8Bytes: 138,
    pkcs8BytesWithoutPublicKey: 67,
    usages: nistCurveUsages(256),
    aliases: ['P256', 'PRIME256V1', 'SECP256R1'],
  }),
  ECC_NIST_P384: ec(curves.ECC_NIST_P384, {
    pkcs8Bytes: 185,
    pkcs8BytesWithoutPublicKey: 80,
    usages: nistCurveUsages(384),
    aliases: ['P384', 'SECP384R1'],
  }),
  ECC_NIST_P521: ec(curves.ECC_NIST_P521, {
    pkcs8Bytes: 241,
    pkcs8BytesWithoutPublicKey: 98,
    usages: nistCurveUsages(512),
    aliases: ['P521', 'SECP521R1'],
  }),
  ECC_SECG_P256K1: ec(curves.ECC_SECG_P256K1, {
    pkcs8Bytes: 135,
    pkcs8BytesWithoutPublicKey: 64,
    usages: signingUsages('ECDSA_SHA_256'),
    aliases: ['SECP256K1'],
  }),
  SM2: ec(curves.SM2, {
    partitions: ['aws-cn'],
    pkcs8Bytes: 138,
    pkcs8BytesWithoutPublicKey: 67,
    usages: sm2Usages,
  }),
  ECC_NIST_EDWARDS25519: notImportable('ed25519', 'ECC_NIST_EDWARDS25519', {
    algorithmOid: '1.3.101.112',
    reason:
      'Ed25519 is a KMS key spec, but is absent from the list of key specs whose key material can be imported',
    usages: signingUsages('ED25519_SHA_512', 'ED25519_PH_SHA_512'),
    aliases: ['ED25519'],
  }),
  ML_DSA_44: mlDsa(44, '2.16.840.1.101.3.4.3.17'),
  ML_DSA_65: mlDsa(65, '2.16.840.1.101.3.4.3.18'),
  ML_DSA_87: mlDsa(87, '2.16.840.1.101.3.4.3.19'),
  ML_KEM_512: mlKem(512, '2.16.840.1.101.3.4.4.1'),
  ML_KEM_768: mlKem(768, '2.16.840.1.101.3.4.4.2'),
  ML_KEM_1024: mlKem(1024, '2.16.840.1.101.3.4.4.3'),
} as const satisfies Record<string, Raw | Rsa | Ec | NotImportable>);

export type KeySpec = keyof typeof keySpecs;
export const keySpecNames = namesOf(keySpecs);

/** The key specs whose key material is a private key that can be imported. */
export type PrivateKeySpec = {
  [Name in KeySpec]: (typeof keySpecs)[Name] extends Raw | NotImportable ? never : Name;
}[KeySpec];

interface Named {
  readonly name: KeySpec;
}
export interface RawKeySpecRow extends Named, Raw {}
export interface RsaKeySpecRow extends Named, Rsa {}
export interface EcKeySpecRow extends Named, Ec {}
export interface NotImportableRow extends Named, NotImportable {}
export type ImportableRow = RawKeySpecRow | RsaKeySpecRow | EcKeySpecRow;
export type KeySpecRow = ImportableRow | NotImportableRow;

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
