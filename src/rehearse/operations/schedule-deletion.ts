import { findKey, requireNotPendingDeletion, type Answer, type Endpoint } from '../kms/endpoint.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyArn, seconds } from '../kms/metadata.ts';
import type { Request } from '../model/shapes.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Days (AWS KMS API Reference, ScheduleKeyDeletion); the model's shape allows 1 to 365. */
const window = { min: 7, max: 30 } as const;

export async function scheduleKeyDeletion(
  endpoint: Endpoint,
  request: Request<'ScheduleKeyDeletion'>,
): Promise<Answer> {
  const days = request.PendingWindowInDays ?? window.max;
  if (days < window.min || days > window.max)
    throw new KmsException('ValidationException', {
      detail: `PendingWindowInDays must be between ${window.min} and ${window.max}, inclusive.`,
      undocumented: "KMS's text",
    });
  return await endpoint.store.transact(() => {
    const key = findKey(endpoint, request.KeyId);
    requireNotPendingDeletion(endpoint, key);
    const deletion = endpoint.now() + days * dayMs;
    return {
      changes: [{ put: 'key', value: { ...key, deletion } }],
      answer: {
        body: {
          KeyId: keyArn(endpoint.place, key.id),
          DeletionDate: seconds(deletion),
          KeyState: 'PendingDeletion',
          PendingWindowInDays: days,
        },
      },
    };
  });
}
