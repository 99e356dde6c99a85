import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyRotationsCommand,
  ListRetirableGrantsCommand,
  ReplicateKeyCommand,
  RetireGrantCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  SignCommand,
  UpdateAliasCommand,
  UpdatePrimaryRegionCommand,
  GetPublicKeyCommand,
  VerifyCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newKeyPair } from '../../src/rehearse/crypto/key-pair.ts';
import {
  client,
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
const fresh = { ...forever, ImportType: 'NEW_KEY_MATERIAL' } as const;
const text = Buffer.from('for one key only');

function clientOf(url: string, region: string): KMSClient {
  const kms = client(url, region);
  onTestFinished(() => kms.destroy());
  return kms;
}

const stateOf = async (kms: KMSClient, KeyId: string) =>
  (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;

describe('aliases', () => {
  it('stand for the key wherever KMS accepts them, and nowhere else', async () => {
    const { client: kms } = await rehearsal();
    const TargetKeyId = await externalKey(kms);
    await imported(kms, TargetKeyId, symmetric());
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/app/key_1', TargetKeyId }));
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: 'alias/app/key_1', Plaintext: text }),
    );
    await kms.send(new DecryptCommand({ KeyId: 'alias/app/key_1', CiphertextBlob }));
    for (const send of [
      () => parameters(kms, 'alias/app/key_1'),
      () => kms.send(new DisableKeyCommand({ KeyId: 'arn:aws:kms:us-east-1:111122223333:alias/app/key_1' })),
    ])
      expect(await refused(send())).toMatchObject({
        name: 'NotFoundException',
        message: expect.stringMatching(/^Invalid keyId '\S*alias\/app\/key_1'\. .*not an alias/),
      });
  });

  it('are unique in their Region, need a live key, and go with it', async () => {
    const { client: kms, pass } = await rehearsal();
    const [one, two] = [await externalKey(kms), await externalKey(kms)];
    const create = (AliasName: string, TargetKeyId: string) =>
      kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    await create('alias/a', one);
    expect(await refused(create('alias/a', two))).toMatchObject({
      name: 'AlreadyExistsException',
      message: 'An alias with the name arn:aws:kms:us-east-1:111122223333:alias/a already exists',
    });
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: one, PendingWindowInDays: 7 }));
    expect((await refused(create('alias/b', one))).name).toBe('KMSInvalidStateException');
    expect(await stateOf(kms, 'alias/a')).toBe('PendingDeletion');
    pass(8 * day);
    expect(await refused(kms.send(new DescribeKeyCommand({ KeyId: 'alias/a' })))).toMatchObject({
      name: 'NotFoundException',
      message: 'Alias arn:aws:kms:us-east-1:111122223333:alias/a is not found.',
    });
    await create('alias/a', two);
    expect((await kms.send(new ListAliasesCommand({}))).Aliases).toHaveLength(1);
  });

  it.each([
    ['alias/aws/mine', 'InvalidAliasNameException'],
    ['alias/', 'InvalidAliasNameException'],
    ['alias/a:b', 'InvalidAliasNameException'],
    ['alias/ä', 'ValidationException'],
    ['mine', 'ValidationException'],
    [`alias/${'x'.repeat(251)}`, 'ValidationException'],
  ])('the name %s is refused with %s', async (AliasName, name) => {
    const { client: kms } = await rehearsal();
    const TargetKeyId = await externalKey(kms);
    expect((await refused(kms.send(new CreateAliasCommand({ AliasName, TargetKeyId })))).name).toBe(name);
  });

  it('move between keys of one sort alone, and have to be there', async () => {
    const { client: kms } = await rehearsal();
    const [one, mac] = [
      await externalKey(kms),
      await externalKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
    ];
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/a', TargetKeyId: one }));
    const update = (AliasName: string, TargetKeyId: string) =>
      kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId }));
    expect(await refused(update('alias/a', mac))).toMatchObject({ name: 'ValidationException' });
    for (const send of [
      () => update('alias/b', one),
      () => kms.send(new DeleteAliasCommand({ AliasName: 'alias/b' })),
    ])
      expect(await refused(send())).toMatchObject({
        name: 'NotFoundException',
        message: 'Alias arn:aws:kms:us-east-1:111122223333:alias/b is not found.',
      });
  });

  it('are 50 of a key at most', async () => {
    const { client: kms } = await rehearsal();
    const TargetKeyId = await externalKey(kms);
    for (let i = 0; i < 50; i += 1)
      await kms.send(new CreateAliasCommand({ AliasName: `alias/${i}`, TargetKeyId }));
    const more = kms.send(new CreateAliasCommand({ AliasName: 'alias/more', TargetKeyId }));
    expect((await refused(more)).name).toBe('LimitExceededException');
  });
});

