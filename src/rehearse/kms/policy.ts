import { KmsException } from '../model/exceptions.ts';
import { type Place } from '../model/place.ts';
import { partitionOfRegion } from '../../tables/partitions.ts';

/** Characters (AWS KMS API Reference, PutKeyPolicy, `Policy`, which names the exception too). */
const maxLength = 131_072;

/** The policy of a key that was created without one (AWS KMS Developer Guide, "Default key policy"). */
export function defaultPolicy({ region, accountId }: Place): string {
  const root = `arn:${partitionOfRegion(region)}:iam::${accountId}:root`;
  const statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: root },
    Action: 'kms:*',
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] }, null, 2);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** @throws KmsException `LimitExceededException`, `MalformedPolicyDocumentException` */
export function requirePolicy(policy: string): void {
  if (policy.length > maxLength)
    throw new KmsException('LimitExceededException', {
      detail: `A key policy has at most ${maxLength} characters.`,
    });
  if (!isJsonObject(policy))
    throw new KmsException('MalformedPolicyDocumentException', {
      detail: 'The key policy is not a JSON object. A rehearsal looks no further into it.',
    });
}

/** A key has one policy, of this name (AWS KMS API Reference, GetKeyPolicy, `PolicyName`). */
export const policyNames = ['default'] as const;

/** @throws KmsException `NotFoundException` */
export function requirePolicyName(name: string | undefined): void {
  if (name === undefined || name === policyNames[0]) return;
  throw new KmsException('NotFoundException', {
    text: 'No such policy exists',
    undocumented: 'this text was seen elsewhere, not in a document',
  });
}
