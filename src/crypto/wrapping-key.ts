import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { KmsKeywrapError, type ErrorCode } from '../errors.ts';
import { wrappingKeySpecNames, wrappingKeySpecRow, type WrappingKeySpec } from '../tables/wrapping.ts';
import { readTlv, readTlvs } from './der-tlv.ts';
import { keyRefusal } from './key-refusal.ts';
import { fromPem } from './strict-pem.ts';
import { sm2PrivateScalar, sm2PublicPoint } from './sm2-keys.ts';
import { sm2PublicOf, type Sm2Point } from './sm2.ts';

/** How a key file was written. KMS itself hands out DER SubjectPublicKeyInfo. */
export type KeyForm = 'der' | 'pem';

interface Loaded {
  readonly form: KeyForm;
  /** How the file departs from DER that ends where the key does, in words that follow "the key"; PEM is told by `form`. */
  readonly oddities: readonly string[];
  /** Undefined when KMS hands out no wrapping key of this size. */
  readonly wrappingKeySpec: WrappingKeySpec | undefined;
}

export interface RsaPublicKey extends Loaded {
  readonly kind: 'rsa';
  readonly publicKey: KeyObject;
  readonly modulusBits: number;
  /** Modulus length in bytes, the length of every RSA block. */
  readonly k: number;
  /** Modulus, k bytes, big-endian. */
  readonly modulus: Buffer;
}

export interface Sm2PublicKey extends Loaded {
  readonly kind: 'sm2';
  readonly point: Sm2Point;
}

/** A key that parses but can wrap nothing for KMS, such as Ed25519. */
export interface OtherKey extends Loaded {
  readonly kind: 'other';
  /** node's name of the key type. */
  readonly type: string;
}

/** A private key is its public key and more: it goes wherever a public one does. */
export interface RsaPrivateKey extends RsaPublicKey {
  readonly privateKey: KeyObject;
}

export interface Sm2PrivateKey extends Sm2PublicKey {
  readonly scalar: bigint;
}

export type WrappingPublicKey = RsaPublicKey | Sm2PublicKey;
export type WrappingPrivateKey = RsaPrivateKey | Sm2PrivateKey;

function odditiesOf(der: Buffer): string[] {
  const { end = der.length, content } = readTlv(der) ?? {};
  const trailing = der.length - end;
  return [
    ...(trailing === 0 ? [] : [`has ${trailing} more ${trailing === 1 ? 'byte' : 'bytes'} after its end`]),
    ...(isPkcs1PublicKey(content) ? ['is an RSAPublicKey (PKCS#1), not a SubjectPublicKeyInfo'] : []),
  ];
}

/** RSAPublicKey (RFC 8017, A.1.1): a modulus of some length and an exponent, and nothing else. */
function isPkcs1PublicKey(content: Buffer | undefined): boolean {
  const members = content === undefined ? undefined : readTlvs(content);
  return members?.length === 2 && members.every(({ tag }) => tag === 0x02);
}

/** The wrapping key spec with this modulus length, if KMS has it. */
function rsaSpec(modulusBits: number): WrappingKeySpec | undefined {
  return wrappingKeySpecNames.find((name) => {
    const row = wrappingKeySpecRow(name);
    return row.kind === 'rsa' && row.bits === modulusBits;
  });
}

function rsaFacts(publicKey: KeyObject) {
  const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url');
  const modulusBits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  return {
    kind: 'rsa',
    publicKey,
    modulusBits,
    k: modulus.length,
    modulus,
    wrappingKeySpec: rsaSpec(modulusBits),
  } as const;
}

const publicTypes = { 'PUBLIC KEY': 'spki', 'RSA PUBLIC KEY': 'pkcs1' } as const;
const privateTypes = {
  'PRIVATE KEY': 'pkcs8',
  'RSA PRIVATE KEY': 'pkcs1',
  'EC PRIVATE KEY': 'sec1',
} as const;

function tryPublic(der: Buffer): KeyObject | undefined {
  return firstThat(Object.values(publicTypes), (type) => createPublicKey({ key: der, format: 'der', type }));
}

function tryPrivate(der: Buffer): KeyObject | undefined {
  return firstThat(Object.values(privateTypes), (type) =>
    createPrivateKey({ key: der, format: 'der', type }),
  );
}

