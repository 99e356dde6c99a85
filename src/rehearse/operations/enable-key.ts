import { findKey, withHere } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { keyId, required } from '../model/fields.ts';

export const enableKey = operation({ KeyId: required(keyId) }, async (call, request) =>
  call.store.transact(() => {
    const found = findKey(call, request.KeyId, { states: statesFor.enableOrDisable });
    const { disabled: _before, ...here } = found.here;
    return { changes: [{ put: 'key', value: withHere(found, call, here) }], answer: { body: {} } };
  }),
);
