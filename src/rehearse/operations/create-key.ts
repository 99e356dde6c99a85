import { randomBytes, randomUUID } from 'node:crypto';
import { keyOrigins } from '../../tables/api-model.ts';
import { isRaw, keySpecNames, keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import { keyUsages, type KeyUsage } from '../../tables/key-usages.ts';
import { existsOnly } from '../../tables/partitions.ts';
import { newKeyPair } from '../crypto/key-pair.ts';
import type { Answer, Call } from '../kms/call.ts';
import { existsIn } from '../kms/key-state.ts';
import { usageAlgorithms } from '../kms/key-usage.ts';
import { materialId } from '../kms/material.ts';
import { keyMetadata } from '../kms/metadata.ts';
import { operation } from '../kms/operation.ts';
import { defaultPolicy, requirePolicy } from '../kms/policy.ts';
import { explained } from '../kms/refusal.ts';
import { requireTags } from '../kms/tags.ts';
import { KmsException } from '../model/exceptions.ts';
import { boolean, description, oneOf, policy, tags, type Request } from '../model/fields.ts';
import type { KeyRecord, RegionalKey } from '../state/records.ts';
import { storeLimits } from '../state/store.ts';

/** `CustomerMasterKeySpec` was deprecated before the latest key specs came. */
const olderKeySpecs = keySpecNames.filter((name) => keySpecRow(name).customerMasterKeySpec);

const shape = {
  Policy: policy,
  Description: description,
  KeyUsage: oneOf(keyUsages),
  CustomerMasterKeySpec: oneOf(olderKeySpecs),
  KeySpec: oneOf(keySpecNames),
  Origin: oneOf(keyOrigins),
  CustomKeyStoreId: { type: 'string', min: 1, max: 64 },
  BypassPolicyLockoutSafetyCheck: boolean,
  Tags: tags,
  MultiRegion: boolean,
  XksKeyId: { type: 'string', min: 1, max: 128, pattern: /^[a-zA-Z0-9-_.]+$/ },
} as const;

type CreateKey = Request<typeof shape>;

function keySpecOf({ KeySpec: spec, CustomerMasterKeySpec: old }: CreateKey): KeySpec {
  if (spec !== undefined && old !== undefined && spec !== old)
    throw new KmsException('ValidationException', {
      text: 'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    });
  return spec ?? old ?? 'SYMMETRIC_DEFAULT';
}

function keyUsageOf(keySpec: KeySpec, usage: KeyUsage | undefined): KeyUsage {
  if (usage === undefined && keySpec !== 'SYMMETRIC_DEFAULT')
    throw new KmsException('ValidationException', {
      text: 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    });
  const wanted = usage ?? 'ENCRYPT_DECRYPT';
  if (usageAlgorithms(keySpec, wanted) === undefined)
    throw new KmsException('ValidationException', {
      text: `KeyUsage ${wanted} is not compatible with KeySpec ${keySpec}`,
    });
  return wanted;
}

function requireOffered({ place }: Call, keySpec: KeySpec): void {
  const row = keySpecRow(keySpec);
  const elsewhere = existsOnly(row.partitions, place.partition);
  if (elsewhere !== undefined)
    throw new KmsException('UnsupportedOperationException', {
      detail: `Key spec ${keySpec} is not offered in partition ${place.partition}: it exists ${elsewhere} (rehearse --partition ${row.partitions[0]}).`,
      undocumented: 'which exception KMS gives for a key spec of another partition',
    });
  if (!row.importable)
    throw new KmsException('UnsupportedOperationException', {
      detail: explained(
        'combination-unsupported',
        `Key spec ${keySpec} cannot take imported key material: ${row.reason}`,
      ),
      undocumented: 'which exception KMS gives for it, and at which step',
    });
}

/** What a rehearsal has no key store for, or a policy or tags that KMS would not take. */
function requireExtras(request: CreateKey): void {
  const { Origin: origin = 'AWS_KMS' } = request;
  if (request.XksKeyId !== undefined && origin !== 'EXTERNAL_KEY_STORE')
    throw new KmsException('ValidationException', {
      detail: 'XksKeyId is for keys of Origin EXTERNAL_KEY_STORE alone.',
      undocumented: 'which exception KMS gives for it',
    });
  if (origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE' || request.CustomKeyStoreId !== undefined)
    throw new KmsException('UnsupportedOperationException', {
      detail: `A rehearsal has no custom key stores (Origin ${origin}); key material is imported into keys of Origin EXTERNAL.`,
    });
  if (request.Policy !== undefined) requirePolicy(request.Policy);
  requireTags(request.Tags ?? []);
}

/** Key material of the endpoint's own, for a key of Origin AWS_KMS. */
async function ownMaterial(
  call: Call,
  id: string,
  keySpec: KeySpec,
): Promise<Pick<KeyRecord, 'materials' | 'publicKey'> & Pick<RegionalKey, 'held'>> {
  const row = keySpecRow(keySpec);
  const pair = await newKeyPair(keySpec);
  const raw = isRaw(row) ? row.bytes[call.place.partition] : 0;
  const bytes = pair?.privateKey ?? randomBytes(raw);
  const material = materialId(id, bytes, pair?.publicKey);
  return {
    materials: [{ id: material, role: 'current' }],
    held: { [material]: { bytes: bytes.toString('base64') } },
    ...(pair === undefined ? {} : { publicKey: pair.publicKey.toString('base64') }),
  };
}

/** Room for one more key: those whose waiting period is over are forgotten. @throws KmsException `LimitExceededException` */
function madeRoom({ store, now }: Call): { drop: 'key'; id: string }[] {
  const gone = [...store.keys.values()].filter((key) =>
    Object.keys(key.regions).every((region) => !existsIn(key, region, now())),
  );
  if (store.keys.size - gone.length >= storeLimits.keys)
    throw new KmsException('LimitExceededException', {
      detail: `A rehearsal keeps at most ${storeLimits.keys} keys.`,
    });
  return gone.map(({ id }) => ({ drop: 'key', id }));
}

/** A KMS key: without key material (Origin EXTERNAL), or with some of the endpoint's own (AWS_KMS). */
export const createKey = operation(shape, async (call, request): Promise<Answer> => {
  requireExtras(request);
  const keySpec = keySpecOf(request);
  requireOffered(call, keySpec);
  const origin = request.Origin === 'EXTERNAL' ? 'EXTERNAL' : 'AWS_KMS';
  const multiRegion = request.MultiRegion ?? false;
  const keyUsage = keyUsageOf(keySpec, request.KeyUsage);
  const uuid = randomUUID();
  const id = multiRegion ? `mrk-${uuid.replaceAll('-', '')}` : uuid;
  const { held, ...shared } =
    origin === 'EXTERNAL' ? { held: {}, materials: [] } : await ownMaterial(call, id, keySpec);
  const { region } = call.place;
  const here: RegionalKey = {
    created: call.now(),
    description: request.Description ?? '',
    policy: request.Policy ?? defaultPolicy(call.place),
    tags: request.Tags ?? [],
    grants: [],
    held,
    tokens: [],
  };
  const value: KeyRecord = {
    id,
    keySpec,
    keyUsage,
    origin,
    multiRegion,
    primaryRegion: region,
    ...shared,
    regions: { [region]: here },
  };
  return await call.store.transact(() => ({
    changes: [...madeRoom(call), { put: 'key', value }],
    answer: {
      body: { KeyMetadata: keyMetadata(call, value) },
      ...(request.Origin === undefined
        ? { note: 'this key cannot take key material: that needs Origin EXTERNAL, which is not the default' }
        : {}),
    },
  }));
});
