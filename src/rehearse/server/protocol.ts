import type { IncomingMessage } from 'node:http';
import { KmsException } from '../model/exceptions.ts';
import type { Place } from '../model/place.ts';
import { absentOperations, operations } from '../operations/index.ts';
import type { Operation } from '../kms/operation.ts';
import type { Store } from '../state/store.ts';

/** The first of a header's values. */
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** @throws KmsException `UnknownOperationException` for what is not the AWS JSON 1.1 protocol */
export function requireProtocol({ method, url, headers }: IncomingMessage): void {
  if (method !== 'POST' || (url ?? '').split('?')[0] !== '/')
    throw new KmsException('UnknownOperationException', {
      detail: 'The AWS KMS JSON 1.1 protocol is POST / with an X-Amz-Target header.',
    });
  if (!/^application\/x-amz-json-1\.1(?:\s*;|\s*$)/i.test(headers['content-type'] ?? ''))
    throw new KmsException('UnknownOperationException', {
      detail: 'The AWS KMS JSON 1.1 protocol has the Content-Type application/x-amz-json-1.1.',
      undocumented: 'what KMS answers to another',
    });
}

/** The operation's name in the `X-Amz-Target` header, for the log too: whether there is such a one or not. */
export function targetOf({ headers }: IncomingMessage): string | undefined {
  return /^TrentService\.([A-Za-z]{1,64})$/.exec(one(headers['x-amz-target']) ?? '')?.[1];
}

/** @throws KmsException `UnknownOperationException` */
export function operationOf(name: string | undefined): Operation {
  const found = Object.entries(operations).find(([known]) => known === name)?.[1];
  if (found !== undefined) return found;
  const why = Object.entries(absentOperations).find(([known]) => known === name)?.[1];
  throw new KmsException('UnknownOperationException', {
    text:
      why !== undefined
        ? `kms-keywrap rehearse does not have ${name}: ${why}`
        : name !== undefined
          ? `AWS KMS has no operation ${name}`
          : 'X-Amz-Target is missing, or is not TrentService. and the name of an operation',
  });
}

/** @throws KmsException `SerializationException` */
export function parseBody(bytes: Buffer): object {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new KmsException('SerializationException', { detail: 'The request body is not JSON in UTF-8.' });
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new KmsException('SerializationException', { detail: 'The request body is not a JSON object.' });
  return body;
}

/** The Region that a request was signed for (AWS Signature Version 4, credential scope); undefined without a signature. */
function signedRegion(request: IncomingMessage): string | undefined {
  return /Credential=[^/,\s]{1,256}\/\d{8}\/([a-z0-9-]{1,32})\/kms\/aws4_request/.exec(
    request.headers.authorization ?? '',
  )?.[1];
}

/**
 * The place that a request is for: the endpoint's own, or a Region that a replica of one of its keys is in. A client that
 * signs for yet another Region would not reach these keys in AWS.
 */
export function placeOf(
  request: IncomingMessage,
  place: Place,
  store: Store,
): { readonly place: Place; readonly note?: string } {
  const region = signedRegion(request);
  if (region === undefined || region === place.region) return { place };
  for (const key of store.keys.values())
    if (key.regions[region] !== undefined) return { place: { ...place, region } };
  return {
    place,
    note: `the client signs for ${region}, and this endpoint is ${place.region}: AWS would look in ${region}`,
  };
}
