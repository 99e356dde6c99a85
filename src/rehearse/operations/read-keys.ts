import { findKey, type Answer, type Endpoint } from '../kms/endpoint.ts';
import { KmsException } from '../model/exceptions.ts';
import { isAsymmetric, usageAlgorithms } from '../kms/key-usage.ts';
import { keyArn, keyMetadata } from '../kms/metadata.ts';
import { keyState } from '../state/records.ts';
import type { Request } from '../model/shapes.ts';

export async function describeKey(endpoint: Endpoint, request: Request<'DescribeKey'>): Promise<Answer> {
  const key = findKey(endpoint, request.KeyId);
  return { body: { KeyMetadata: keyMetadata(endpoint.place, key, endpoint.now()) } };
}

/** Pages of keys in the order of their creation; the marker is the id of the next key. */
export async function listKeys(endpoint: Endpoint, request: Request<'ListKeys'>): Promise<Answer> {
  const limit = request.Limit ?? 100;
  const now = endpoint.now();
  const ids = [...endpoint.store.keys.values()]
    .filter((key) => key.deletion === undefined || key.deletion > now)
    .map((key) => key.id);
  const start = request.Marker === undefined ? 0 : ids.indexOf(request.Marker);
  if (start === -1)
    throw new KmsException('InvalidMarkerException', {
      detail: 'The marker is of no answer of this endpoint.',
    });
  const next = ids[start + limit];
  return {
    body: {
      Keys: ids.slice(start, start + limit).map((id) => ({ KeyId: id, KeyArn: keyArn(endpoint.place, id) })),
      Truncated: next !== undefined,
      ...(next === undefined ? {} : { NextMarker: next }),
    },
  };
}

export async function getPublicKey(endpoint: Endpoint, request: Request<'GetPublicKey'>): Promise<Answer> {
  const key = findKey(endpoint, request.KeyId);
  const arn = keyArn(endpoint.place, key.id);
  if (!isAsymmetric(key.keySpec))
    throw new KmsException('UnsupportedOperationException', {
      detail: `${arn} is a ${key.keySpec} key and has no public key.`,
      undocumented: "KMS's text",
    });
  const state = keyState(key, endpoint.now());
  if (state === 'PendingDeletion')
    throw new KmsException('KMSInvalidStateException', { text: `${arn} is pending deletion.` });
  if (state === 'PendingImport')
    throw new KmsException('KMSInvalidStateException', { text: `${arn} is pending import.` });
  if (key.publicKey === undefined)
    throw new KmsException('UnsupportedOperationException', {
      detail: `${arn} has Origin ${key.origin}: a rehearsal makes no key material of its own.`,
    });
  return {
    body: {
      KeyId: arn,
      PublicKey: key.publicKey,
      CustomerMasterKeySpec: key.keySpec,
      KeySpec: key.keySpec,
      KeyUsage: key.keyUsage,
      ...usageAlgorithms(key.keySpec, key.keyUsage),
    },
  };
}
