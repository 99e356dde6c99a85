import type { Call } from '../kms/call.ts';
import { findKey, type Found } from '../kms/find-key.ts';
import { existsIn, statesFor } from '../kms/key-state.ts';
import { keyMetadata } from '../kms/metadata.ts';
import { operation } from '../kms/operation.ts';
import { defaultPolicy, requirePolicy } from '../kms/policy.ts';
import { requireTags } from '../kms/tags.ts';
import { KmsException } from '../model/exceptions.ts';
import { boolean, description, keyId, policy, region, required, tags } from '../model/fields.ts';
import { partitionOfRegion } from '../../tables/partitions.ts';
import type { KeyRecord, RegionalKey } from '../state/records.ts';

/** @throws KmsException `UnsupportedOperationException`, `AlreadyExistsException`, `ValidationException` */
function requireReplicable(call: Call, { key, arn }: Found, replica: string): void {
  if (!key.multiRegion || key.primaryRegion !== call.place.region)
    throw new KmsException('UnsupportedOperationException', {
      text: `${arn} is not a multi-region primary key.`,
    });
  if (existsIn(key, replica, call.now()))
    throw new KmsException('AlreadyExistsException', {
      detail: `${key.id} is in ${replica} already.`,
      undocumented: "KMS's text",
    });
  if (partitionOfRegion(replica) !== partitionOfRegion(call.place.region))
    throw new KmsException('ValidationException', {
      detail: `${replica} lies in another partition.`,
      undocumented: 'which exception KMS gives for it',
    });
}

/**
 * Makes a replica in another Region. Requests that a client signs for that Region find it there. Imported key material is
 * not copied: the same has to be imported into the replica.
 */
export const replicateKey = operation(
  {
    KeyId: required(keyId),
    ReplicaRegion: required(region),
    Policy: policy,
    BypassPolicyLockoutSafetyCheck: boolean,
    Description: description,
    Tags: tags,
  },
  async (call, request) =>
    call.store.transact(() => {
      const found = findKey(call, request.KeyId, { states: statesFor.use });
      const { ReplicaRegion: replica, Tags: replicaTags = [] } = request;
      requireReplicable(call, found, replica);
      if (request.Policy !== undefined) requirePolicy(request.Policy);
      requireTags(replicaTags);
      const there = { ...call.place, region: replica };
      const { key, here } = found;
      const regional: RegionalKey = {
        created: call.now(),
        description: request.Description ?? '',
        policy: request.Policy ?? defaultPolicy(there),
        tags: replicaTags,
        grants: [],
        held: key.origin === 'EXTERNAL' ? {} : here.held,
        tokens: [],
      };
      const value: KeyRecord = { ...key, regions: { ...key.regions, [replica]: regional } };
      const metadata = keyMetadata({ ...call, place: there }, value);
      return {
        changes: [{ put: 'key', value }],
        answer: {
          body: {
            // What the replica is when this answer is given; it is made by the time that anybody asks again.
            ReplicaKeyMetadata: { ...metadata, KeyState: 'Creating', Enabled: false },
            ReplicaPolicy: regional.policy,
            ...(replicaTags.length === 0 ? {} : { ReplicaTags: replicaTags }),
          },
          note: `the replica is there for clients that sign for ${replica}${key.origin === 'EXTERNAL' ? ', and waits for the same key material' : ''}`,
        },
      };
    }),
);