describe('rotation of imported key material', () => {
  it('ListKeyRotations tells each material, its state, and when it became current', async () => {
    const { client: kms } = await rehearsal();
    const KeyId = await externalKey(kms);
    const list = async (IncludeKeyMaterial?: 'ALL_KEY_MATERIAL') =>
      (await kms.send(new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial }))).Rotations ?? [];
    expect(await list('ALL_KEY_MATERIAL')).toEqual([]);
    const one = await imported(kms, KeyId, symmetric(), { ...forever, KeyMaterialDescription: 'first' });
    const ValidTo = new Date(Math.floor(Date.now() / 1000) * 1000 + day);
    const two = await imported(kms, KeyId, symmetric(), { ImportType: 'NEW_KEY_MATERIAL', ValidTo });
    expect(await list()).toEqual([]);
    expect(await list('ALL_KEY_MATERIAL')).toEqual([
      {
        KeyId,
        KeyMaterialId: one.KeyMaterialId,
        KeyMaterialDescription: 'first',
        ImportState: 'IMPORTED',
        KeyMaterialState: 'CURRENT',
        ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
      },
      {
        KeyId,
        KeyMaterialId: two.KeyMaterialId,
        ImportState: 'IMPORTED',
        KeyMaterialState: 'PENDING_ROTATION',
        ExpirationModel: 'KEY_MATERIAL_EXPIRES',
        ValidTo,
      },
    ]);
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    expect(
      (await list()).map(({ KeyMaterialId, KeyMaterialState, RotationType }) => [
        KeyMaterialId,
        KeyMaterialState,
        RotationType,
      ]),
    ).toEqual([[two.KeyMaterialId, 'CURRENT', 'ON_DEMAND']]);
    expect((await list('ALL_KEY_MATERIAL')).map((entry) => entry.KeyMaterialState)).toEqual([
      'NON_CURRENT',
      'CURRENT',
    ]);
  });

  it('without new key material there is nothing to rotate to', async () => {
    const { client: kms } = await rehearsal();
    const KeyId = await externalKey(kms);
    await imported(kms, KeyId, symmetric());
    expect(await refused(kms.send(new RotateKeyOnDemandCommand({ KeyId })))).toMatchObject({
      name: 'KMSInvalidStateException',
      message: expect.stringContaining('NEW_KEY_MATERIAL'),
    });
  });

  it('after it every material is needed: one that is deleted or expires makes the key pending', async () => {
    const { client: kms, pass, now } = await rehearsal();
    const KeyId = await externalKey(kms);
    const [first, second] = [symmetric(), symmetric()];
    const one = await imported(kms, KeyId, first);
    await imported(kms, KeyId, second, {
      ImportType: 'NEW_KEY_MATERIAL',
      ValidTo: new Date(now() + 10 * day),
    });
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: text }));
    await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId, KeyMaterialId: one.KeyMaterialId }));
    expect(await stateOf(kms, KeyId)).toBe('PendingImport');
    await imported(kms, KeyId, first, { ...forever, KeyMaterialId: one.KeyMaterialId });
    await kms.send(new DecryptCommand({ CiphertextBlob }));
    pass(11 * day);
    expect(await stateOf(kms, KeyId)).toBe('PendingImport');
    expect((await refused(kms.send(new DecryptCommand({ CiphertextBlob })))).name).toBe(
      'KMSInvalidStateException',
    );
    await imported(kms, KeyId, second);
    await kms.send(new DecryptCommand({ CiphertextBlob }));
  });

  it('an import tells when other key material is still missing', async () => {
    const { client: kms, log } = await rehearsal();
    const KeyId = await externalKey(kms);
    const first = symmetric();
    const one = await imported(kms, KeyId, first);
    const two = await imported(kms, KeyId, symmetric(), fresh);
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    for (const { KeyMaterialId } of [one, two])
      await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId, KeyMaterialId }));
    await imported(kms, KeyId, first);
    expect(log.at(-1)?.note).toContain('still waits for other key material');
    expect(await stateOf(kms, KeyId)).toBe('PendingImport');
  });
});

