import { createHash } from 'node:crypto';
import type { ImportType } from '../../tables/api-model.ts';
import { KmsException } from '../model/exceptions.ts';
import type { HeldMaterial, KeyRecord, MaterialRecord } from '../state/records.ts';
import type { Found } from './find-key.ts';
import { currentMaterial } from './metadata.ts';

/**
 * 64 hex digits, of the KMS key and the material, as KMS identifies its own (which formula it has is not documented). An
 * asymmetric key is identified by its public key: how KMS compares two encodings of a private key is not documented.
 */
export function materialId(keyId: string, material: Buffer, publicKey?: Buffer): string {
  return createHash('sha256')
    .update(`${keyId}\n`)
    .update(publicKey ?? material)
    .digest('hex');
}

/** Bytes that a Region holds of a key material, of the current one unless another is named. */
export function materialBytes({ key, here }: Found, id = currentMaterial(key)?.id ?? ''): Buffer | undefined {
  const bytes = here.held[id]?.bytes;
  return bytes === undefined ? undefined : Buffer.from(bytes, 'base64');
}

/** Bytes of the key material of a key whose state was found to be Enabled. */
export function currentBytes(found: Found): Buffer {
  const bytes = materialBytes(found);
  if (bytes === undefined) throw new TypeError('an enabled key holds its key material');
  return bytes;
}

/** How a request wants its material to be taken. */
export interface ImportWish {
  readonly importType: ImportType;
  readonly keyMaterialId?: string;
  readonly settings: Omit<HeldMaterial, 'bytes'>;
}

const differs =
  'Import the key material that was imported before; another one needs a KMS key of its own (or, for a symmetric encryption key, ImportType NEW_KEY_MATERIAL).';

const incorrect = (detail: string) => new KmsException('IncorrectKeyMaterialException', { detail });

/**
 * The key's materials with the one that is imported, by the rules of the AWS KMS API Reference, ImportKeyMaterial.
 * @throws KmsException `IncorrectKeyMaterialException`, `KMSInvalidStateException`, `UnsupportedOperationException`
 */
export function withMaterial(
  { key, arn }: Found,
  region: string,
  id: string,
  wish: ImportWish,
): readonly MaterialRecord[] {
  if (wish.keyMaterialId !== undefined && wish.keyMaterialId !== id)
    throw incorrect(
      `[reference-mismatch] The identifier of this key material is ${id}, not the requested KeyMaterialId ${wish.keyMaterialId}.`,
    );
  const known = key.materials.some((material) => material.id === id);
  if (wish.importType === 'EXISTING_KEY_MATERIAL') {
    if (known) return key.materials;
    throw incorrect(
      key.materials.length === 0
        ? `ImportType is EXISTING_KEY_MATERIAL, but no key material was ever imported into ${arn}.`
        : `[reference-mismatch] This is not the key material that ${arn} is associated with. ${differs}`,
    );
  }
  if (region !== key.primaryRegion)
    throw new KmsException('UnsupportedOperationException', {
      detail: `New key material goes into the primary key in ${key.primaryRegion} first, and then, as EXISTING_KEY_MATERIAL, into each replica key.`,
      undocumented: 'which exception KMS gives for it',
    });
  if (known)
    throw incorrect(
      `ImportType is NEW_KEY_MATERIAL, but this key material is already associated with ${arn}. Use EXISTING_KEY_MATERIAL to import it again.`,
    );
  const pending = pendingMaterial(key);
  if (pending !== undefined)
    throw new KmsException('KMSInvalidStateException', {
      text: `New key material (id: ${id}) cannot be imported into KMS key ${arn}, because another key material (id: ${pending.id}) is pending rotation.`,
    });
  const role = key.materials.length === 0 ? 'current' : 'pending-rotation';
  return [...key.materials, { id, role }];
}

/** The key material that waits for a rotation, if there is one. */
export const pendingMaterial = (key: KeyRecord) =>
  key.materials.find(({ role }) => role === 'pending-rotation');
