import { timingSafeEqual } from 'node:crypto';
import { endDryRun } from '../kms/dry-run.ts';
import { macFields, macOf } from '../kms/mac.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { ciphertext, required } from '../model/fields.ts';

export const verifyMac = operation({ ...macFields, Mac: required(ciphertext) }, (call, request) => {
  const { found, mac } = macOf(call, request);
  if (request.Mac.length !== mac.length || !timingSafeEqual(request.Mac, mac))
    throw new KmsException('KMSInvalidMacException', {
      detail: 'The MAC is not that of this key over this message, by this algorithm.',
    });
  endDryRun(request);
  return { body: { KeyId: found.arn, MacValid: true, MacAlgorithm: request.MacAlgorithm } };
});
