import { endDryRun } from '../kms/dry-run.ts';
import { encrypt as encryptUnder, encryptionAlgorithms } from '../kms/encryption.ts';
import { findKey } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import {
  boolean,
  encryptionContext,
  grantTokens,
  keyId,
  oneOf,
  plaintext,
  required,
} from '../model/fields.ts';

export const encrypt = operation(
  {
    KeyId: required(keyId),
    Plaintext: required(plaintext),
    EncryptionContext: encryptionContext,
    GrantTokens: grantTokens,
    EncryptionAlgorithm: oneOf(encryptionAlgorithms),
    DryRun: boolean,
  },
  (call, request) => {
    const found = findKey(call, request.KeyId, { alias: true, states: statesFor.use });
    const algorithm = request.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
    const { blob } = encryptUnder(call, found, request.Plaintext, algorithm, request.EncryptionContext);
    endDryRun(request);
    return {
      body: {
        CiphertextBlob: blob.toString('base64'),
        KeyId: found.arn,
        EncryptionAlgorithm: algorithm,
      },
    };
  },
);
