import { findKey, withHere } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { description, keyId, required } from '../model/fields.ts';

export const updateKeyDescription = operation(
  { KeyId: required(keyId), Description: required(description) },
  async (call, request) =>
    call.store.transact(() => {
      const found = findKey(call, request.KeyId, { states: statesFor.change });
      const value = withHere(found, call, { ...found.here, description: request.Description });
      return { changes: [{ put: 'key', value }], answer: { body: {} } };
    }),
);
