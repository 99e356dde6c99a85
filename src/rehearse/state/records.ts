import type { ExpirationModel } from '../../tables/api-model.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import type { KeyUsage } from '../../tables/key-usages.ts';
import type { WrappingAlgorithm, WrappingKeySpec } from '../../tables/wrapping.ts';

/*
 * What the endpoint keeps. One KMS key is one record, in whatever Regions it is: a change of a key is a change of one
 * record, which is on disk whole or not at all. Times are milliseconds since 1970, bytes are base64.
 */

/** Key material that belongs to a KMS key, in all of its Regions. */
export interface MaterialRecord {
  /** 64 hex digits. */
  readonly id: string;
  /** `pending-rotation`: a further material of a symmetric encryption key that no rotation has made current yet. */
  readonly role: 'current' | 'former' | 'pending-rotation';
  /** When a rotation made it current; absent of the first material. */
  readonly rotated?: number;
}

/** What a Region holds of one key material. */
export interface HeldMaterial {
  /** Absent after its deletion. */
  readonly bytes?: string;
  /** Of imported key material. */
  readonly expirationModel?: ExpirationModel;
  readonly validTo?: number;
  readonly description?: string;
}

/** One answer to GetParametersForImport. Holds the private key of the wrapping key: a test key. */
export interface TokenRecord {
  readonly id: string;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
  /** PKCS#8, DER. */
  readonly privateKey: string;
  readonly validTo: number;
  /** Key material was imported with it. */
  readonly used?: true;
}

export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

/** A grant, under the field names of CreateGrant. It is listed, but nothing is checked against it. */
export interface GrantRecord {
  readonly id: string;
  readonly created: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A KMS key in one Region. */
export interface RegionalKey {
  readonly created: number;
  readonly description: string;
  readonly disabled?: true;
  /** When its deletion was scheduled, and the waiting period in days. */
  readonly deletion?: { readonly since: number; readonly days: number };
  readonly policy: string;
  readonly tags: readonly Tag[];
  readonly grants: readonly GrantRecord[];
  /** By the identifier of the key material. */
  readonly held: Readonly<Record<string, HeldMaterial>>;
  /** Oldest first. */
  readonly tokens: readonly TokenRecord[];
}

/** A KMS key, with what its Regions share (AWS KMS Developer Guide, "Multi-Region keys in AWS KMS"). */
export interface KeyRecord {
  readonly id: string;
  readonly keySpec: KeySpec;
  readonly keyUsage: KeyUsage;
  readonly origin: 'EXTERNAL' | 'AWS_KMS';
  readonly multiRegion: boolean;
  readonly primaryRegion: string;
  /** In the order in which they came. */
  readonly materials: readonly MaterialRecord[];
  /** SubjectPublicKeyInfo, DER, of an asymmetric key that has had key material. */
  readonly publicKey?: string;
  /** Days between automatic rotations, and since when. */
  readonly rotation?: { readonly days: number; readonly since: number };
  readonly regions: Readonly<Record<string, RegionalKey>>;
}

export interface AliasRecord {
  /** Region and name, which are unique together. */
  readonly id: string;
  readonly region: string;
  /** With its prefix `alias/`. */
  readonly name: string;
  readonly targetKeyId: string;
  readonly created: number;
  readonly updated: number;
}

/** One change of one record. */
export type Change =
  | { readonly put: 'key'; readonly value: KeyRecord }
  | { readonly put: 'alias'; readonly value: AliasRecord }
  | { readonly drop: 'key' | 'alias'; readonly id: string };
