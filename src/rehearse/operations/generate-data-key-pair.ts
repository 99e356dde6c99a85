import { keyPairSpecs, newDataKeyPair } from '../kms/data-keys.ts';
import { endDryRun } from '../kms/dry-run.ts';
import { encrypt, requireNoRecipient } from '../kms/encryption.ts';
import { findKey } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import {
  boolean,
  encryptionContext,
  grantTokens,
  keyId,
  oneOf,
  recipient,
  required,
} from '../model/fields.ts';

export const generateDataKeyPair = operation(
  {
    KeyId: required(keyId),
    KeyPairSpec: required(oneOf(keyPairSpecs)),
    EncryptionContext: encryptionContext,
    GrantTokens: grantTokens,
    Recipient: recipient,
    DryRun: boolean,
  },
  async (call, request) => {
    requireNoRecipient(request.Recipient);
    findKey(call, request.KeyId, { alias: true, states: statesFor.use });
    const pair = await newDataKeyPair(call, request.KeyPairSpec);
    const found = findKey(call, request.KeyId, { alias: true, states: statesFor.use });
    const { EncryptionContext: context } = request;
    const { blob, materialId } = encrypt(call, found, pair.privateKey, 'SYMMETRIC_DEFAULT', context);
    endDryRun(request);
    return {
      body: {
        PrivateKeyCiphertextBlob: blob.toString('base64'),
        PrivateKeyPlaintext: pair.privateKey.toString('base64'),
        PublicKey: pair.publicKey.toString('base64'),
        KeyId: found.arn,
        KeyPairSpec: request.KeyPairSpec,
        KeyMaterialId: materialId,
      },
    };
  },
);
