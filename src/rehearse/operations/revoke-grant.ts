import { endDryRun } from '../kms/dry-run.ts';
import { findKey } from '../kms/find-key.ts';
import { grantId, withoutGrant } from '../kms/grants.ts';
import { operation } from '../kms/operation.ts';
import { boolean, keyId, required } from '../model/fields.ts';

export const revokeGrant = operation(
  { KeyId: required(keyId), GrantId: required(grantId), DryRun: boolean },
  async (call, request) =>
    call.store.transact(() => {
      const value = withoutGrant(call, findKey(call, request.KeyId), request.GrantId);
      endDryRun(request);
      return { changes: [{ put: 'key', value }], answer: { body: {} } };
    }),
);
