import { requireAliasName } from '../kms/alias-name.ts';
import { liveAlias } from '../kms/find-key.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { aliasName, required } from '../model/fields.ts';
import { aliasArn } from '../model/place.ts';

export const deleteAlias = operation({ AliasName: required(aliasName) }, async (call, { AliasName: name }) =>
  call.store.transact(() => {
    requireAliasName(name);
    const alias = liveAlias(call, name);
    if (alias === undefined)
      throw new KmsException('NotFoundException', {
        text: `Alias ${aliasArn(call.place, name)} is not found.`,
      });
    return { changes: [{ drop: 'alias', id: alias.id }], answer: { body: {} } };
  }),
);
