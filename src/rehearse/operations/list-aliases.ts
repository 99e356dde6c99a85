import { findKey, liveAlias } from '../kms/find-key.ts';
import { operation } from '../kms/operation.ts';
import { page } from '../kms/paging.ts';
import { keyId, paging } from '../model/fields.ts';
import { aliasArn, seconds } from '../model/place.ts';

/** Of the caller's own keys: a rehearsal has no AWS managed keys. */
export const listAliases = operation({ KeyId: keyId, ...paging }, (call, request) => {
  const target = request.KeyId === undefined ? undefined : findKey(call, request.KeyId).key.id;
  const { region } = call.place;
  const aliases = [...call.store.aliases.values()].filter(
    (alias) =>
      alias.region === region &&
      (target === undefined || alias.targetKeyId === target) &&
      liveAlias(call, alias.name) !== undefined,
  );
  const { items, rest } = page(aliases, ({ name }) => name, request);
  return {
    body: {
      Aliases: items.map(({ name, targetKeyId, created, updated }) => ({
        AliasName: name,
        AliasArn: aliasArn(call.place, name),
        TargetKeyId: targetKeyId,
        CreationDate: seconds(created),
        LastUpdatedDate: seconds(updated),
      })),
      ...rest,
    },
  };
});
