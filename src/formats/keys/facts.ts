import type { CurveSpec } from '../../tables/curves.ts';
import type { ContainerFormat, EncryptedFormat, MessageFormat, PublicFormat } from '../../tables/formats.ts';
import type { KeySpec } from '../../tables/key-specs.ts';

/** What stands where EC parameters belong (RFC 5480, 2.1.1). */
export type CurveFacts =
  | { readonly kind: 'named'; readonly name: string; readonly spec?: CurveSpec }
  /** Spelled out. `spec`: all parameters are that curve's; `fieldOf`: the field prime is, something else is not. */
  | { readonly kind: 'explicit'; readonly spec?: CurveSpec; readonly fieldOf?: CurveSpec }
  /** Left out, NULL, or something that is not EC parameters. */
  | { readonly kind: 'none'; readonly found: 'absent' | 'null' | 'unreadable' };

/** A private key on a curve, as its containers state it; nothing here has been checked against the curve. */
export interface EcKeyFacts {
  readonly type: 'ec';
  /** Parameters of the PKCS#8 or JWK around it; undefined for a bare ECPrivateKey. */
  readonly outer?: CurveFacts;
  /** Parameters inside the ECPrivateKey; undefined where it has none. */
  readonly inner?: CurveFacts;
  /** ECPrivateKey version; RFC 5915 knows 1. Undefined for a key that has no such field (JWK). */
  readonly version?: number;
  /** Octets as they stand, not padded and not stripped. */
  readonly scalar: Buffer;
  /** Every public point stated; an unreadable one has no bytes. */
  readonly publicKeys: readonly { readonly at: string; readonly point: Buffer }[];
}

/** An RSA private key. Integers are magnitudes without leading zeros, read as unsigned; undefined where a JWK lacks one. */
export interface RsaKeyFacts {
  readonly type: 'rsa';
  /** 0 for two primes, 1 for more (RFC 8017, A.1.2); undefined for a JWK. */
  readonly version?: number;
  readonly n: Buffer | undefined;
  readonly e: Buffer | undefined;
  readonly d: Buffer | undefined;
  readonly p: Buffer | undefined;
  readonly q: Buffer | undefined;
  readonly dp: Buffer | undefined;
  readonly dq: Buffer | undefined;
  readonly qInv: Buffer | undefined;
  /** Primes beyond p and q. */
  readonly otherPrimes: number;
}

/** A private key of a type whose inside is not looked at. */
export interface OtherKeyFacts {
  readonly type: 'other';
  /** Its usual name, `X25519`. */
  readonly name: string;
  /** Where KMS has such a key spec. */
  readonly spec?: KeySpec;
  /** Of RSASSA-PSS: the RSA key itself. */
  readonly rsa?: RsaKeyFacts;
  /** Of Ed25519: length of the private key's octets, or of what stands in their place. */
  readonly octets?: number;
}

export type KeyFacts = EcKeyFacts | RsaKeyFacts | OtherKeyFacts;

/** Bytes that follow an element where nothing more belongs. */
export interface Surplus {
  readonly at: string;
  readonly bytes: Buffer;
}

/** A structure that was recognised in BER, or in a text format that says the same. */
export type Structure =
  | {
      readonly form: 'pkcs8';
      readonly version: number;
      readonly attributes: boolean;
      /** The optional public key of RFC 5958 is there. */
      readonly publicKey: boolean;
      /** undefined: the algorithm is known, but what stands inside is not its private key. */
      readonly key?: KeyFacts;
      /** The algorithm's object identifier, dotted. */
      readonly algorithm: string;
      /** The object identifier stands alone, where an AlgorithmIdentifier belongs around it. */
      readonly bareAlgorithm?: true;
      readonly surplus: readonly Surplus[];
    }
  | {
      readonly form: 'sec1' | 'pkcs1' | 'legacy' | 'jwk';
      readonly key: KeyFacts;
      readonly surplus: readonly Surplus[];
    }
  /** The secret number alone, or with its point after it. */
  | { readonly form: 'raw-scalar'; readonly key: EcKeyFacts }
  /** Symmetric key in a JWK. */
  | { readonly form: 'jwk-oct'; readonly raw: Buffer }
  | {
      readonly form: 'encrypted';
      readonly format: EncryptedFormat;
      /** OID of the encryption scheme, where one is named. */
      readonly scheme?: string;
      /** Label of the armour, where the format is known by it. */
      readonly label?: string;
    }
  | PublicStructure
  | {
      readonly form: 'container';
      readonly format: ContainerFormat;
      /** Its private key, where it is read without a passphrase. */
      readonly key?: KeyFacts;
      /** Label of the armour, where the format is known by it. */
      readonly label?: string;
    }
  /** Encrypted or signed for somebody: no key material, and its insides are not looked at. */
  | { readonly form: 'message'; readonly format: MessageFormat };

/** A public key, or what carries one. */
export interface PublicStructure {
  readonly form: 'public';
  readonly format: PublicFormat;
  /** Of a bare point: its curve, and how it is dressed. */
  readonly point?: {
    readonly curve?: CurveSpec;
    /** Without the first octet 04 that says uncompressed; or inside an OCTET STRING, as PKCS#11 gives CKA_EC_POINT. */
    readonly dress?: 'no-prefix' | 'octet-string';
  };
}

export type StructureForm = Structure['form'];
