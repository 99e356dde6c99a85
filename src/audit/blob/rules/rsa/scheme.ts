import { keySpecRow } from '../../../../tables/key-specs.ts';
import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** Hybrid and direct encryption mixed up. An RSA key fits no direct one: then the combination is the fault. */
export const scheme: BlobRule = ({ scheme, context: { request } }) => {
  if (scheme === 'hybrid-for-direct' && keySpecRow(request.keySpec).kind === 'rsa') return undefined;
  const expected = request.wrappingAlgorithm;
  if (scheme === 'hybrid-for-direct')
    return finding(scheme, 'blob', { expected, found: 'an encrypted AES key and wrapped key material' });
  return scheme && finding(scheme, 'blob.rsa', { expected, found: 'the key material itself under RSA' });
};
