import { KmsException } from '../model/exceptions.ts';
import { oneOf, type Field } from '../model/fields.ts';
import { seconds } from '../model/place.ts';
import { seal, unseal } from '../state/sealed.ts';
import type { GrantRecord, KeyRecord } from '../state/records.ts';
import type { Call } from './call.ts';
import { withHere, type Found } from './find-key.ts';

const grantOperations = [
  'Decrypt',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
  'Sign',
  'Verify',
  'GetPublicKey',
  'CreateGrant',
  'RetireGrant',
  'DescribeKey',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
  'GenerateMac',
  'VerifyMac',
  'DeriveSharedSecret',
  'Encapsulate',
  'Decapsulate',
] as const;

export const principal = {
  type: 'string',
  min: 1,
  max: 256,
  pattern: /^[\w+=,.@:/-]+$/,
} as const satisfies Field;
export const servicePrincipal = { type: 'string', min: 1, max: 256 } as const satisfies Field;
export const grantId = { type: 'string', min: 1, max: 128 } as const satisfies Field;
export const grantToken = { type: 'string', min: 1, max: 8192 } as const satisfies Field;
export const operations = { type: 'list', of: oneOf(grantOperations) } as const satisfies Field;
export const constraints = {
  type: 'structure',
  fields: {
    EncryptionContextSubset: { type: 'map' },
    EncryptionContextEquals: { type: 'map' },
    SourceArn: { type: 'string', min: 1, max: 2048 },
  },
} as const satisfies Field;

/** `GrantListEntry`. */
export function grantEntry(grant: GrantRecord, keyArn: string, account: string): Record<string, unknown> {
  return {
    KeyId: keyArn,
    GrantId: grant.id,
    CreationDate: seconds(grant.created),
    IssuingAccount: account,
    ...grant.fields,
  };
}

const purpose = 'kms-keywrap rehearsal grant token, no secret of AWS';

export interface GrantClaims {
  readonly keyId: string;
  readonly region: string;
  readonly grantId: string;
  /** Tells the tokens of one grant apart: each request gets one of its own. */
  readonly issued: number;
}

export const issueGrantToken = (secret: Buffer, claims: GrantClaims) =>
  seal(secret, purpose, claims).toString('base64');

/** @throws KmsException `InvalidGrantTokenException` */
export function readGrantToken(secret: Buffer, token: string): GrantClaims {
  const claims = unseal(secret, purpose, Buffer.from(token, 'base64')) as GrantClaims | undefined;
  if (claims === undefined)
    throw new KmsException('InvalidGrantTokenException', {
      detail: 'The grant token was not issued by this endpoint, or characters of it were changed.',
    });
  return claims;
}

/** The key without one of its grants. @throws KmsException `InvalidGrantIdException` */
export function withoutGrant(call: Call, found: Found, id: string): KeyRecord {
  const grants = found.here.grants.filter((grant) => grant.id !== id);
  if (grants.length === found.here.grants.length)
    throw new KmsException('InvalidGrantIdException', { detail: `${found.arn} has no grant ${id}.` });
  return withHere(found, call, { ...found.here, grants });
}
