import { findKey } from '../kms/find-key.ts';
import { requireState, statesFor } from '../kms/key-state.ts';
import { isAsymmetric, usageAlgorithms } from '../kms/key-usage.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { grantTokens, keyId, required } from '../model/fields.ts';

/** Of a disabled key too: the key states say otherwise, but KMS was seen to answer. */
export const getPublicKey = operation(
  { KeyId: required(keyId), GrantTokens: grantTokens },
  (call, request) => {
    const { key, arn, state } = findKey(call, request.KeyId, { alias: true });
    if (!isAsymmetric(key.keySpec))
      throw new KmsException('UnsupportedOperationException', {
        detail: `${arn} is a ${key.keySpec} key and has no public key.`,
        undocumented: "KMS's text",
      });
    requireState(arn, state, statesFor.enableOrDisable);
    return {
      body: {
        KeyId: arn,
        PublicKey: key.publicKey,
        CustomerMasterKeySpec: key.keySpec,
        KeySpec: key.keySpec,
        KeyUsage: key.keyUsage,
        ...usageAlgorithms(key.keySpec, key.keyUsage),
      },
    };
  },
);
