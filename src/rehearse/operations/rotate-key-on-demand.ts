import { randomBytes } from 'node:crypto';
import type { Call } from '../kms/call.ts';
import { findKey, type Found } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { materialId, pendingMaterial } from '../kms/material.ts';
import { currentMaterial } from '../kms/metadata.ts';
import { operation } from '../kms/operation.ts';
import { onDemandLimit, regionsWithout, requirePrimary, requireRotatable } from '../kms/rotation.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyId, required } from '../model/fields.ts';
import type { KeyRecord, MaterialRecord } from '../state/records.ts';

/** The imported key material that becomes current. @throws KmsException `KMSInvalidStateException` */
function importedNext(call: Call, { key, arn }: Found): MaterialRecord {
  const pending = pendingMaterial(key);
  if (pending === undefined)
    throw new KmsException('KMSInvalidStateException', {
      text: `No available key material pending rotation for the key: ${arn}.`,
      detail: 'Import new key material with ImportType NEW_KEY_MATERIAL first.',
      undocumented: 'this text was seen elsewhere, not in a document',
    });
  const without = regionsWithout(key, pending, call.now());
  if (without.length > 0)
    throw new KmsException('KMSInvalidStateException', {
      detail: `The key material that is pending rotation (id: ${pending.id}) has not been imported in ${without.join(', ')}.`,
      undocumented: 'which exception KMS gives for it',
    });
  return pending;
}

/** A key with fresh key material of the endpoint's own, in all of its Regions. */
function withOwnNext({ key }: Found, length: number): { key: KeyRecord; next: MaterialRecord } {
  const bytes = randomBytes(length);
  const next: MaterialRecord = { id: materialId(key.id, bytes), role: 'pending-rotation' };
  const regions = Object.fromEntries(
    Object.entries(key.regions).map(([region, regional]) => [
      region,
      { ...regional, held: { ...regional.held, [next.id]: { bytes: bytes.toString('base64') } } },
    ]),
  );
  return { key: { ...key, regions, materials: [...key.materials, next] }, next };
}

/** At once: KMS accepts up to some minutes for it. */
export const rotateKeyOnDemand = operation({ KeyId: required(keyId) }, async (call, request) =>
  call.store.transact(() => {
    const found = findKey(call, request.KeyId, { states: statesFor.use });
    requireRotatable(found);
    requirePrimary(call, found);
    const rotations = found.key.materials.filter(({ rotated }) => rotated !== undefined).length;
    if (rotations >= onDemandLimit)
      throw new KmsException('LimitExceededException', {
        text: `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${found.arn}`,
      });
    const current = currentMaterial(found.key);
    const { key, next } =
      found.key.origin === 'EXTERNAL'
        ? { key: found.key, next: importedNext(call, found) }
        : withOwnNext(found, call.place.partition === 'aws-cn' ? 16 : 32);
    const materials = key.materials.map((material): MaterialRecord => {
      if (material.id === current?.id) return { ...material, role: 'former' };
      return material.id === next.id ? { ...next, role: 'current', rotated: call.now() } : material;
    });
    return {
      changes: [{ put: 'key', value: { ...key, materials } }],
      answer: { body: { KeyId: found.arn } },
    };
  }),
);
