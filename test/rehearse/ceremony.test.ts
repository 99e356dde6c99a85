import { randomBytes } from 'node:crypto';
import {
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  GetPublicKeyCommand,
  ImportKeyMaterialCommand,
  ListKeysCommand,
  paginateListKeys,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import {
  externalKey,
  imported,
  p256,
  parameters,
  refused,
  rehearsal,
  symmetric,
  wrapped,
} from './harness.ts';

const day = 24 * 60 * 60 * 1000;
const forever = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const;

describe('the ceremony, with the AWS SDK', () => {
  it('a key of Origin EXTERNAL goes from PendingImport to Enabled', async () => {
    const { client, place } = await rehearsal();
    const KeyId = await externalKey(client, { Description: 'first' });
    const before = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(before.KeyMetadata).toMatchObject({
      KeyState: 'PendingImport',
      Enabled: false,
      Origin: 'EXTERNAL',
      Description: 'first',
      Arn: `arn:aws:kms:us-east-1:111122223333:key/${KeyId}`,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    });
    expect(before.KeyMetadata).not.toHaveProperty('ExpirationModel');
    const answer = await imported(client, KeyId, symmetric());
    expect(answer.KeyMaterialId).toMatch(/^[0-9a-f]{64}$/);
    expect(answer.KeyId).toBe(`arn:${place.partition}:kms:${place.region}:${place.accountId}:key/${KeyId}`);
    const after = await client.send(new DescribeKeyCommand({ KeyId: answer.KeyId }));
    expect(after.KeyMetadata).toMatchObject({
      KeyState: 'Enabled',
      Enabled: true,
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      CurrentKeyMaterialId: answer.KeyMaterialId,
    });
  });

  it('GetPublicKey gives the public key of an imported private key, and refuses while import is pending', async () => {
    const { client } = await rehearsal();
    const KeyId = await externalKey(client, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    expect(await refused(client.send(new GetPublicKeyCommand({ KeyId })))).toMatchObject({
      name: 'KMSInvalidStateException',
      status: 400,
      message: expect.stringMatching(/ is pending import\.$/),
    });
    const { material, spki } = p256();
    const answer = await imported(client, KeyId, material);
    expect(answer).not.toHaveProperty('KeyMaterialId');
    const { PublicKey, SigningAlgorithms } = await client.send(new GetPublicKeyCommand({ KeyId }));
    expect(Buffer.from(PublicKey!).equals(spki)).toBe(true);
    expect(SigningAlgorithms).toEqual(['ECDSA_SHA_256']);
  });

  it('China Regions have ARNs of their own and take SM2PKE', async () => {
    const { client } = await rehearsal({ partition: 'aws-cn' });
    const KeyId = await externalKey(client, { KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' });
    const { KeyId: arn } = await parameters(client, KeyId, 'SM2PKE');
    expect(arn).toBe(`arn:aws-cn:kms:cn-north-1:111122223333:key/${KeyId}`);
  });

  it('wrapping parameters are valid for 24 hours, and an expired token is refused', async () => {
    const { client, now, pass } = await rehearsal();
    const KeyId = await externalKey(client);
    const handed = await parameters(client, KeyId);
    expect(Math.abs(handed.ParametersValidTo!.getTime() - now() - day)).toBeLessThan(60_000);
    const submit = () =>
      client.send(
        new ImportKeyMaterialCommand({
          KeyId,
          ImportToken: handed.ImportToken,
          EncryptedKeyMaterial: wrapped(handed, symmetric()),
          ...forever,
        }),
      );
    pass(day - 60_000);
    await submit();
    pass(120_000);
    expect(await refused(submit())).toMatchObject({ name: 'ExpiredImportTokenException', status: 400 });
  });

  it('a token belongs to one KMS key, and a wrapping key to one token', async () => {
    const { client } = await rehearsal();
    const [one, two] = [await externalKey(client), await externalKey(client)];
    const [first, second] = [await parameters(client, one), await parameters(client, one)];
    const submit = (KeyId: string, ImportToken: Uint8Array, EncryptedKeyMaterial: Buffer) =>
      client.send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial, ...forever }));
    expect(await refused(submit(two, first.ImportToken!, wrapped(first, symmetric())))).toMatchObject({
      name: 'InvalidImportTokenException',
      message: expect.stringContaining(`key/${one}`),
    });
    expect(await refused(submit(one, first.ImportToken!, wrapped(second, symmetric())))).toMatchObject({
      name: 'InvalidCiphertextException',
      // The other key's block is as large as this modulus or larger half of the time.
      message: expect.stringMatching(/\[(?:wrapping-key-mismatch|rsa-out-of-range)\]/),
    });
    const changed = Buffer.from(first.ImportToken!);
    changed[70]! ^= 1;
    for (const token of [changed, randomBytes(256), Buffer.from([0])])
      expect(await refused(submit(one, token, wrapped(first, symmetric())))).toMatchObject({
        name: 'InvalidImportTokenException',
      });
  });

  it('a token that is used again, or after a newer download, is taken, and the log says that no document tells', async () => {
    const { client, log } = await rehearsal();
    const KeyId = await externalKey(client);
    const [older, newer] = [await parameters(client, KeyId), await parameters(client, KeyId)];
    const material = symmetric();
    for (const from of [newer, older, newer]) {
      const { ImportToken } = from;
      const EncryptedKeyMaterial = wrapped(from, material);
      await client.send(
        new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial, ...forever }),
      );
    }
    expect(
      log.filter(({ operation }) => operation === 'ImportKeyMaterial').map((entry) => entry.undocumented),
    ).toEqual([
      undefined,
      'whether a newer download ends an older one',
      'whether an import token can be used twice',
    ]);
  });

  it('the material is bound to the key: the same can come again, another cannot', async () => {
    const { client } = await rehearsal();
    const KeyId = await externalKey(client, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const material = symmetric();
    await imported(client, KeyId, material);
    await client.send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingImport', Enabled: false });
    expect(await refused(imported(client, KeyId, symmetric()))).toMatchObject({
      name: 'IncorrectKeyMaterialException',
      message: expect.stringContaining('[reference-mismatch]'),
    });
    await imported(client, KeyId, material);
    const again = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(again.KeyMetadata?.KeyState).toBe('Enabled');
  });

  it('ImportType tells new material from the material a symmetric key already has', async () => {
    const { client } = await rehearsal();
    const KeyId = await externalKey(client);
    const [first, second] = [symmetric(), symmetric()];
    expect(
      await refused(imported(client, KeyId, first, { ...forever, ImportType: 'EXISTING_KEY_MATERIAL' })),
    ).toMatchObject({
      name: 'IncorrectKeyMaterialException',
    });
    expect(
      await refused(imported(client, KeyId, first, { ...forever, KeyMaterialId: '0'.repeat(64) })),
    ).toMatchObject({ name: 'ValidationException', message: expect.stringContaining('NEW_KEY_MATERIAL') });
    const one = await imported(client, KeyId, first, {
      ...forever,
      ImportType: 'NEW_KEY_MATERIAL',
      KeyMaterialDescription: 'one',
    });
    expect(
      await refused(imported(client, KeyId, first, { ...forever, ImportType: 'NEW_KEY_MATERIAL' })),
    ).toMatchObject({
      name: 'IncorrectKeyMaterialException',
    });
    expect(await refused(imported(client, KeyId, second))).toMatchObject({
      name: 'IncorrectKeyMaterialException',
    });
    const two = await imported(client, KeyId, second, {
      ValidTo: new Date(Date.now() + day),
      ImportType: 'NEW_KEY_MATERIAL',
    });
    expect(two.KeyMaterialId).not.toBe(one.KeyMaterialId);
    const described = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(described.KeyMetadata?.CurrentKeyMaterialId).toBe(one.KeyMaterialId);
    // ValidTo speaks of material that is permanently associated (API Reference, KeyMetadata): a pending one is not.
    expect(described.KeyMetadata).toMatchObject({ ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' });
    expect(described.KeyMetadata).not.toHaveProperty('ValidTo');
    expect(
      await refused(imported(client, KeyId, symmetric(), { ...forever, ImportType: 'NEW_KEY_MATERIAL' })),
    ).toMatchObject({
      name: 'KMSInvalidStateException',
      message: expect.stringContaining('pending rotation'),
    });
    await client.send(new DeleteImportedKeyMaterialCommand({ KeyId, KeyMaterialId: two.KeyMaterialId }));
    await imported(client, KeyId, symmetric(), { ...forever, ImportType: 'NEW_KEY_MATERIAL' });
    expect(
      await refused(imported(client, KeyId, first, { ...forever, KeyMaterialId: 'a'.repeat(64) })),
    ).toMatchObject({ name: 'IncorrectKeyMaterialException' });
    await imported(client, KeyId, first, { ...forever, KeyMaterialId: one.KeyMaterialId });
  });

  it.each([
    ['no ValidTo', {}, 'ValidationException'],
    ['no ValidTo, model given', { ExpirationModel: 'KEY_MATERIAL_EXPIRES' }, 'ValidationException'],
    ['ValidTo in the past', { ValidTo: new Date(Date.now() - 1000) }, 'ValidationException'],
    [
      'ValidTo after more than 365 days',
      { ValidTo: new Date(Date.now() + 366 * day) },
      'ValidationException',
    ],
    ['ValidTo without expiry', { ...forever, ValidTo: new Date(Date.now() + day) }, 'ValidationException'],
  ] as const)('expiration: %s is refused', async (_name, more, name) => {
    const { client } = await rehearsal();
    const KeyId = await externalKey(client);
    expect(await refused(imported(client, KeyId, symmetric(), more))).toMatchObject({ name, status: 400 });
  });

  it('material expires at its ValidTo; reimport can lift the expiry', async () => {
    const { client, now, pass } = await rehearsal();
    const KeyId = await externalKey(client);
    const material = symmetric();
    const ValidTo = new Date(Math.floor((now() + day) / 1000) * 1000);
    await imported(client, KeyId, material, { ValidTo });
    const described = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(described.KeyMetadata).toMatchObject({
      KeyState: 'Enabled',
      ExpirationModel: 'KEY_MATERIAL_EXPIRES',
      ValidTo,
    });
    pass(day + 1000);
    const expired = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(expired.KeyMetadata?.KeyState).toBe('PendingImport');
    await imported(client, KeyId, material);
    const again = await client.send(new DescribeKeyCommand({ KeyId }));
    expect(again.KeyMetadata).toMatchObject({
      KeyState: 'Enabled',
      ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
    });
    expect(again.KeyMetadata).not.toHaveProperty('ValidTo');
  });

  it('a key that is pending deletion takes no material, and is gone when its waiting period is over', async () => {
    const { client, pass } = await rehearsal();
    const KeyId = await externalKey(client);
    const handed = await parameters(client, KeyId);
    const answer = await client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    expect(answer).toMatchObject({ KeyState: 'PendingDeletion', PendingWindowInDays: 7 });
    const submit = new ImportKeyMaterialCommand({
      KeyId,
      ImportToken: handed.ImportToken,
      EncryptedKeyMaterial: wrapped(handed, symmetric()),
      ...forever,
    });
    const pending = {
      name: 'KMSInvalidStateException',
      message: expect.stringMatching(/ is pending deletion\.$/),
    };
    expect(await refused(client.send(submit))).toMatchObject(pending);
    expect(await refused(parameters(client, KeyId))).toMatchObject(pending);
    expect(await refused(client.send(new ScheduleKeyDeletionCommand({ KeyId })))).toMatchObject(pending);
    pass(8 * day);
    expect(await refused(client.send(new DescribeKeyCommand({ KeyId })))).toMatchObject({
      name: 'NotFoundException',
    });
    expect((await client.send(new ListKeysCommand({}))).Keys).toEqual([]);
  });

  it('ListKeys pages through all keys', async () => {
    const { client } = await rehearsal();
    const made = [];
    for (let i = 0; i < 25; i += 1) made.push(await externalKey(client));
    const listed = [];
    for await (const page of paginateListKeys({ client, pageSize: 10 }, {}))
      listed.push(...(page.Keys ?? []));
    expect(listed.map((key) => key.KeyId)).toEqual(made.toSorted());
    expect(await refused(client.send(new ListKeysCommand({ Marker: 'nowhere' })))).toMatchObject({
      name: 'InvalidMarkerException',
    });
  });
});