describe('multi-Region keys with imported key material', () => {
  it('a replica waits for the same key material, and then opens what the primary sealed', async () => {
    const { client: kms, url, log } = await rehearsal();
    const there = clientOf(url, 'eu-west-1');
    const KeyId = await externalKey(kms, { MultiRegion: true });
    const material = symmetric();
    expect(
      (await refused(kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' })))).name,
    ).toBe('KMSInvalidStateException');
    const one = await imported(kms, KeyId, material);
    await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    expect(log.at(-1)?.note).toContain('waits for the same key material');
    expect(await stateOf(there, KeyId)).toBe('PendingImport');
    expect((await refused(imported(there, KeyId, symmetric()))).name).toBe('IncorrectKeyMaterialException');
    expect((await refused(imported(there, KeyId, symmetric(), fresh))).name).toBe(
      'UnsupportedOperationException',
    );
    expect((await imported(there, KeyId, material)).KeyMaterialId).toBe(one.KeyMaterialId);
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: text }));
    const opened = await there.send(new DecryptCommand({ CiphertextBlob }));
    expect(opened.KeyId).toBe(`arn:aws:kms:eu-west-1:111122223333:key/${KeyId}`);
    expect(Buffer.from(opened.Plaintext!).equals(text)).toBe(true);
  });

  it('an import token is for one Region', async () => {
    const { client: kms, url } = await rehearsal();
    const there = clientOf(url, 'eu-west-1');
    const KeyId = await externalKey(kms, { MultiRegion: true });
    const material = symmetric();
    await imported(kms, KeyId, material);
    await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    const handed = await parameters(kms, KeyId);
    const sent = there.send(
      new ImportKeyMaterialCommand({
        KeyId,
        ImportToken: handed.ImportToken,
        EncryptedKeyMaterial: wrapped(handed, material),
        ...forever,
      }),
    );
    expect(await refused(sent)).toMatchObject({
      name: 'InvalidImportTokenException',
      message: expect.stringContaining('us-east-1'),
    });
  });

  it('new key material rotates once every replica has it', async () => {
    const { client: kms, url } = await rehearsal();
    const there = clientOf(url, 'eu-west-1');
    const KeyId = await externalKey(kms, { MultiRegion: true });
    const [first, second] = [symmetric(), symmetric()];
    await imported(kms, KeyId, first);
    await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    await imported(there, KeyId, first);
    const two = await imported(kms, KeyId, second, fresh);
    const pending = async () =>
      (
        await kms.send(new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }))
      ).Rotations?.at(-1)?.KeyMaterialState;
    expect(await pending()).toBe('PENDING_MULTI_REGION_IMPORT_AND_ROTATION');
    expect(await refused(kms.send(new RotateKeyOnDemandCommand({ KeyId })))).toMatchObject({
      name: 'KMSInvalidStateException',
      message: expect.stringContaining('eu-west-1'),
    });
    await imported(there, KeyId, second);
    expect(await pending()).toBe('PENDING_ROTATION');
    expect((await refused(there.send(new RotateKeyOnDemandCommand({ KeyId })))).name).toBe(
      'UnsupportedOperationException',
    );
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    const { KeyMetadata } = await there.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata?.CurrentKeyMaterialId).toBe(two.KeyMaterialId);
  });

  it('a primary key waits for its replicas before it is deleted, and can be moved', async () => {
    const { client: kms, url, pass } = await rehearsal();
    const there = clientOf(url, 'eu-west-1');
    const KeyId = await externalKey(kms, { MultiRegion: true });
    await imported(kms, KeyId, symmetric());
    await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1' }));
    const scheduled = await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    expect(scheduled).toMatchObject({ KeyState: 'PendingReplicaDeletion', PendingWindowInDays: 7 });
    expect(scheduled).not.toHaveProperty('DeletionDate');
    pass(30 * day);
    expect(await stateOf(kms, KeyId)).toBe('PendingReplicaDeletion');
    await there.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 10 }));
    pass(10 * day + 1000);
    expect(await stateOf(kms, KeyId)).toBe('PendingDeletion');
    expect((await refused(there.send(new DescribeKeyCommand({ KeyId })))).name).toBe('NotFoundException');
    await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    expect(await stateOf(kms, KeyId)).toBe('Disabled');
  });

  it('a replica in the other Region becomes the primary', async () => {
    const { client: kms, url } = await rehearsal();
    const there = clientOf(url, 'eu-west-1');
    const KeyId = await externalKey(kms, { MultiRegion: true });
    await imported(kms, KeyId, symmetric());
    const move = (PrimaryRegion: string) =>
      kms.send(new UpdatePrimaryRegionCommand({ KeyId, PrimaryRegion }));
    expect((await refused(move('eu-west-1'))).name).toBe('NotFoundException');
    await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: 'eu-west-1', Description: 'second' }));
    await move('eu-west-1');
    expect((await there.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({
      Description: 'second',
      MultiRegionConfiguration: {
        MultiRegionKeyType: 'PRIMARY',
        ReplicaKeys: [{ Region: 'us-east-1' }],
      },
    });
  });

  it.each([
    [{ ReplicaRegion: 'cn-north-1' }, 'ValidationException'],
    [{ ReplicaRegion: 'us-gov-west-1' }, 'ValidationException'],
    [{ ReplicaRegion: 'us-east-1' }, 'AlreadyExistsException'],
    [{ ReplicaRegion: 'nowhere' }, 'ValidationException'],
    [{ ReplicaRegion: 'eu-west-1', Policy: '[]' }, 'MalformedPolicyDocumentException'],
    [{ ReplicaRegion: 'eu-west-1', Tags: [{ TagKey: 'aws:x', TagValue: '' }] }, 'TagException'],
  ])('ReplicateKey %j gives %s', async (input, name) => {
    const { client: kms } = await rehearsal();
    const KeyId = await externalKey(kms, { MultiRegion: true });
    await imported(kms, KeyId, symmetric());
    expect((await refused(kms.send(new ReplicateKeyCommand({ KeyId, ...input })))).name).toBe(name);
  });
});

