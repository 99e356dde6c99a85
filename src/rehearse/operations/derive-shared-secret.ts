import { sharedSecret } from '../crypto/agreement.ts';
import { endDryRun } from '../kms/dry-run.ts';
import { requireNoRecipient } from '../kms/encryption.ts';
import { findKey } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { requireUsage } from '../kms/key-usage.ts';
import { currentBytes } from '../kms/material.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { boolean, grantTokens, keyId, oneOf, recipient, required } from '../model/fields.ts';

export const deriveSharedSecret = operation(
  {
    KeyId: required(keyId),
    KeyAgreementAlgorithm: required(oneOf(['ECDH'])),
    PublicKey: required({ type: 'blob', min: 1, max: 8192 }),
    GrantTokens: grantTokens,
    DryRun: boolean,
    Recipient: recipient,
  },
  (call, request) => {
    requireNoRecipient(request.Recipient);
    const found = findKey(call, request.KeyId, { alias: true, states: statesFor.use });
    requireUsage(call, found, 'KEY_AGREEMENT', request.KeyAgreementAlgorithm);
    const secret = sharedSecret(found.key.keySpec, currentBytes(found), request.PublicKey);
    if (secret === undefined)
      throw new KmsException('ValidationException', {
        detail: `PublicKey is not a ${found.key.keySpec} public key as SubjectPublicKeyInfo in DER.`,
      });
    endDryRun(request);
    return {
      body: {
        KeyId: found.arn,
        SharedSecret: secret.toString('base64'),
        KeyAgreementAlgorithm: request.KeyAgreementAlgorithm,
        KeyOrigin: found.key.origin,
      },
    };
  },
);
