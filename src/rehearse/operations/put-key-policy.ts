import { findKey, withHere } from '../kms/find-key.ts';
import { operation } from '../kms/operation.ts';
import { requirePolicy, requirePolicyName } from '../kms/policy.ts';
import { boolean, keyId, policy, policyName, required } from '../model/fields.ts';

/** The policy is kept and given back; nothing is checked against it. */
export const putKeyPolicy = operation(
  {
    KeyId: required(keyId),
    PolicyName: policyName,
    Policy: required(policy),
    BypassPolicyLockoutSafetyCheck: boolean,
  },
  async (call, request) =>
    call.store.transact(() => {
      const found = findKey(call, request.KeyId);
      requirePolicyName(request.PolicyName);
      requirePolicy(request.Policy);
      const value = withHere(found, call, { ...found.here, policy: request.Policy });
      return { changes: [{ put: 'key', value }], answer: { body: {} } };
    }),
);
