import { findKey } from '../kms/find-key.ts';
import { operation } from '../kms/operation.ts';
import { requireRotatable } from '../kms/rotation.ts';
import { keyId, required } from '../model/fields.ts';
import { seconds } from '../model/place.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** No rotation is ever under way: RotateKeyOnDemand ends at once. */
export const getKeyRotationStatus = operation({ KeyId: required(keyId) }, (call, request) => {
  const found = findKey(call, request.KeyId);
  requireRotatable(found);
  const { rotation } = found.key;
  const now = call.now();
  // The first day of the schedule that is still to come.
  const nextDate = (days: number, since: number) =>
    since + Math.ceil(Math.max(now - since, 1) / (days * dayMs)) * days * dayMs;
  return {
    body: {
      KeyId: found.arn,
      KeyRotationEnabled: rotation !== undefined && found.here.deletion === undefined,
      ...(rotation === undefined
        ? {}
        : {
            RotationPeriodInDays: rotation.days,
            NextRotationDate: seconds(nextDate(rotation.days, rotation.since)),
          }),
    },
  };
});
