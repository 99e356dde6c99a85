import { findKey } from '../kms/find-key.ts';
import { operation } from '../kms/operation.ts';
import { policyNames, requirePolicyName } from '../kms/policy.ts';
import { keyId, policyName, required } from '../model/fields.ts';

export const getKeyPolicy = operation({ KeyId: required(keyId), PolicyName: policyName }, (call, request) => {
  const { here } = findKey(call, request.KeyId);
  requirePolicyName(request.PolicyName);
  return { body: { Policy: here.policy, PolicyName: policyNames[0] } };
});
