import { findKey } from '../kms/find-key.ts';
import { existsIn, statesFor } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { requirePrimary } from '../kms/rotation.ts';
import { KmsException } from '../model/exceptions.ts';
import { keyId, region, required } from '../model/fields.ts';

export const updatePrimaryRegion = operation(
  { KeyId: required(keyId), PrimaryRegion: required(region) },
  async (call, request) =>
    call.store.transact(() => {
      const found = findKey(call, request.KeyId, { states: statesFor.use });
      const { key, arn } = found;
      requirePrimary(call, found);
      if (!key.multiRegion)
        throw new KmsException('UnsupportedOperationException', {
          text: `${arn} is not a multi-region primary key.`,
        });
      const { PrimaryRegion: primaryRegion } = request;
      if (!existsIn(key, primaryRegion, call.now()))
        throw new KmsException('NotFoundException', {
          detail: `${key.id} has no replica in ${primaryRegion}.`,
          undocumented: 'which exception KMS gives for it',
        });
      return { changes: [{ put: 'key', value: { ...key, primaryRegion } }], answer: { body: {} } };
    }),
);
