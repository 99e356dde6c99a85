import { auditBlob } from '../../audit/blob/audit.ts';
import { unwrapBlob } from '../../crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../crypto/wrapping-key.ts';
import type { Judge } from '../kms/endpoint.ts';

/** The auditor that `audit` uses, with the private key of the import token; then the content of what it accepts. */
export const auditorsJudge: Judge = async ({ blob, privateKey, wrappingAlgorithm, keySpec, partition }) => {
  const key = loadWrappingPrivateKey(privateKey);
  const request = { wrappingAlgorithm, keySpec, partition, privateKey: key };
  const { verdict, findings } = auditBlob({
    id: 'import',
    path: 'EncryptedKeyMaterial',
    blob,
    ...request,
  }).result;
  if (verdict !== 'accept') return { findings };
  return { findings, material: unwrapBlob({ blob, privateKey: key, wrappingAlgorithm }).material };
};
