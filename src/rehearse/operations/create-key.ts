import { randomUUID } from 'node:crypto';
import { keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import type { KeyUsage } from '../../tables/key-usages.ts';
import { existsOnly } from '../../tables/partitions.ts';
import type { Answer, Endpoint } from '../kms/endpoint.ts';
import { KmsException } from '../model/exceptions.ts';
import { usageAlgorithms } from '../kms/key-usage.ts';
import { keyMetadata } from '../kms/metadata.ts';
import type { KeyRecord } from '../state/records.ts';
import { explained } from '../kms/refusal.ts';
import type { Request } from '../model/shapes.ts';
import { storeLimits } from '../state/store.ts';
import { requireExtras } from './create-key-extras.ts';

function keySpecOf(request: Request<'CreateKey'>): KeySpec {
  const { KeySpec: spec, CustomerMasterKeySpec: old } = request;
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

function requireOffered(endpoint: Endpoint, keySpec: KeySpec): void {
  const row = keySpecRow(keySpec);
  const elsewhere = existsOnly(row.partitions, endpoint.place.partition);
  if (elsewhere !== undefined)
    throw new KmsException('UnsupportedOperationException', {
      detail: `Key spec ${keySpec} is not offered in partition ${endpoint.place.partition}: it exists ${elsewhere} (rehearse --partition ${row.partitions[0]}).`,
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

/** A KMS key without key material (Origin EXTERNAL), or one that is of no use for an import (AWS_KMS). */
export async function createKey(endpoint: Endpoint, request: Request<'CreateKey'>): Promise<Answer> {
  const origin = request.Origin ?? 'AWS_KMS';
  if (origin === 'AWS_CLOUDHSM' || origin === 'EXTERNAL_KEY_STORE' || request.CustomKeyStoreId !== undefined)
    throw new KmsException('UnsupportedOperationException', {
      detail: `A rehearsal has no custom key stores (Origin ${origin}); key material is imported into keys of Origin EXTERNAL.`,
    });
  requireExtras(request);
  const keySpec = keySpecOf(request);
  requireOffered(endpoint, keySpec);
  const multiRegion = request.MultiRegion ?? false;
  const uuid = randomUUID();
  const key: KeyRecord = {
    id: multiRegion ? `mrk-${uuid.replaceAll('-', '')}` : uuid,
    keySpec,
    keyUsage: keyUsageOf(keySpec, request.KeyUsage),
    origin,
    description: request.Description ?? '',
    multiRegion,
    created: endpoint.now(),
    materials: [],
  };
  return await endpoint.store.transact(() => {
    if (endpoint.store.keys.size >= storeLimits.keys)
      throw new KmsException('LimitExceededException', {
        detail: `A rehearsal keeps at most ${storeLimits.keys} keys.`,
      });
    return {
      changes: [{ put: 'key', value: key }],
      answer: {
        body: { KeyMetadata: keyMetadata(endpoint.place, key, endpoint.now()) },
        ...(origin === 'AWS_KMS'
          ? {
              note: 'this key cannot take key material: that needs Origin EXTERNAL, which is not the default',
            }
          : {}),
      },
    };
  });
}
