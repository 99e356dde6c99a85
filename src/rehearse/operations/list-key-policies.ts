import { findKey } from '../kms/find-key.ts';
import { operation } from '../kms/operation.ts';
import { page } from '../kms/paging.ts';
import { policyNames } from '../kms/policy.ts';
import { keyId, paging, required } from '../model/fields.ts';

export const listKeyPolicies = operation({ KeyId: required(keyId), ...paging }, (call, request) => {
  findKey(call, request.KeyId);
  const { items, rest } = page(policyNames, (name) => name, request);
  return { body: { PolicyNames: items, ...rest } };
});
