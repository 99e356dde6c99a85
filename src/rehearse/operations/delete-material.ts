import { findKey, requireImported, type Answer, type Endpoint } from '../kms/endpoint.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyArn } from '../kms/metadata.ts';
import { keyState } from '../state/records.ts';
import type { Request } from '../model/shapes.ts';

/**
 * Deletes key material; the key goes to PendingImport, unless it is pending deletion. The association with the
 * material stays: only the same can be imported again. A material that waits for rotation is forgotten altogether.
 */
export async function deleteImportedKeyMaterial(
  endpoint: Endpoint,
  request: Request<'DeleteImportedKeyMaterial'>,
): Promise<Answer> {
  return await endpoint.store.transact(() => {
    const key = findKey(endpoint, request.KeyId);
    requireImported(endpoint, key);
    const target = key.materials.find((material) =>
      request.KeyMaterialId === undefined
        ? material.role === 'current'
        : material.id === request.KeyMaterialId,
    );
    if (request.KeyMaterialId !== undefined && target === undefined)
      throw new KmsException('NotFoundException', {
        detail: `Key material ${request.KeyMaterialId} is not associated with ${keyArn(endpoint.place, key.id)}.`,
        undocumented: 'which exception KMS gives for it',
      });
    const materials = key.materials
      .filter((material) => material !== target || material.role === 'current')
      .map((material) => (material === target ? { ...material, present: false } : material));
    const body = {
      KeyId: keyArn(endpoint.place, key.id),
      ...(target === undefined || key.keySpec !== 'SYMMETRIC_DEFAULT' ? {} : { KeyMaterialId: target.id }),
    };
    const before = keyState(key, endpoint.now());
    return {
      changes: target === undefined ? [] : [{ put: 'key', value: { ...key, materials } }],
      answer:
        before === 'PendingImport'
          ? { body, note: 'the key had no key material, so there was no effect' }
          : { body },
    };
  });
}
