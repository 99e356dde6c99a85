import type { HashName } from './hashes.ts';
import { named, namesOf } from './named.ts';
import type { Partition } from './partitions.ts';
import type { SourceId } from './sources.ts';

interface Base {
  readonly partitions: readonly Partition[];
  /** The kind of wrapping key that the algorithm encrypts under. */
  readonly wrappingKey: 'rsa' | 'sm2';
  /** Names that other tools give it: upper-case letters and digits alone. */
  readonly aliases: readonly string[];
  readonly retired?: { readonly date: string; readonly reason: string };
  readonly source: SourceId;
}

/** RSAES-OAEP of the key material itself; MGF1 uses the same hash; empty label. */
interface Oaep extends Base {
  readonly scheme: 'rsaes-oaep';
  readonly hash: HashName;
}

/** A fresh 256-bit AES key under RSAES-OAEP, followed by the key material under AES-KWP with that key. */
interface RsaAes extends Base {
  readonly scheme: 'rsa-aes-key-wrap';
  readonly hash: HashName;
}

interface Sm2 extends Base {
  readonly scheme: 'sm2pke';
}

interface Pkcs1v15 extends Base {
  readonly scheme: 'rsaes-pkcs1-v1_5';
}

const everywhere = ['aws', 'aws-cn'] as const;

const oaep = <Hash extends HashName>(hash: Hash) =>
  ({
    scheme: 'rsaes-oaep',
    hash,
    partitions: everywhere,
    wrappingKey: 'rsa',
    aliases: [],
    source: 'S2',
  }) as const;

const rsaAes = <Hash extends HashName>(hash: Hash) =>
  ({
    scheme: 'rsa-aes-key-wrap',
    hash,
    partitions: ['aws'],
    wrappingKey: 'rsa',
    aliases: [],
    source: 'S2',
  }) as const;

/** Every wrapping algorithm of the KMS API, the retired one too, under AWS's own name. */
export const wrappingAlgorithms = named({
  RSAES_OAEP_SHA_1: oaep('sha1'),
  RSAES_OAEP_SHA_256: { ...oaep('sha256'), aliases: ['OAEP'] },
  RSA_AES_KEY_WRAP_SHA_1: rsaAes('sha1'),
  RSA_AES_KEY_WRAP_SHA_256: { ...rsaAes('sha256'), aliases: ['RSAAES'] },
  SM2PKE: { scheme: 'sm2pke', partitions: ['aws-cn'], wrappingKey: 'sm2', aliases: [], source: 'S2' },
  RSAES_PKCS1_V1_5: {
    scheme: 'rsaes-pkcs1-v1_5',
    partitions: everywhere,
    wrappingKey: 'rsa',
    retired: { date: '2023-10-10', reason: 'RSAES_PKCS1_V1_5 is not supported since 2023-10-10' },
    aliases: ['RSAPKCS1'],
    source: 'S2',
  },
} as const satisfies Record<string, Oaep | RsaAes | Sm2 | Pkcs1v15>);

export type WrappingAlgorithm = keyof typeof wrappingAlgorithms;
export const wrappingAlgorithmNames = namesOf(wrappingAlgorithms);

type WrappingHash = Extract<(typeof wrappingAlgorithms)[WrappingAlgorithm], { hash: HashName }>['hash'];
/** The hashes that RSAES-OAEP is used with, each once. */
export const wrappingHashes: readonly WrappingHash[] = [
  ...new Set(
    wrappingAlgorithmNames.flatMap((name) => {
      const row = wrappingAlgorithms[name];
      return 'hash' in row ? [row.hash] : [];
    }),
  ),
];

interface NamedAlgorithm {
  readonly name: WrappingAlgorithm;
}
export interface OaepAlgorithm extends NamedAlgorithm, Oaep {
  readonly hash: WrappingHash;
}
export interface RsaAesAlgorithm extends NamedAlgorithm, RsaAes {
  readonly hash: WrappingHash;
}
export interface Sm2Algorithm extends NamedAlgorithm, Sm2 {}
export interface Pkcs1v15Algorithm extends NamedAlgorithm, Pkcs1v15 {}
export type WrappingAlgorithmRow = OaepAlgorithm | RsaAesAlgorithm | Sm2Algorithm | Pkcs1v15Algorithm;

/** A way of wrapping, whichever service offers it and whatever name it has there. */
export type WrappingScheme = Pick<Base, 'wrappingKey' | 'retired'> & { readonly name: string } & (
    | { readonly scheme: 'rsaes-oaep'; readonly hash: HashName }
    | { readonly scheme: 'rsa-aes-key-wrap'; readonly hash: HashName }
    | { readonly scheme: 'sm2pke' }
    | { readonly scheme: 'rsaes-pkcs1-v1_5' }
  );

export function wrappingAlgorithmRow(name: WrappingAlgorithm): WrappingAlgorithmRow {
  return wrappingAlgorithms[name];
}

/** Every algorithm that KMS still offers. */
export const algorithmsInUse: readonly WrappingAlgorithmRow[] = wrappingAlgorithmNames
  .map(wrappingAlgorithmRow)
  .filter(({ retired }) => retired === undefined);

export function isWrappingAlgorithm(name: string): name is WrappingAlgorithm {
  return Object.hasOwn(wrappingAlgorithms, name);
}

/** A public key that GetParametersForImport hands out. */
interface WrappingKey {
  readonly kind: 'rsa' | 'sm2';
  /** Modulus length, or field length for SM2, in bits. */
  readonly bits: number;
  readonly partitions: readonly Partition[];
  readonly source: SourceId;
}

export const wrappingKeySpecs = named({
  RSA_2048: { kind: 'rsa', bits: 2048, partitions: everywhere, source: 'S2' },
  RSA_3072: { kind: 'rsa', bits: 3072, partitions: everywhere, source: 'S2' },
  RSA_4096: { kind: 'rsa', bits: 4096, partitions: everywhere, source: 'S2' },
  SM2: { kind: 'sm2', bits: 256, partitions: ['aws-cn'], source: 'S2' },
} as const satisfies Record<string, WrappingKey>);

export type WrappingKeySpec = keyof typeof wrappingKeySpecs;
export const wrappingKeySpecNames = namesOf(wrappingKeySpecs);

export interface WrappingKeySpecRow extends WrappingKey {
  readonly name: WrappingKeySpec;
}

export function wrappingKeySpecRow(name: WrappingKeySpec): WrappingKeySpecRow {
  return wrappingKeySpecs[name];
}

export function isWrappingKeySpec(name: string): name is WrappingKeySpec {
  return Object.hasOwn(wrappingKeySpecs, name);
}
