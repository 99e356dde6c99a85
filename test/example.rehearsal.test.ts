// An example to copy: code that imports keys, tested against an endpoint of this process in place of AWS KMS.
import { createHmac, randomBytes } from 'node:crypto';
import {
  CreateKeyCommand,
  GenerateMacCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { rehearse, wrap, type Rehearsal, type RequestLog } from 'kms-keywrap';
import { afterAll, beforeAll, expect, it } from 'vitest';

const log: RequestLog[] = [];
let rehearsal: Rehearsal;
let kms: KMSClient;

beforeAll(async () => {
  rehearsal = await rehearse({ log: (entry) => log.push(entry) });
  const { endpoint, region } = rehearsal;
  kms = new KMSClient({ endpoint, region, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
});
afterAll(async () => {
  kms.destroy();
  await rehearsal.close();
});

/** The code under test: imports an HMAC key into a new KMS key. */
async function importHmacKey(keyMaterial: Buffer, wrappedBy: 'RSAES_OAEP_SHA_1' | 'RSAES_OAEP_SHA_256') {
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ Origin: 'EXTERNAL', KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
  );
  const KeyId = KeyMetadata?.KeyId;
  const { PublicKey, ImportToken } = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_3072',
    }),
  );
  const { encryptedKeyMaterial } = await wrap({
    keyMaterial,
    keySpec: 'HMAC_256',
    publicKey: Buffer.from(PublicKey ?? []),
    wrappingAlgorithm: wrappedBy,
    engine: 'node',
  });
  await kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial: encryptedKeyMaterial,
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    }),
  );
  return KeyId;
}

it('the imported key is the one that was wrapped: its MACs are those of the reference key', async () => {
  const key = randomBytes(32);
  const KeyId = await importHmacKey(key, 'RSAES_OAEP_SHA_256');
  const Message = Buffer.from('a message');
  const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' }));
  expect(Buffer.from(Mac ?? [])).toEqual(createHmac('sha256', key).update(Message).digest());
});

it('another hash than the one that was asked for is refused, and the log says so', async () => {
  await expect(importHmacKey(randomBytes(32), 'RSAES_OAEP_SHA_1')).rejects.toMatchObject({
    name: 'InvalidCiphertextException',
  });
  expect(log.at(-1)?.findings?.map(({ id }) => id)).toEqual(['oaep-hash']);
});
