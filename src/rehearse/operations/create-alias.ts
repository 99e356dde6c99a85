import { aliasId, findKey, liveAlias } from '../kms/find-key.ts';
import { requireAliasName } from '../kms/alias-name.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { aliasName, keyId, required } from '../model/fields.ts';
import { aliasArn } from '../model/place.ts';
import { storeLimits } from '../state/store.ts';

/** Aliases of one KMS key (AWS KMS Developer Guide, "Resource quotas"). */
const ofKey = 50;

export const createAlias = operation(
  { AliasName: required(aliasName), TargetKeyId: required(keyId) },
  async (call, { AliasName: name, TargetKeyId: target }) =>
    call.store.transact(() => {
      requireAliasName(name);
      const { key } = findKey(call, target, { states: statesFor.change });
      if (liveAlias(call, name) !== undefined)
        throw new KmsException('AlreadyExistsException', {
          text: `An alias with the name ${aliasArn(call.place, name)} already exists`,
        });
      const { aliases } = call.store;
      const there = [...aliases.values()].filter(({ targetKeyId }) => targetKeyId === key.id).length;
      if (there >= ofKey || aliases.size >= storeLimits.aliases)
        throw new KmsException('LimitExceededException', {
          detail:
            there >= ofKey
              ? `A KMS key has at most ${ofKey} aliases.`
              : `A rehearsal keeps at most ${storeLimits.aliases} aliases.`,
        });
      const { region } = call.place;
      const now = call.now();
      const value = {
        id: aliasId(region, name),
        region,
        name,
        targetKeyId: key.id,
        created: now,
        updated: now,
      };
      return { changes: [{ put: 'alias', value }], answer: { body: {} } };
    }),
);
