import { grantEntry, principal, servicePrincipal } from '../kms/grants.ts';
import { existsIn } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { page } from '../kms/paging.ts';
import { paging } from '../model/fields.ts';
import { keyArn } from '../model/place.ts';

export const listRetirableGrants = operation(
  { ...paging, RetiringPrincipal: principal, RetiringServicePrincipal: servicePrincipal },
  ({ store, place, now }, request) => {
    const { RetiringPrincipal: retiring, RetiringServicePrincipal: service } = request;
    const grants = [...store.keys.values()]
      .filter((key) => existsIn(key, place.region, now()))
      .flatMap((key) =>
        (key.regions[place.region]?.grants ?? []).map((grant) => ({ grant, arn: keyArn(place, key.id) })),
      )
      .filter(
        ({ grant: { fields } }) =>
          (retiring !== undefined && fields['RetiringPrincipal'] === retiring) ||
          (service !== undefined && fields['RetiringServicePrincipal'] === service),
      );
    const { items, rest } = page(grants, ({ grant }) => grant.id, request, 50);
    return {
      body: { Grants: items.map(({ grant, arn }) => grantEntry(grant, arn, place.accountId)), ...rest },
    };
  },
);
