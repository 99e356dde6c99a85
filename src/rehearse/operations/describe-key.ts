import { findKey } from '../kms/find-key.ts';
import { keyMetadata } from '../kms/metadata.ts';
import { operation } from '../kms/operation.ts';
import { grantTokens, keyId, required } from '../model/fields.ts';

export const describeKey = operation(
  { KeyId: required(keyId), GrantTokens: grantTokens },
  (call, request) => {
    const { key } = findKey(call, request.KeyId, { alias: true });
    return { body: { KeyMetadata: keyMetadata(call, key) } };
  },
);
