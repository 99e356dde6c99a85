import type { Call } from '../kms/call.ts';
import { findKey, type Found } from '../kms/find-key.ts';
import { isHeld } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { page } from '../kms/paging.ts';
import { regionsWithout, requireRotatable } from '../kms/rotation.ts';
import { keyId, oneOf, paging, required } from '../model/fields.ts';
import { seconds } from '../model/place.ts';
import type { KeyRecord, MaterialRecord } from '../state/records.ts';

function materialState(key: KeyRecord, material: MaterialRecord, now: number): string {
  if (material.role === 'current') return 'CURRENT';
  if (material.role === 'former') return 'NON_CURRENT';
  return regionsWithout(key, material, now).length > 0
    ? 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION'
    : 'PENDING_ROTATION';
}

/** `RotationsListEntry`; the fields of imported key material are there for such keys alone. */
function entry(call: Call, { key, here }: Found, material: MaterialRecord): Record<string, unknown> {
  const held = here.held[material.id];
  const now = call.now();
  return {
    KeyId: key.id,
    KeyMaterialId: material.id,
    ...(held?.description === undefined ? {} : { KeyMaterialDescription: held.description }),
    ...(key.origin === 'EXTERNAL' ? { ImportState: isHeld(held, now) ? 'IMPORTED' : 'PENDING_IMPORT' } : {}),
    KeyMaterialState: materialState(key, material, now),
    ...(held?.expirationModel === undefined ? {} : { ExpirationModel: held.expirationModel }),
    ...(held?.validTo === undefined ? {} : { ValidTo: seconds(held.validTo) }),
    ...(material.rotated === undefined
      ? {}
      : { RotationDate: seconds(material.rotated), RotationType: 'ON_DEMAND' }),
  };
}

export const listKeyRotations = operation(
  {
    KeyId: required(keyId),
    IncludeKeyMaterial: oneOf(['ALL_KEY_MATERIAL', 'ROTATIONS_ONLY']),
    ...paging,
  },
  (call, request) => {
    const found = findKey(call, request.KeyId);
    requireRotatable(found);
    const all = request.IncludeKeyMaterial === 'ALL_KEY_MATERIAL';
    const numbered = found.key.materials.map((material, index) => ({ material, index }));
    const { items, rest } = page(
      numbered.filter(({ material }) => all || material.rotated !== undefined),
      ({ index }) => String(index).padStart(4, '0'),
      request,
    );
    return { body: { Rotations: items.map(({ material }) => entry(call, found, material)), ...rest } };
  },
);
