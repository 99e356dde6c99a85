import { dataKeyLength, newDataKey } from '../kms/data-keys.ts';
import { endDryRun } from '../kms/dry-run.ts';
import { encrypt } from '../kms/encryption.ts';
import { findKey } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { boolean, encryptionContext, grantTokens, keyId, required } from '../model/fields.ts';

export const generateDataKeyWithoutPlaintext = operation(
  {
    KeyId: required(keyId),
    EncryptionContext: encryptionContext,
    ...dataKeyLength,
    GrantTokens: grantTokens,
    DryRun: boolean,
  },
  (call, request) => {
    const found = findKey(call, request.KeyId, { alias: true, states: statesFor.use });
    const dataKey = newDataKey(request);
    const { blob, materialId } = encrypt(
      call,
      found,
      dataKey,
      'SYMMETRIC_DEFAULT',
      request.EncryptionContext,
    );
    endDryRun(request);
    return {
      body: {
        CiphertextBlob: blob.toString('base64'),
        KeyId: found.arn,
        KeyMaterialId: materialId,
      },
    };
  },
);
