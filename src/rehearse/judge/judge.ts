import { auditBlob } from '../../audit/blob/audit.ts';
import { publicKeyOf } from '../../audit/material/public-key.ts';
import { unwrapBlob } from '../../crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../crypto/wrapping-key.ts';
import { wrappingAlgorithmRow } from '../../tables/wrapping.ts';
import type { Judgement, Submission } from '../kms/call.ts';
import { isAsymmetric } from '../kms/key-usage.ts';

/** The auditor that `audit` uses, with the private key of the import token; then the content of what it accepts. */
export function judge({ blob, privateKey, wrappingAlgorithm, keySpec, partition }: Submission): Judgement {
  const key = loadWrappingPrivateKey(privateKey);
  const request = { wrappingAlgorithm, keySpec, partition, privateKey: key };
  const { verdict, findings } = auditBlob({
    id: 'import',
    path: 'EncryptedKeyMaterial',
    blob,
    ...request,
  }).result;
  if (verdict !== 'accept') return { findings };
  const { material } = unwrapBlob({
    blob,
    privateKey: key,
    wrappingAlgorithm: wrappingAlgorithmRow(wrappingAlgorithm),
  });
  const publicKey = isAsymmetric(keySpec) ? { publicKey: publicKeyOf(material, { keySpec, partition }) } : {};
  return { findings, opened: { material, ...publicKey } };
}
