import { verifyDigest } from '../crypto/signature.ts';
import { endDryRun } from '../kms/dry-run.ts';
import { publicKeyBytes } from '../kms/encryption.ts';
import { operation } from '../kms/operation.ts';
import { signing, signingOf } from '../kms/signing.ts';
import { KmsException } from '../model/exceptions.ts';
import { ciphertext, required } from '../model/fields.ts';

export const verify = operation({ ...signing, Signature: required(ciphertext) }, (call, request) => {
  const { found, algorithm, hashed } = signingOf(call, request);
  const { keySpec } = found.key;
  if (!verifyDigest(keySpec, algorithm, publicKeyBytes(found), hashed, request.Signature))
    throw new KmsException('KMSInvalidSignatureException', {
      detail: 'The signature is not that of this key over this message, by this algorithm.',
    });
  endDryRun(request);
  return { body: { KeyId: found.arn, SignatureValid: true, SigningAlgorithm: algorithm } };
});
