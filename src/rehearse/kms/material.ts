import { createHash } from 'node:crypto';
import { publicKeyOf } from '../../bundle/public-key.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import type { ImportType } from '../../tables/api-model.ts';
import type { Partition } from '../../tables/partitions.ts';
import { KmsException } from '../model/exceptions.ts';
import { isAsymmetric } from './key-usage.ts';
import type { KeyRecord, MaterialRecord } from '../state/records.ts';

/** What tells one key material from another without keeping it. */
export interface MaterialIdentity {
  /** 64 hex digits, of the KMS key and the material, as KMS describes its own (which formula it has is not documented). */
  readonly id: string;
  /** SubjectPublicKeyInfo, DER in base64, of an asymmetric key. */
  readonly publicKey?: string;
}

/**
 * Identifies key material within a KMS key. An asymmetric key is identified by its public key: how KMS compares
 * two encodings of the same private key is not documented.
 */
export function identify(
  keyId: string,
  material: Buffer,
  context: { readonly keySpec: KeySpec; readonly partition: Partition },
): MaterialIdentity {
  const digest = (bytes: Buffer) => createHash('sha256').update(`${keyId}\n`).update(bytes).digest('hex');
  if (!isAsymmetric(context.keySpec)) return { id: digest(material) };
  const spki = publicKeyOf(material, context);
  return { id: digest(spki), publicKey: spki.toString('base64') };
}

/** How a request wants its material to be taken. */
export interface ImportWish {
  readonly importType: ImportType;
  readonly keyMaterialId?: string;
  readonly settings: Pick<MaterialRecord, 'expirationModel' | 'validTo' | 'description'>;
}

const differs =
  'Import the key material that was imported before; another one needs a KMS key of its own (or, for a symmetric encryption key, ImportType NEW_KEY_MATERIAL).';

function incorrect(detail: string, undocumented?: string): KmsException {
  return new KmsException('IncorrectKeyMaterialException', {
    detail,
    ...(undocumented === undefined ? {} : { undocumented }),
  });
}

/**
 * The key's materials after the import, by the rules of the AWS KMS API Reference, ImportKeyMaterial.
 * @throws KmsException `IncorrectKeyMaterialException`, `KMSInvalidStateException`
 */
export function withMaterial(
  key: KeyRecord,
  arn: string,
  { id }: MaterialIdentity,
  wish: ImportWish,
): readonly MaterialRecord[] {
  if (wish.keyMaterialId !== undefined && wish.keyMaterialId !== id)
    throw incorrect(
      `[reference-mismatch] The identifier of this key material is ${id}, not the requested KeyMaterialId ${wish.keyMaterialId}.`,
    );
  const known = key.materials.find((material) => material.id === id);
  if (wish.importType === 'EXISTING_KEY_MATERIAL') {
    if (known === undefined)
      throw incorrect(
        key.materials.length === 0
          ? `ImportType is EXISTING_KEY_MATERIAL, but no key material was ever imported into ${arn}.`
          : `[reference-mismatch] This is not the key material that ${arn} is associated with. ${differs}`,
      );
    const description = wish.settings.description ?? known.description;
    const again: MaterialRecord = {
      ...known,
      ...wish.settings,
      present: true,
      ...(description === undefined ? {} : { description }),
    };
    const { validTo: _old, ...withoutExpiry } = again;
    const fresh = wish.settings.validTo === undefined ? withoutExpiry : again;
    return key.materials.map((material) => (material === known ? fresh : material));
  }
  if (known !== undefined)
    throw incorrect(
      `ImportType is NEW_KEY_MATERIAL, but this key material is already associated with ${arn}. Use EXISTING_KEY_MATERIAL to import it again.`,
    );
  const pending = key.materials.find((material) => material.role === 'pending-rotation');
  if (pending !== undefined)
    throw new KmsException('KMSInvalidStateException', {
      text: `New key material (id: ${id}) cannot be imported into KMS key ${arn}, because another key material (id: ${pending.id}) is pending rotation.`,
      undocumented: 'this text was seen elsewhere, not in a document',
    });
  const role = key.materials.length === 0 ? 'current' : 'pending-rotation';
  return [...key.materials, { id, role, present: true, ...wish.settings }];
}
