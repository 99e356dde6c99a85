import { findKey } from '../kms/find-key.ts';
import { operation } from '../kms/operation.ts';
import { page } from '../kms/paging.ts';
import { keyId, paging, required } from '../model/fields.ts';

export const listResourceTags = operation({ KeyId: required(keyId), ...paging }, (call, request) => {
  const { here } = findKey(call, request.KeyId);
  const { items, rest } = page(here.tags, ({ TagKey }) => TagKey, request, 50);
  return { body: { Tags: items, ...rest } };
});
