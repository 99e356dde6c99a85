import { createPrivateKey, createPublicKey } from 'node:crypto';
import { resolveMaterial, resolveService, resolveWrapping } from '../../api/services/names.ts';
import { auditForService } from '../../audit/services/audit.ts';
import { unwrapBlob } from '../../crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { openEnvelope } from '../../formats/envelopes/index.ts';
import { isPrivateKey } from '../../tables/services/build.ts';
import type { Judgement, ServiceSubmission } from '../kms/call.ts';

function rowsOf({ service, keySpec, wrappingAlgorithm }: ServiceSubmission) {
  const row = resolveService(service);
  return {
    row,
    material: resolveMaterial(row, keySpec),
    wrapping: resolveWrapping(row, wrappingAlgorithm),
  };
}

/** The key material inside of what was uploaded; undefined where it does not open. */
function materialIn(submission: ServiceSubmission): Buffer | undefined {
  const { row, wrapping } = rowsOf(submission);
  const { blob } = openEnvelope(row.envelope, submission.blob);
  if (blob === undefined) return undefined;
  try {
    const privateKey = loadWrappingPrivateKey(submission.privateKey);
    return unwrapBlob({ blob, privateKey, wrappingAlgorithm: wrapping.scheme }).material;
  } catch (error) {
    if (error instanceof KmsKeywrapError) return undefined;
    throw error;
  }
}

/** The public half, SubjectPublicKeyInfo; undefined for forms of a private key that node does not read. */
function publicHalf(material: Buffer): Buffer | undefined {
  try {
    const key = createPrivateKey({ key: material, format: 'der', type: 'pkcs8' });
    return createPublicKey(key).export({ format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** The auditor that `audit --service` uses, and what it found inside of what it accepts. */
export function judgeForService(submission: ServiceSubmission): Judgement {
  const rows = rowsOf(submission);
  const { verdict, findings } = auditForService({
    ...rows,
    id: 'import',
    path: 'upload',
    file: submission.blob,
    privateKey: loadWrappingPrivateKey(submission.privateKey),
    ...(submission.label === undefined ? {} : { wrappingKeyLabel: submission.label }),
  });
  const material = verdict === 'accept' ? materialIn(submission) : undefined;
  if (material === undefined) return { findings };
  const publicKey = isPrivateKey(rows.material) ? publicHalf(material) : undefined;
  return { findings, opened: { material, ...(publicKey === undefined ? {} : { publicKey }) } };
}

/** Whether it opens as it should: then it is soon judged. */
export function opensForService(submission: ServiceSubmission): boolean {
  const material = materialIn(submission);
  material?.fill(0);
  return material !== undefined;
}