describe('grants', () => {
  const GranteePrincipal = 'arn:aws:iam::111122223333:role/app';

  it('are listed with what they were given, by grantee and by who may retire them', async () => {
    const { client: kms } = await rehearsal();
    const KeyId = await externalKey(kms);
    await imported(kms, KeyId, symmetric());
    const RetiringPrincipal = 'arn:aws:iam::111122223333:role/admin';
    const input = {
      KeyId,
      GranteePrincipal,
      RetiringPrincipal,
      Operations: ['Decrypt', 'GenerateDataKey'],
      Constraints: { EncryptionContextSubset: { app: 'one' } },
      Name: 'app',
    } as const;
    const one = await kms.send(new CreateGrantCommand({ ...input, Operations: [...input.Operations] }));
    const again = await kms.send(new CreateGrantCommand({ ...input, Operations: [...input.Operations] }));
    expect(again.GrantId).toBe(one.GrantId);
    expect(again.GrantToken).not.toBe(one.GrantToken);
    const { Grants } = await kms.send(new ListGrantsCommand({ KeyId, GranteePrincipal }));
    const { KeyId: _key, ...fields } = input;
    expect(Grants).toEqual([
      {
        ...fields,
        KeyId: `arn:aws:kms:us-east-1:111122223333:key/${KeyId}`,
        GrantId: one.GrantId,
        CreationDate: expect.any(Date),
        IssuingAccount: '111122223333',
      },
    ]);
    expect((await kms.send(new ListRetirableGrantsCommand({ RetiringPrincipal }))).Grants).toEqual(Grants);
    expect((await kms.send(new ListGrantsCommand({ KeyId, GranteePrincipal: 'me' }))).Grants).toEqual([]);
    await kms.send(new RetireGrantCommand({ GrantToken: again.GrantToken }));
    expect(await refused(kms.send(new RetireGrantCommand({ GrantToken: one.GrantToken })))).toMatchObject({
      name: 'InvalidGrantIdException',
    });
  });

  it.each([
    [{}, 'ValidationException'],
    [{ GranteePrincipal, GranteeServicePrincipal: 's3.amazonaws.com' }, 'ValidationException'],
    [{ GranteePrincipal, Operations: [] }, 'ValidationException'],
    [{ GranteePrincipal, Operations: ['Everything'] }, 'ValidationException'],
    [{ GranteePrincipal: 'no spaces here' }, 'ValidationException'],
    [
      { GranteePrincipal, Constraints: { EncryptionContextEquals: { a: 'x'.repeat(385) } } },
      'ValidationException',
    ],
    [{ GranteePrincipal, DryRun: true }, 'DryRunOperationException'],
  ])('CreateGrant %j gives %s', async (input, name) => {
    const { client: kms } = await rehearsal();
    const KeyId = await externalKey(kms);
    await imported(kms, KeyId, symmetric());
    const sent = kms.send(new CreateGrantCommand({ KeyId, Operations: ['Decrypt'], ...input } as never));
    expect((await refused(sent)).name).toBe(name);
    expect((await kms.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([]);
  });

  it.each(['', 'AAAA', Buffer.from('kms-keywrap rehearsal grant token').toString('base64')])(
    'the grant token %j was not issued here',
    async (GrantToken) => {
      const { client: kms } = await rehearsal();
      expect((await refused(kms.send(new RetireGrantCommand({ GrantToken })))).name).toMatch(
        /^(?:InvalidGrantTokenException|ValidationException)$/,
      );
    },
  );
});

describe('what the log and the answers say', () => {
  /** Sends one token twice, with the same key material. */
  async function usedTwice(strictTokens: boolean) {
    const { client: kms, log } = await rehearsal({ strictTokens });
    const KeyId = await externalKey(kms);
    const handed = await parameters(kms, KeyId);
    const material = symmetric();
    const submit = () =>
      kms.send(
        new ImportKeyMaterialCommand({
          KeyId,
          ImportToken: handed.ImportToken,
          EncryptedKeyMaterial: wrapped(handed, material),
          ...forever,
        }),
      );
    await submit();
    expect(log.at(-1)?.note).toBeUndefined();
    return { second: submit(), log };
  }

  it('a token that is used twice is taken, and the log warns of it', async () => {
    const { second, log } = await usedTwice(false);
    await second;
    expect(log.at(-1)?.note).toContain('--strict-tokens');
    expect(log.at(-1)?.undocumented).toContain('import token');
  });

  it('--strict-tokens takes each import token once', async () => {
    const { second, log } = await usedTwice(true);
    expect(await refused(second)).toMatchObject({
      name: 'InvalidImportTokenException',
      message: expect.stringContaining('--strict-tokens'),
    });
    expect(log.at(-1)?.undocumented).toContain('import token');
  });

  it('a token that failed is not used up, not even with --strict-tokens', async () => {
    const { client: kms } = await rehearsal({ strictTokens: true });
    const KeyId = await externalKey(kms);
    const handed = await parameters(kms, KeyId);
    const submit = (EncryptedKeyMaterial: Buffer) =>
      kms.send(
        new ImportKeyMaterialCommand({
          KeyId,
          ImportToken: handed.ImportToken,
          EncryptedKeyMaterial,
          ...forever,
        }),
      );
    expect((await refused(submit(Buffer.alloc(256)))).name).toBe('InvalidCiphertextException');
    await submit(wrapped(handed, symmetric()));
  });

  it('a client that signs for another Region is served, and told', async () => {
    const { url, log } = await rehearsal();
    const kms = clientOf(url, 'eu-central-1');
    const KeyId = await externalKey(kms);
    expect(log.at(-1)?.note).toBe(
      'the client signs for eu-central-1, and this endpoint is us-east-1: AWS would look in eu-central-1',
    );
    expect((await refused(kms.send(new GetPublicKeyCommand({ KeyId })))).name).toBe(
      'UnsupportedOperationException',
    );
    expect(log.at(-1)?.note).toContain('eu-central-1');
    await externalKey(clientOf(url, 'us-east-1'));
    expect(log.at(-1)?.note).toBeUndefined();
  });

  it.each([
    [
      'Encapsulate',
      'kms-keywrap rehearse does not have Encapsulate: ML-KEM keys cannot be imported, and a rehearsal has none',
    ],
    [
      'CreateCustomKeyStore',
      'kms-keywrap rehearse does not have CreateCustomKeyStore: a rehearsal has no custom key stores',
    ],
    ['Frobnicate', 'AWS KMS has no operation Frobnicate'],
  ])('%s is refused by name, in the log and with --strict-messages', async (operation, message) => {
    for (const strictMessages of [false, true]) {
      const { url, log } = await rehearsal({ strictMessages });
      const response = await fetch(url, {
        method: 'POST',
        body: '{}',
        headers: {
          'X-Amz-Target': `TrentService.${operation}`,
          'Content-Type': 'application/x-amz-json-1.1',
        },
      });
      expect(await response.json()).toEqual({ __type: 'UnknownOperationException', message });
      expect(log.at(-1)).toMatchObject({ operation, status: 404, message });
    }
  });

  it.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['ap-southeast-7', 'aws'],
    ['mx-central-1', 'aws'],
  ])('the ARNs of %s have the partition %s', async (region, partition) => {
    const { client: kms, place } = await rehearsal({ region });
    const KeyId = await externalKey(kms);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata?.Arn).toBe(`arn:${partition}:kms:${region}:${place.accountId}:key/${KeyId}`);
    expect((await kms.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.Arn }))).KeyMetadata).toEqual(
      KeyMetadata,
    );
    const elsewhere = KeyMetadata!.Arn!.replace(`arn:${partition}:`, 'arn:aws-cn:');
    expect((await refused(kms.send(new DescribeKeyCommand({ KeyId: elsewhere })))).name).toBe(
      'NotFoundException',
    );
  });
});

