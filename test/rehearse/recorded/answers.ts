import {
  KMSServiceException,
  type CreateKeyCommandInput,
  type KMSClient,
  CreateKeyCommand,
} from '@aws-sdk/client-kms';
import { expect } from 'vitest';

/** Where the keys of a rehearsal are, as in its ARNs. */
export const arnOf = (keyId: string, region = 'us-east-1') =>
  `arn:aws:kms:${region}:111122223333:key/${keyId}`;

/** A key of Origin AWS_KMS unless told otherwise, as the recorded tests make them. */
export async function newKey(kms: KMSClient, input: CreateKeyCommandInput = {}) {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(input));
  return { keyId: KeyMetadata!.KeyId!, arn: KeyMetadata!.Arn!, metadata: KeyMetadata! };
}

/**
 * That a request is refused as KMS was recorded to refuse it.
 * @param message the recorded message; an empty one stands for none
 */
export async function expectRecorded(sent: Promise<unknown>, code: string, message: string): Promise<void> {
  const error: unknown = await sent.then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  expect(error).toBeInstanceOf(KMSServiceException);
  const { name, $metadata, message: said } = error as KMSServiceException;
  // The SDK calls an error without a message UnknownError.
  expect([name, $metadata.httpStatusCode, ['UnknownError', name].includes(said) ? '' : said]).toEqual([
    code,
    400,
    message,
  ]);
}
