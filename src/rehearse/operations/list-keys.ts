import { existsIn } from '../kms/key-state.ts';
import { operation } from '../kms/operation.ts';
import { page } from '../kms/paging.ts';
import { paging } from '../model/fields.ts';
import { keyArn } from '../model/place.ts';

export const listKeys = operation(paging, ({ store, place, now }, request) => {
  const keys = [...store.keys.values()].filter((key) => existsIn(key, place.region, now()));
  const { items, rest } = page(keys, ({ id }) => id, request);
  return { body: { Keys: items.map(({ id }) => ({ KeyId: id, KeyArn: keyArn(place, id) })), ...rest } };
});
