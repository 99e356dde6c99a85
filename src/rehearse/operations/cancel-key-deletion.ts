import { findKey, withHere } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { keyId, required } from '../model/fields.ts';

/** The key is disabled afterwards (AWS KMS API Reference, CancelKeyDeletion). */
export const cancelKeyDeletion = operation({ KeyId: required(keyId) }, async (call, request) =>
  call.store.transact(() => {
    const found = findKey(call, request.KeyId, { states: statesFor.cancelDeletion });
    const { deletion: _cancelled, ...here } = found.here;
    return {
      changes: [{ put: 'key', value: withHere(found, call, { ...here, disabled: true }) }],
      answer: { body: { KeyId: found.arn } },
    };
  }),
);
