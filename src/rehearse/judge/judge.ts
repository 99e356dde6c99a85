import { auditBlob } from '../../audit/blob/audit.ts';
import { publicKeyInfo } from '../../audit/material/facts/fingerprint.ts';
import { unwrapBlob } from '../../crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { wrappingAlgorithmRow } from '../../tables/wrapping.ts';
import type { Judgement, Submission } from '../kms/call.ts';
import { isAsymmetric } from '../kms/key-usage.ts';

/** The auditor that `audit` uses, with the private key of the import token, and what it found inside of what it accepts. */
export function judge(submission: Submission): Judgement {
  const { blob, privateKey, wrappingAlgorithm, keySpec, partition } = submission;
  const { result, material, inside } = auditBlob({
    id: 'import',
    path: 'EncryptedKeyMaterial',
    blob,
    wrappingAlgorithm,
    keySpec,
    partition,
    privateKey: loadWrappingPrivateKey(privateKey),
  });
  const { verdict, findings } = result;
  if (verdict !== 'accept' || material === undefined) return { findings };
  // The facts of the audit are used again: the key is read and checked once.
  const publicKey = isAsymmetric(keySpec) && inside !== undefined ? publicKeyInfo(inside) : undefined;
  return { findings, opened: { material, ...(publicKey === undefined ? {} : { publicKey }) } };
}

/** Whether a blob opens as it should: then it is soon judged. What does not open takes thirty times as long to be named. */
export function opens({ blob, privateKey, wrappingAlgorithm }: Submission): boolean {
  try {
    const key = loadWrappingPrivateKey(privateKey);
    const { material } = unwrapBlob({
      blob,
      privateKey: key,
      wrappingAlgorithm: wrappingAlgorithmRow(wrappingAlgorithm),
    });
    material.fill(0);
    return true;
  } catch (error) {
    if (error instanceof KmsKeywrapError && error.code === 'ERR_UNWRAP') return false;
    throw error;
  }
}
