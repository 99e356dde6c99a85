import type { Answer } from '../kms/call.ts';
import { findKey, requireImported, withHere } from '../kms/find-key.ts';
import { currentMaterial } from '../kms/metadata.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyId, keyMaterialId, required } from '../model/fields.ts';

/**
 * Deletes key material; the key goes to PendingImport, unless it is pending deletion. The association with the
 * material stays: only the same can be imported again. A material that waits for rotation is forgotten altogether.
 */
export const deleteImportedKeyMaterial = operation(
  { KeyId: required(keyId), KeyMaterialId: keyMaterialId },
  async (call, request) =>
    call.store.transact<Answer>(() => {
      const found = findKey(call, request.KeyId);
      requireImported(found);
      const { key, here, arn } = found;
      const id = request.KeyMaterialId ?? currentMaterial(key)?.id;
      const target = key.materials.find((material) => material.id === id);
      if (request.KeyMaterialId !== undefined && target === undefined)
        throw new KmsException('NotFoundException', {
          detail: `Key material ${request.KeyMaterialId} is not associated with ${arn}.`,
          undocumented: 'which exception KMS gives for it',
        });
      const body = {
        KeyId: arn,
        ...(target === undefined || key.keySpec !== 'SYMMETRIC_DEFAULT' ? {} : { KeyMaterialId: target.id }),
      };
      const { [target?.id ?? '']: deleted, ...others } = here.held;
      const { bytes, ...settings } = deleted ?? {};
      if (target === undefined || bytes === undefined)
        return {
          changes: [],
          answer: { body, note: 'the key had no key material, so there was no effect' },
        };
      const forgotten = target.role === 'pending-rotation' && call.place.region === key.primaryRegion;
      const held = forgotten ? others : { ...others, [target.id]: settings };
      const materials = forgotten ? key.materials.filter((one) => one !== target) : key.materials;
      return {
        changes: [{ put: 'key', value: { ...withHere(found, call, { ...here, held }), materials } }],
        answer: { body },
      };
    }),
);
