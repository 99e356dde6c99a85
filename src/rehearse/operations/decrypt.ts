import { endDryRun } from '../kms/dry-run.ts';
import { decrypt as open, encryptionAlgorithms, requireNoRecipient } from '../kms/encryption.ts';
import { operation } from '../kms/operation.ts';
import {
  boolean,
  ciphertext,
  dryRunModifiers,
  encryptionContext,
  grantTokens,
  keyId,
  oneOf,
  recipient,
} from '../model/fields.ts';

export const decrypt = operation(
  {
    CiphertextBlob: ciphertext,
    EncryptionContext: encryptionContext,
    GrantTokens: grantTokens,
    KeyId: keyId,
    EncryptionAlgorithm: oneOf(encryptionAlgorithms),
    Recipient: recipient,
    DryRun: boolean,
    DryRunModifiers: dryRunModifiers,
  },
  (call, request) => {
    requireNoRecipient(request.Recipient);
    const { found, plaintext, materialId } = open(call, {
      blob: request.CiphertextBlob,
      keyName: request.KeyId,
      algorithm: request.EncryptionAlgorithm,
      context: request.EncryptionContext,
      ignored: request.DryRun === true && request.DryRunModifiers?.includes('IGNORE_CIPHERTEXT') === true,
    });
    endDryRun(request);
    return {
      body: {
        KeyId: found.arn,
        Plaintext: plaintext.toString('base64'),
        EncryptionAlgorithm: request.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
        ...(materialId === undefined ? {} : { KeyMaterialId: materialId }),
      },
    };
  },
);
