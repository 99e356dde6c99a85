import { findKey, withHere } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { withTags } from '../kms/tags.ts';
import { keyId, required, tags } from '../model/fields.ts';

export const tagResource = operation(
  { KeyId: required(keyId), Tags: required(tags) },
  async (call, request) =>
    call.store.transact(() => {
      const found = findKey(call, request.KeyId, { states: statesFor.change });
      const value = withHere(found, call, { ...found.here, tags: withTags(found.here.tags, request.Tags) });
      return { changes: [{ put: 'key', value }], answer: { body: {} } };
    }),
);