function firstThat<T, R>(candidates: readonly T[], attempt: (candidate: T) => R): R | undefined {
  for (const candidate of candidates) {
    try {
      return attempt(candidate);
    } catch {
      continue;
    }
  }
  return undefined;
}

const otherKey = ({ asymmetricKeyType }: KeyObject) =>
  ({ kind: 'other', type: asymmetricKeyType ?? 'unknown', wrappingKeySpec: undefined }) as const;

/**
 * Reads a wrapping public key: SubjectPublicKeyInfo or PKCS#1, DER or PEM. An unsupported size or kind is returned
 * as such, so that an audit can name it.
 * @throws KmsKeywrapError ERR_PUBLIC_KEY when it is not a public key
 */
export function readPublicKey(bytes: Buffer): WrappingPublicKey | OtherKey {
  const der = fromPem(bytes, Object.keys(publicTypes)) ?? bytes;
  const form: KeyForm = der === bytes ? 'der' : 'pem';
  const point = sm2PublicPoint(der);
  const oddities = odditiesOf(der);
  if (point !== undefined) return { kind: 'sm2', form, oddities, point, wrappingKeySpec: 'SM2' };
  // createPublicKey takes a private key too and gives its public half.
  const key = tryPrivate(der) === undefined ? tryPublic(der) : undefined;
  if (key === undefined) throw keyRefusal(bytes, 'public');
  if (key.asymmetricKeyType !== 'rsa') return { ...otherKey(key), form, oddities };
  return { ...rsaFacts(key), form, oddities };
}

/**
 * Reads the private half of a wrapping key: PKCS#8, PKCS#1 or SEC1, DER or PEM.
 * @throws KmsKeywrapError ERR_PRIVATE_KEY when it is not a private key, or an encrypted one
 */
export function readPrivateKey(bytes: Buffer): WrappingPrivateKey | OtherKey {
  const der = fromPem(bytes, Object.keys(privateTypes)) ?? bytes;
  const form: KeyForm = der === bytes ? 'der' : 'pem';
  const oddities = odditiesOf(der);
  const scalar = sm2PrivateScalar(der);
  if (scalar !== undefined)
    return { kind: 'sm2', form, oddities, scalar, point: sm2PublicOf(scalar), wrappingKeySpec: 'SM2' };
  const key = tryPrivate(der);
  if (key === undefined) throw keyRefusal(bytes, 'private');
  if (key.asymmetricKeyType !== 'rsa') return { ...otherKey(key), form, oddities };
  return { ...rsaFacts(createPublicKey(key)), form, oddities, privateKey: key };
}

/** A public key that KMS could have handed out. @throws KmsKeywrapError ERR_PUBLIC_KEY */
export function loadWrappingPublicKey(
  bytes: Buffer,
): WrappingPublicKey & { wrappingKeySpec: WrappingKeySpec } {
  return supported(readPublicKey(bytes), 'ERR_PUBLIC_KEY');
}

/** The private half of a key that KMS could have handed out. @throws KmsKeywrapError ERR_PRIVATE_KEY */
export function loadWrappingPrivateKey(
  bytes: Buffer,
): WrappingPrivateKey & { wrappingKeySpec: WrappingKeySpec } {
  return supported(readPrivateKey(bytes), 'ERR_PRIVATE_KEY');
}

function supported<K extends WrappingPublicKey>(
  key: K | OtherKey,
  code: ErrorCode,
): K & { wrappingKeySpec: WrappingKeySpec } {
  const { wrappingKeySpec } = key;
  if (key.kind === 'other' || wrappingKeySpec === undefined) {
    const found =
      key.kind === 'rsa'
        ? `an RSA key of ${key.modulusBits} bits`
        : `a key of type ${'type' in key ? key.type : key.kind}`;
    throw new KmsKeywrapError(
      code,
      `expected a wrapping key of ${wrappingKeySpecNames.join(', ')}, found ${found}`,
      {
        hint: 'wrap under the public key that GetParametersForImport gave, or under a test key of the same kind and size',
      },
    );
  }
  return { ...key, wrappingKeySpec };
}
