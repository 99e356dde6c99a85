import type { ExpirationModel } from '../../tables/api-model.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import type { WrappingAlgorithm, WrappingKeySpec } from '../../tables/wrapping.ts';
import type { KeyUsage } from '../../tables/key-usages.ts';

/**
 * Key material that was imported once. The material itself is not kept: its identifier tells whether another
 * import brings the same.
 */
export interface MaterialRecord {
  /** 64 hex digits. */
  readonly id: string;
  /** Pending: a second material of a symmetric key, waiting for a rotation. */
  readonly role: 'current' | 'pending-rotation';
  /** False after its deletion or expiry. */
  readonly present: boolean;
  readonly expirationModel: ExpirationModel;
  /** Milliseconds since 1970. */
  readonly validTo?: number;
  readonly description?: string;
}

/** All that the endpoint knows of a KMS key. Times in milliseconds since 1970. */
export interface KeyRecord {
  readonly id: string;
  readonly keySpec: KeySpec;
  readonly keyUsage: KeyUsage;
  readonly origin: 'EXTERNAL' | 'AWS_KMS';
  readonly description: string;
  readonly multiRegion: boolean;
  readonly created: number;
  readonly materials: readonly MaterialRecord[];
  /** SubjectPublicKeyInfo, DER in base64, of an asymmetric key with material. */
  readonly publicKey?: string;
  readonly deletion?: number;
}

/** One answer to GetParametersForImport. Holds the private key of the wrapping key: a test key. */
export interface TokenRecord {
  readonly id: string;
  readonly keyId: string;
  readonly wrappingAlgorithm: WrappingAlgorithm;
  readonly wrappingKeySpec: WrappingKeySpec;
  /** PKCS#8, DER in base64. */
  readonly privateKey: string;
  readonly validTo: number;
  /** Key material was imported with it. */
  readonly used?: true;
}

export type KeyState = 'Enabled' | 'PendingImport' | 'PendingDeletion';

/** The material as it is at a time: past its ValidTo it is gone. */
export function materialsAt(key: KeyRecord, now: number): readonly MaterialRecord[] {
  return key.materials.map((material) =>
    material.present && material.validTo !== undefined && material.validTo <= now
      ? { ...material, present: false }
      : material,
  );
}

/** Enabled needs every permanently associated material (AWS KMS API Reference, ImportKeyMaterial). */
export function keyState(key: KeyRecord, now: number): KeyState {
  if (key.deletion !== undefined) return 'PendingDeletion';
  if (key.origin === 'AWS_KMS') return 'Enabled';
  const current = materialsAt(key, now).filter((material) => material.role === 'current');
  return current.length > 0 && current.every((material) => material.present) ? 'Enabled' : 'PendingImport';
}
