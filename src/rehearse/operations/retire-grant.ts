import type { Call } from '../kms/call.ts';
import { endDryRun } from '../kms/dry-run.ts';
import { findKey } from '../kms/find-key.ts';
import { grantId, grantToken, readGrantToken, withoutGrant } from '../kms/grants.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { boolean, keyId, type Request } from '../model/fields.ts';
import type { KeyRecord } from '../state/records.ts';

const shape = { GrantToken: grantToken, KeyId: keyId, GrantId: grantId, DryRun: boolean } as const;

/** The key without the grant that a token, or key and grant ID, name. @throws KmsException */
function retired(
  call: Call,
  { GrantToken: token, KeyId: key, GrantId: id }: Request<typeof shape>,
): KeyRecord {
  if (token !== undefined) {
    const claims = readGrantToken(call.store.secret, token);
    const there = { ...call, place: { ...call.place, region: claims.region } };
    return withoutGrant(there, findKey(there, claims.keyId), claims.grantId);
  }
  if (key === undefined || id === undefined)
    throw new KmsException('ValidationException', {
      detail: 'RetireGrant takes a GrantToken, or KeyId and GrantId.',
      undocumented: "KMS's text",
    });
  return withoutGrant(call, findKey(call, key), id);
}

export const retireGrant = operation(shape, async (call, request) =>
  call.store.transact(() => {
    const value = retired(call, request);
    endDryRun(request);
    return { changes: [{ put: 'key', value }], answer: { body: {} } };
  }),
);
