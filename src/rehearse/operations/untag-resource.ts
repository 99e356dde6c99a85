import { findKey, withHere } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { keyId, required, tagKeys } from '../model/fields.ts';

/** Tags that the key does not have are passed over. */
export const untagResource = operation(
  { KeyId: required(keyId), TagKeys: required(tagKeys) },
  async (call, request) =>
    call.store.transact(() => {
      const found = findKey(call, request.KeyId, { states: statesFor.change });
      const tags = found.here.tags.filter(({ TagKey }) => !request.TagKeys.includes(TagKey));
      return {
        changes: [{ put: 'key', value: withHere(found, call, { ...found.here, tags }) }],
        answer: { body: {} },
      };
    }),
);
