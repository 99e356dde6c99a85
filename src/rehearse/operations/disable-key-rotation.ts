import { findKey } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { requireOwnMaterial, requirePrimary, requireRotatable } from '../kms/rotation.ts';
import { keyId, required } from '../model/fields.ts';

export const disableKeyRotation = operation({ KeyId: required(keyId) }, async (call, request) =>
  call.store.transact(() => {
    const found = findKey(call, request.KeyId, { states: statesFor.use });
    requireRotatable(found);
    requireOwnMaterial(found);
    requirePrimary(call, found);
    const { rotation: _before, ...value } = found.key;
    return { changes: [{ put: 'key', value }], answer: { body: {} } };
  }),
);
