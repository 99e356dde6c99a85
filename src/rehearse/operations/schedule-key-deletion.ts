import { findKey, withHere } from '../kms/find-key.ts';
import { deletionDate, keyState, statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyId, required } from '../model/fields.ts';
import { seconds } from '../model/place.ts';

/** Days (AWS KMS API Reference, ScheduleKeyDeletion); the model's shape allows 1 to 365. */
const window = { min: 7, max: 30 } as const;

export const scheduleKeyDeletion = operation(
  { KeyId: required(keyId), PendingWindowInDays: { type: 'integer', min: 1, max: 365 } },
  async (call, request) => {
    const days = request.PendingWindowInDays ?? window.max;
    if (days < window.min || days > window.max)
      throw new KmsException('ValidationException', {
        detail: `PendingWindowInDays must be between ${window.min} and ${window.max}, inclusive.`,
        undocumented: "KMS's text",
      });
    return await call.store.transact(() => {
      const found = findKey(call, request.KeyId, { states: statesFor.change });
      const now = call.now();
      const value = withHere(found, call, { ...found.here, deletion: { since: now, days } });
      const date = deletionDate(value, call.place.region, now);
      return {
        changes: [{ put: 'key', value }],
        answer: {
          body: {
            KeyId: found.arn,
            ...(date === undefined ? {} : { DeletionDate: seconds(date) }),
            KeyState: keyState(value, call.place.region, now),
            PendingWindowInDays: days,
          },
        },
      };
    });
  },
);