describe('China Regions', () => {
  /** An SM2 key that was imported by SM2PKE. */
  async function sm2Key(kms: KMSClient, KeyUsage: 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT'): Promise<string> {
    const KeyId = await externalKey(kms, { KeySpec: 'SM2', KeyUsage });
    const handed = await kms.send(
      new GetParametersForImportCommand({ KeyId, WrappingAlgorithm: 'SM2PKE', WrappingKeySpec: 'SM2' }),
    );
    const { privateKey } = (await newKeyPair('SM2'))!;
    await kms.send(
      new ImportKeyMaterialCommand({
        KeyId,
        ImportToken: handed.ImportToken,
        EncryptedKeyMaterial: wrapped(handed, privateKey, 'SM2PKE'),
        ...forever,
      }),
    );
    return KeyId;
  }

  it('imported SM2 keys sign by SM2DSA', async () => {
    const { client: kms } = await rehearsal({ partition: 'aws-cn' });
    const KeyId = await sm2Key(kms, 'SIGN_VERIFY');
    const common = { KeyId, Message: text, SigningAlgorithm: 'SM2DSA' } as const;
    const { Signature } = await kms.send(new SignCommand(common));
    expect((await kms.send(new VerifyCommand({ ...common, Signature }))).SignatureValid).toBe(true);
  });

  it('imported SM2 keys open SM2PKE, and nothing that was changed', async () => {
    const { client: kms } = await rehearsal({ partition: 'aws-cn' });
    const common = { KeyId: await sm2Key(kms, 'ENCRYPT_DECRYPT'), EncryptionAlgorithm: 'SM2PKE' } as const;
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ ...common, Plaintext: text }));
    const { Plaintext } = await kms.send(new DecryptCommand({ ...common, CiphertextBlob }));
    expect(Buffer.from(Plaintext!).equals(text)).toBe(true);
    const changed = Buffer.from(CiphertextBlob!);
    changed[changed.length - 1]! ^= 1;
    const sent = kms.send(new DecryptCommand({ ...common, CiphertextBlob: changed }));
    expect((await refused(sent)).name).toBe('InvalidCiphertextException');
  });

  it('keys of 16 bytes encrypt', async () => {
    const { client: kms } = await rehearsal({ partition: 'aws-cn' });
    const KeyId = await externalKey(kms);
    await imported(kms, KeyId, symmetric().subarray(16));
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: text }));
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
    expect(Buffer.from(Plaintext!).equals(text)).toBe(true);
  });
});

it('an import changes nothing else of a disabled key, and enables an empty one', async () => {
  const { client: kms } = await rehearsal();
  const KeyId = await externalKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  const { material } = p256();
  await imported(kms, KeyId, material);
  await kms.send(new DisableKeyCommand({ KeyId }));
  await imported(kms, KeyId, material);
  expect(await stateOf(kms, KeyId)).toBe('Disabled');
  await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }));
  await imported(kms, KeyId, material);
  expect(await stateOf(kms, KeyId)).toBe('Enabled');
});
