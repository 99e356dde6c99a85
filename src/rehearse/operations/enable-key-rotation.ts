import { findKey } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { requireOwnMaterial, requirePrimary, requireRotatable } from '../kms/rotation.ts';
import { keyId, required } from '../model/fields.ts';

/** Of an imported key it is refused; of another, the schedule is kept and told, but nothing rotates by itself. */
export const enableKeyRotation = operation(
  { KeyId: required(keyId), RotationPeriodInDays: { type: 'integer', min: 90, max: 2560 } },
  async (call, request) =>
    call.store.transact(() => {
      const found = findKey(call, request.KeyId, { states: statesFor.use });
      requireRotatable(found);
      requireOwnMaterial(found);
      requirePrimary(call, found);
      const rotation = { days: request.RotationPeriodInDays ?? 365, since: call.now() };
      return { changes: [{ put: 'key', value: { ...found.key, rotation } }], answer: { body: {} } };
    }),
);
