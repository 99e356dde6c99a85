import { endDryRun } from '../kms/dry-run.ts';
import { decrypt, encrypt, encryptionAlgorithms } from '../kms/encryption.ts';
import { findKey } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import {
  boolean,
  ciphertext,
  dryRunModifiers,
  encryptionContext,
  grantTokens,
  keyId,
  oneOf,
  required,
} from '../model/fields.ts';

export const reEncrypt = operation(
  {
    CiphertextBlob: ciphertext,
    SourceEncryptionContext: encryptionContext,
    SourceKeyId: keyId,
    DestinationKeyId: required(keyId),
    DestinationEncryptionContext: encryptionContext,
    SourceEncryptionAlgorithm: oneOf(encryptionAlgorithms),
    DestinationEncryptionAlgorithm: oneOf(encryptionAlgorithms),
    GrantTokens: grantTokens,
    DryRun: boolean,
    DryRunModifiers: dryRunModifiers,
  },
  (call, request) => {
    const from = decrypt(call, {
      blob: request.CiphertextBlob,
      keyName: request.SourceKeyId,
      algorithm: request.SourceEncryptionAlgorithm,
      context: request.SourceEncryptionContext,
      ignored: request.DryRun === true && request.DryRunModifiers?.includes('IGNORE_CIPHERTEXT') === true,
    });
    const to = findKey(call, request.DestinationKeyId, { alias: true, states: statesFor.use });
    const algorithm = request.DestinationEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
    const { blob, materialId } = encrypt(
      call,
      to,
      from.plaintext,
      algorithm,
      request.DestinationEncryptionContext,
    );
    endDryRun(request);
    return {
      body: {
        CiphertextBlob: blob.toString('base64'),
        SourceKeyId: from.found.arn,
        KeyId: to.arn,
        SourceEncryptionAlgorithm: request.SourceEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
        DestinationEncryptionAlgorithm: algorithm,
        ...(from.materialId === undefined ? {} : { SourceKeyMaterialId: from.materialId }),
        ...(materialId === undefined ? {} : { DestinationKeyMaterialId: materialId }),
      },
    };
  },
);
