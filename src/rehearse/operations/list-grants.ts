import { findKey } from '../kms/find-key.ts';
import { grantEntry, grantId, principal, servicePrincipal } from '../kms/grants.ts';
import { operation } from '../kms/operation.ts';
import { page } from '../kms/paging.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyId, paging, required } from '../model/fields.ts';

export const listGrants = operation(
  {
    KeyId: required(keyId),
    ...paging,
    GrantId: grantId,
    GranteePrincipal: principal,
    GranteeServicePrincipal: servicePrincipal,
  },
  (call, request) => {
    const { here, arn } = findKey(call, request.KeyId);
    const { GrantId: id, GranteePrincipal: grantee, GranteeServicePrincipal: service } = request;
    if (id !== undefined && !here.grants.some((grant) => grant.id === id))
      throw new KmsException('InvalidGrantIdException', { detail: `${arn} has no grant ${id}.` });
    const grants = here.grants.filter(
      (grant) =>
        (id === undefined || grant.id === id) &&
        (grantee === undefined || grant.fields['GranteePrincipal'] === grantee) &&
        (service === undefined || grant.fields['GranteeServicePrincipal'] === service),
    );
    const { items, rest } = page(grants, (grant) => grant.id, request, 50);
    return { body: { Grants: items.map((grant) => grantEntry(grant, arn, call.place.accountId)), ...rest } };
  },
);
