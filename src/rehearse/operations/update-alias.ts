import { isRaw, keySpecRow } from '../../tables/key-specs.ts';
import { requireAliasName } from '../kms/alias-name.ts';
import { findKey, liveAlias } from '../kms/find-key.ts';
import { statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { KmsException } from '../model/exceptions.ts';
import { aliasName, keyId, required } from '../model/fields.ts';
import { aliasArn } from '../model/place.ts';
import type { KeyRecord } from '../state/records.ts';

/** Symmetric, HMAC or asymmetric, and what for: an alias stays with keys that can stand for one another. */
function sort({ keySpec, keyUsage }: KeyRecord): string {
  const row = keySpecRow(keySpec);
  return `${isRaw(row) ? row.kind : 'asymmetric'} ${keyUsage}`;
}

export const updateAlias = operation(
  { AliasName: required(aliasName), TargetKeyId: required(keyId) },
  async (call, { AliasName: name, TargetKeyId: target }) =>
    call.store.transact(() => {
      requireAliasName(name);
      const alias = liveAlias(call, name);
      if (alias === undefined)
        throw new KmsException('NotFoundException', {
          text: `Alias ${aliasArn(call.place, name)} is not found.`,
        });
      const { key } = findKey(call, target, { states: statesFor.change });
      const before = call.store.keys.get(alias.targetKeyId);
      if (before !== undefined && sort(before) !== sort(key))
        throw new KmsException('ValidationException', {
          detail: `The current KMS key of ${name} is ${sort(before)}, the new one is ${sort(key)}: type and key usage have to be the same.`,
          undocumented: 'which exception KMS gives for it',
        });
      const value = { ...alias, targetKeyId: key.id, updated: call.now() };
      return { changes: [{ put: 'alias', value }], answer: { body: {} } };
    }),
);
