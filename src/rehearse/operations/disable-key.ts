import { findKey, withHere } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { keyId, required } from '../model/fields.ts';

export const disableKey = operation({ KeyId: required(keyId) }, async (call, request) =>
  call.store.transact(() => {
    const found = findKey(call, request.KeyId, { states: statesFor.enableOrDisable });
    const value = withHere(found, call, { ...found.here, disabled: true });
    return { changes: [{ put: 'key', value }], answer: { body: {} } };
  }),
);
