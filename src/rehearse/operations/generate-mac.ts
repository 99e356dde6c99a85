import { endDryRun } from '../kms/dry-run.ts';
import { macFields, macOf } from '../kms/mac.ts';
import { operation } from '../kms/operation.ts';

export const generateMac = operation(macFields, (call, request) => {
  const { found, mac } = macOf(call, request);
  endDryRun(request);
  return {
    body: { Mac: mac.toString('base64'), MacAlgorithm: request.MacAlgorithm, KeyId: found.arn },
  };
});
