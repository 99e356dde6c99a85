import {
  CreateKeyCommand,
  DescribeKeyCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  ImportKeyMaterialCommand,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { externalKey, imported, parameters, refused, rehearsal, symmetric } from './harness.ts';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';

describe('refusals in KMS’s form', () => {
  it.each([
    [id, 'NotFoundException', `Key 'arn:aws:kms:us-east-1:111122223333:key/${id}' does not exist`],
    [`arn:aws:kms:us-east-1:111122223333:key/${id}`, 'NotFoundException', 'does not exist'],
    [
      `arn:aws:kms:eu-west-1:111122223333:key/${id}`,
      'NotFoundException',
      "Invalid arn eu-west-1. This endpoint's keys are arn:aws:kms:us-east-1:",
    ],
    [
      `arn:aws-eusc:kms:eusc-de-east-1:111122223333:key/${id}`,
      'NotFoundException',
      'Invalid arn eusc-de-east-1',
    ],
    [`arn:aws:kms:us-east-1:999999999999:key/${id}`, 'NotFoundException', 'key of another account'],
    ['1234', 'NotFoundException', "Invalid keyId '1234'"],
    ['arn:aws:kms', 'InvalidArnException', 'Invalid arn arn:aws:kms'],
    ['alias/mine', 'NotFoundException', 'alias/mine'],
    [`arn:aws:kms:us-east-1:111122223333:alias/mine`, 'NotFoundException', 'alias'],
  ])('key id %s gives %s', async (KeyId, name, message) => {
    const { client } = await rehearsal();
    expect(await refused(client.send(new DescribeKeyCommand({ KeyId })))).toMatchObject({
      name,
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  it('grant tokens are held against the API model, and then passed over', async () => {
    const { client } = await rehearsal();
    const KeyId = await externalKey(client, {});
    const describeWith = (GrantTokens: string[]) =>
      client.send(new DescribeKeyCommand({ KeyId, GrantTokens }));
    expect((await describeWith(['x'.repeat(8192)])).KeyMetadata?.KeyId).toBe(KeyId);
    for (const tokens of [[''], ['x'.repeat(8193)], Array.from({ length: 11 }, () => 'x')])
      expect(await refused(describeWith(tokens))).toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining("at 'grantTokens' failed to satisfy constraint: Member must"),
      });
  });

  it('several breaches of the API model come in one ValidationException, blobs by their length alone', async () => {
    const { client } = await rehearsal();
    const bad = new ImportKeyMaterialCommand({
      KeyId: 'x'.repeat(2049),
      ImportToken: new Uint8Array(6145),
      EncryptedKeyMaterial: Buffer.alloc(7000, 'secret'),
      KeyMaterialId: 'short',
      KeyMaterialDescription: 'no <tags>',
      ExpirationModel: 'SOMETIMES' as never,
    });
    const { name, message } = await refused(client.send(bad));
    expect(name).toBe('ValidationException');
    expect(message).toContain('6 validation errors detected: ');
    expect(message).toContain(
      "at 'keyId' failed to satisfy constraint: Member must have length less than or equal to 2048",
    );
    expect(message).toContain(
      "Value 'java.nio.HeapByteBuffer[pos=0 lim=7000 cap=7000]' at 'encryptedKeyMaterial' failed to satisfy constraint: Member must have length less than or equal to 6144",
    );
    expect(message).toContain(
      "Value 'SOMETIMES' at 'expirationModel' failed to satisfy constraint: Member must satisfy enum value set: [KEY_MATERIAL_EXPIRES, KEY_MATERIAL_DOES_NOT_EXPIRE]",
    );
    expect(message).not.toContain('secret');
  });

  it.each([
    [{ KeySpec: 'HMAC_256' }, 'ValidationException', 'You must specify a KeyUsage'],
    [
      { KeySpec: 'HMAC_256', KeyUsage: 'SIGN_VERIFY' },
      'ValidationException',
      'KeyUsage SIGN_VERIFY is not compatible with KeySpec HMAC_256',
    ],
    [{ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' }, 'UnsupportedOperationException', 'aws-cn'],
    [
      { KeySpec: 'ML_DSA_65', KeyUsage: 'SIGN_VERIFY' },
      'UnsupportedOperationException',
      '[combination-unsupported]',
    ],
    [
      { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' },
      'UnsupportedOperationException',
      '[combination-unsupported]',
    ],
    [{ KeySpec: 'RSA_1024', KeyUsage: 'SIGN_VERIFY' }, 'ValidationException', "at 'keySpec'"],
    [
      { CustomerMasterKeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' },
      'ValidationException',
      "at 'customerMasterKeySpec'",
    ],
    [{ XksKeyId: 'mine' }, 'ValidationException', 'EXTERNAL_KEY_STORE'],
    [{ Policy: '{"Statement":' }, 'MalformedPolicyDocumentException', 'not a JSON object'],
    [{ Policy: `{"a":"${'x'.repeat(131_072)}"}` }, 'LimitExceededException', '131072 characters'],
    [{ Tags: [{ TagKey: 'a' }] }, 'ValidationException', "'tags.1.member.tagValue'"],
    [{ Tags: [{ TagKey: 'a'.repeat(129), TagValue: '' }] }, 'ValidationException', 'equal to 128'],
    [
      { Tags: [{ TagKey: 'aws:mine', TagValue: '' }] },
      'TagException',
      'Tags beginning with aws: are reserved',
    ],
    [
      { Tags: Array.from({ length: 51 }, (_, i) => ({ TagKey: `k${i}`, TagValue: 'v' })) },
      'TagException',
      'Too many tags',
    ],
    [{ CustomKeyStoreId: 'cks-1' }, 'UnsupportedOperationException', 'custom key store'],
  ])('CreateKey %j gives %s', async (input, name, message) => {
    const { client } = await rehearsal();
    const sent = client.send(new CreateKeyCommand({ Origin: 'EXTERNAL', ...input } as never));
    expect(await refused(sent)).toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it('a key whose Origin was forgotten cannot take material (Key states, note 9)', async () => {
    const { client, log } = await rehearsal();
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    expect(log.at(-1)?.note).toContain('needs Origin EXTERNAL');
    const arn = KeyMetadata!.Arn!;
    expect(await refused(parameters(client, arn))).toMatchObject({
      name: 'UnsupportedOperationException',
      message: expect.stringContaining(`${arn} origin is AWS_KMS which is not valid for this operation.`),
    });
  });

  it.each([
    ['RSA_2048', 'SIGN_VERIFY', 'RSAES_OAEP_SHA_256', 'RSA_4096', 'combination-unsupported'],
    ['ECC_NIST_P521', 'SIGN_VERIFY', 'RSAES_OAEP_SHA_1', 'RSA_2048', 'combination-unsupported'],
    ['HMAC_512', 'GENERATE_VERIFY_MAC', 'SM2PKE', 'SM2', 'combination-unsupported'],
    ['HMAC_512', 'GENERATE_VERIFY_MAC', 'RSAES_PKCS1_V1_5', 'RSA_2048', 'wrapping-algorithm-retired'],
  ])(
    '%s × %s × %s × %s is refused with its finding and fix',
    async (KeySpec, KeyUsage, WrappingAlgorithm, WrappingKeySpec, finding) => {
      const { client, log } = await rehearsal();
      const KeyId = await externalKey(client, { KeySpec, KeyUsage } as never);
      const input = { KeyId, WrappingAlgorithm, WrappingKeySpec } as never;
      expect(await refused(client.send(new GetParametersForImportCommand(input)))).toMatchObject({
        name: 'UnsupportedOperationException',
        status: 400,
        message: expect.stringMatching(new RegExp(`^\\[${finding}\\].* Fix: `)),
      });
      expect(log.at(-1)?.undocumented).toContain('which exception');
    },
  );

  it('a wrapping key spec that KMS does not have is a ValidationException that names the finding', async () => {
    const { client } = await rehearsal();
    const KeyId = await externalKey(client);
    const input = { KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_1024' } as never;
    const { name, message } = await refused(client.send(new GetParametersForImportCommand(input)));
    expect(name).toBe('ValidationException');
    expect(message).toMatch(
      /^1 validation error detected: Value 'RSA_1024' at 'wrappingKeySpec'.*\[wrapping-key-spec\].* Fix: /,
    );
  });

  it.each([
    ['ImportType', { ImportType: 'NEW_KEY_MATERIAL' }],
    ['KeyMaterialDescription', { KeyMaterialDescription: 'mine' }],
    ['KeyMaterialId', { KeyMaterialId: '0'.repeat(64) }],
  ] as const)('%s is for symmetric encryption keys only', async (field, more) => {
    const { client } = await rehearsal();
    const KeyId = await externalKey(client, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const sent = imported(client, KeyId, symmetric(), {
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      ...more,
    });
    expect(await refused(sent)).toMatchObject({
      name: 'UnsupportedOperationException',
      message: expect.stringContaining(field),
    });
  });

  it('GetPublicKey of a symmetric key, and a waiting period outside 7 to 30 days, are refused', async () => {
    const { client } = await rehearsal();
    const KeyId = await externalKey(client);
    expect(await refused(client.send(new GetPublicKeyCommand({ KeyId })))).toMatchObject({
      name: 'UnsupportedOperationException',
    });
    for (const PendingWindowInDays of [6, 31, 400])
      expect(
        await refused(client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays }))),
      ).toMatchObject({
        name: 'ValidationException',
      });
    expect(await refused(client.send(new ListKeysCommand({ Limit: 1001 })))).toMatchObject({
      name: 'ValidationException',
    });
  });

  it('--strict-messages gives KMS’s own text, and none where none is known', async () => {
    const { client } = await rehearsal({ strictMessages: true });
    const KeyId = await externalKey(client);
    const handed = await parameters(client, KeyId);
    const blob = Buffer.alloc(256);
    const sent = client.send(
      new ImportKeyMaterialCommand({
        KeyId,
        ImportToken: handed.ImportToken,
        EncryptedKeyMaterial: blob,
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      }),
    );
    const { name, message } = await refused(sent);
    expect(name).toBe('InvalidCiphertextException');
    expect(message).not.toContain('[');
    expect(await refused(client.send(new DescribeKeyCommand({ KeyId: id })))).toMatchObject({
      message: `Key 'arn:aws:kms:us-east-1:111122223333:key/${id}' does not exist`,
    });
  });
});
