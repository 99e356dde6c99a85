import { signDigest } from '../crypto/signature.ts';
import { endDryRun } from '../kms/dry-run.ts';
import { currentBytes } from '../kms/material.ts';
import { operation } from '../kms/operation.ts';
import { signing, signingOf } from '../kms/signing.ts';

export const sign = operation(signing, (call, request) => {
  const { found, algorithm, hashed } = signingOf(call, request);
  const signature = signDigest(found.key.keySpec, algorithm, currentBytes(found), hashed);
  endDryRun(request);
  return {
    body: { KeyId: found.arn, Signature: signature.toString('base64'), SigningAlgorithm: algorithm },
  };
});
