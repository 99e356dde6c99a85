import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateRandomCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyPoliciesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ReplicateKeyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
  type KMSClient,
  type Tag,
} from '@aws-sdk/client-kms';
import { describe, expect, it, onTestFinished } from 'vitest';
import { client, rehearsal } from '../harness.ts';
import { arnOf, expectRecorded, newKey } from './answers.ts';

const strict = () => rehearsal({ strictMessages: true });
const uuid = '134f2428-cec1-4b25-a1ae-9048164dba47';
const mrk = 'mrk-d3b95762d3b95762d3b95762d3b95762';

/** A client of another Region, for the length of a test. */
function clientOf(url: string, region: string): KMSClient {
  const kms = client(url, region);
  onTestFinished(() => kms.destroy());
  return kms;
}

describe('recorded answers: keys', () => {
  it('test_create_key, test_non_multi_region_keys_should_not_have_multi_region_properties: fields of KeyMetadata', async () => {
    const { client: kms } = await strict();
    const { keyId, metadata } = await newKey(kms, {
      Description: 'test key 123',
      KeyUsage: 'ENCRYPT_DECRYPT',
    });
    expect(metadata).toEqual({
      AWSAccountId: '111122223333',
      Arn: arnOf(keyId),
      CreationDate: expect.any(Date),
      CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      Description: 'test key 123',
      Enabled: true,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyId: keyId,
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    });
    expect((await kms.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata).toEqual(metadata);
  });

  it('test_create_multi_region_key: a primary key without replicas', async () => {
    const { client: kms } = await strict();
    const { keyId, metadata } = await newKey(kms, {
      MultiRegion: true,
      Description: 'test multi region key',
    });
    expect(keyId).toMatch(/^mrk-/);
    expect(metadata).toMatchObject({
      MultiRegion: true,
      MultiRegionConfiguration: {
        MultiRegionKeyType: 'PRIMARY',
        PrimaryKey: { Arn: arnOf(keyId), Region: 'us-east-1' },
        ReplicaKeys: [],
      },
    });
  });

  it('test_hmac_create_key: fields of an HMAC key', async () => {
    const { client: kms } = await strict();
    const { metadata } = await newKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    expect(metadata).toMatchObject({ KeyState: 'Enabled', MacAlgorithms: ['HMAC_SHA_256'] });
    expect(metadata).not.toHaveProperty('CurrentKeyMaterialId');
    expect(metadata).not.toHaveProperty('EncryptionAlgorithms');
  });

  it('test_hmac_create_key_invalid_operations: what a key cannot be created with', async () => {
    const { client: kms } = await strict();
    const create = (input: object) => kms.send(new CreateKeyCommand(input as never));
    await expectRecorded(
      create({ KeySpec: 'HMAC_256' }),
      'ValidationException',
      'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.',
    );
    // The members of the sets have come and gone since; their order is not documented.
    await expect(create({ KeySpec: 'HMAC_random' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^1 validation error detected: Value 'HMAC_random' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: \[.*HMAC_512.*\]$/,
      ),
    });
    await expect(create({ KeySpec: 'HMAC_256', KeyUsage: 'RANDOM' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^1 validation error detected: Value 'RANDOM' at 'keyUsage' failed to satisfy constraint: Member must satisfy enum value set: \[.*GENERATE_VERIFY_MAC.*\]$/,
      ),
    });
  });

  it('test_get_key_does_not_exist, test_get_key_invalid_uuid: keys that are not there, ids that cannot be', async () => {
    const { client: kms } = await strict();
    const ask = (KeyId: string) => kms.send(new DescribeKeyCommand({ KeyId }));
    await expectRecorded(ask(uuid), 'NotFoundException', `Key '${arnOf(uuid)}' does not exist`);
    await expectRecorded(ask(arnOf(uuid)), 'NotFoundException', `Key '${arnOf(uuid)}' does not exist`);
    await expectRecorded(ask(mrk), 'NotFoundException', `Key '${arnOf(mrk)}' does not exist`);
    for (const id of ['fake-key-id', '134f2428cec14b25a1ae9048164dba47', 'mrk-fake-key-id'])
      await expectRecorded(ask(id), 'NotFoundException', `Invalid keyId '${id}'`);
  });

  it('test_get_key_in_different_region: neither id nor ARN finds the key of another Region', async () => {
    const { client: kms } = await strict();
    await expectRecorded(
      kms.send(new DescribeKeyCommand({ KeyId: arnOf(uuid, 'ap-southeast-1') })),
      'NotFoundException',
      'Invalid arn ap-southeast-1',
    );
    const { client: primary, url } = await strict();
    const { keyId } = await newKey(primary, { MultiRegion: true });
    await primary.send(new ReplicateKeyCommand({ KeyId: keyId, ReplicaRegion: 'eu-west-1' }));
    const { keyId: other } = await newKey(primary);
    await expectRecorded(
      clientOf(url, 'eu-west-1').send(new DescribeKeyCommand({ KeyId: other })),
      'NotFoundException',
      `Key '${arnOf(other, 'eu-west-1')}' does not exist`,
    );
  });

  it('test_list_keys, test_describe_and_list_sign_key: each key with id and ARN', async () => {
    const { client: kms } = await strict();
    const { keyId, arn } = await newKey(kms, {
      KeyUsage: 'SIGN_VERIFY',
      CustomerMasterKeySpec: 'ECC_NIST_P256',
    });
    expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([{ KeyId: keyId, KeyArn: arn }]);
  });

  it('test_schedule_and_cancel_key_deletion, test_cant_delete_deleted_key: the key is disabled afterwards', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn } = await newKey(kms);
    const state = async () => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    expect(await state()).toMatchObject({
      Enabled: false,
      KeyState: 'PendingDeletion',
      DeletionDate: expect.any(Date),
    });
    await expectRecorded(
      kms.send(new ScheduleKeyDeletionCommand({ KeyId })),
      'KMSInvalidStateException',
      `${arn} is pending deletion.`,
    );
    expect((await kms.send(new CancelKeyDeletionCommand({ KeyId }))).KeyId).toBe(arn);
    expect(await state()).toMatchObject({ Enabled: false, KeyState: 'Disabled' });
    expect(await state()).not.toHaveProperty('DeletionDate');
    await expectRecorded(
      kms.send(new CancelKeyDeletionCommand({ KeyId })),
      'KMSInvalidStateException',
      `${arn} is not pending deletion.`,
    );
  });

  it('test_disable_and_enable_key, test_cant_use_disabled_or_deleted_keys: states of a key and its use', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn } = await newKey(kms);
    const use = () => kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
    await use();
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({
      Enabled: false,
      KeyState: 'Disabled',
    });
    await expectRecorded(use(), 'DisabledException', `${arn} is disabled.`);
    await kms.send(new EnableKeyCommand({ KeyId }));
    await use();
    await kms.send(new DisableKeyCommand({ KeyId }));
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
    await expectRecorded(use(), 'KMSInvalidStateException', `${arn} is pending deletion.`);
  });

  it('test_update_key_description', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms, { Description: 'old_description' });
    await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: 'new_description' }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.Description).toBe(
      'new_description',
    );
  });

  it.each([12, 44, 91, 1, 1024])('test_generate_random[%i]', async (NumberOfBytes) => {
    const { client: kms } = await strict();
    expect((await kms.send(new GenerateRandomCommand({ NumberOfBytes }))).Plaintext).toHaveLength(
      NumberOfBytes,
    );
  });

  it('test_generate_random_invalid_number_of_bytes', async () => {
    const { client: kms } = await strict();
    const ask = (NumberOfBytes?: number) => kms.send(new GenerateRandomCommand({ NumberOfBytes }));
    await expectRecorded(ask(), 'ValidationException', 'NumberOfBytes is required.');
    const refusal = (value: number, bound: string) =>
      `1 validation error detected: Value '${value}' at 'numberOfBytes' failed to satisfy constraint: Member must have value ${bound}`;
    await expectRecorded(ask(0), 'ValidationException', refusal(0, 'greater than or equal to 1'));
    await expectRecorded(ask(1025), 'ValidationException', refusal(1025, 'less than or equal to 1024'));
  });
});

describe('recorded answers: aliases', () => {
  it('test_create_alias: a name without its prefix', async () => {
    const { client: kms } = await strict();
    const { keyId: TargetKeyId } = await newKey(kms);
    await expectRecorded(
      kms.send(new CreateAliasCommand({ AliasName: 'mine', TargetKeyId })),
      'ValidationException',
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    );
  });

  it('test_create_list_delete_alias, test_update_alias, test_list_aliases_of_key', async () => {
    const { client: kms } = await strict();
    const [first, second] = [await newKey(kms), await newKey(kms)];
    const listed = async (KeyId?: string) =>
      (await kms.send(new ListAliasesCommand({ KeyId }))).Aliases ?? [];
    expect(await listed()).toEqual([]);
    const AliasName = 'alias/mine';
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first.arn }));
    const alias = {
      AliasName,
      AliasArn: 'arn:aws:kms:us-east-1:111122223333:alias/mine',
      TargetKeyId: first.keyId,
      CreationDate: expect.any(Date) as Date,
      LastUpdatedDate: expect.any(Date) as Date,
    };
    expect(await listed()).toEqual([alias]);
    expect(await listed(first.keyId)).toEqual([alias]);
    expect(await listed(second.keyId)).toEqual([]);
    await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second.keyId }));
    expect(await listed(second.arn)).toEqual([{ ...alias, TargetKeyId: second.keyId }]);
    await kms.send(new DeleteAliasCommand({ AliasName }));
    expect(await listed()).toEqual([]);
  });

  it('test_describe_with_alias_arn, test_all_types_of_key_id_can_be_used_for_encryption', async () => {
    const { client: kms } = await strict();
    const { keyId, arn, metadata } = await newKey(kms, { Description: 'test - description' });
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: keyId }));
    const [{ AliasArn } = {}] = (await kms.send(new ListAliasesCommand({ KeyId: keyId }))).Aliases ?? [];
    expect((await kms.send(new DescribeKeyCommand({ KeyId: AliasArn }))).KeyMetadata).toEqual(metadata);
    for (const KeyId of [arn, keyId, AliasArn, 'alias/mine'])
      expect(
        (await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('encrypt-me') }))).KeyId,
      ).toBe(arn);
  });
});

describe('recorded answers: tags', () => {
  const tags = (values: Record<string, string>): Tag[] =>
    Object.entries(values).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  const listed = async (kms: KMSClient, KeyId: string) =>
    (await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags;

  it('test_tag_existing_key_and_untag, test_create_key_with_tag_and_untag, test_untag_key_partially, test_update_and_add_tags_on_tagged_key', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms, {
      Tags: tags({ tag1: 'value1', tag2: 'value2', tag3: 'value3' }),
    });
    expect(await listed(kms, KeyId)).toEqual(tags({ tag1: 'value1', tag2: 'value2', tag3: 'value3' }));
    await kms.send(
      new TagResourceCommand({
        KeyId,
        Tags: tags({ tag4: 'value4', tag2: 'updated_value2', tag5: 'value5' }),
      }),
    );
    expect(await listed(kms, KeyId)).toEqual(
      tags({ tag1: 'value1', tag2: 'updated_value2', tag3: 'value3', tag4: 'value4', tag5: 'value5' }),
    );
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ['tag2', 'not there'] }));
    expect(await listed(kms, KeyId)).toEqual(
      tags({ tag1: 'value1', tag3: 'value3', tag4: 'value4', tag5: 'value5' }),
    );
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ['tag1', 'tag3', 'tag4', 'tag5'] }));
    expect(await listed(kms, KeyId)).toEqual([]);
  });

  it('test_tag_key_with_duplicate_tag_keys_raises_error, test_tag_existing_key_with_invalid_tag_key', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms);
    const tag = (Tags: Tag[]) => kms.send(new TagResourceCommand({ KeyId, Tags }));
    const one = { TagKey: 'tag1', TagValue: 'value1' };
    await expectRecorded(
      tag([one, { ...one, TagValue: 'another-value1' }]),
      'TagException',
      'Duplicate tag keys',
    );
    await expectRecorded(
      tag(tags({ 'aws:key1': 'value1' })),
      'TagException',
      'Tags beginning with aws: are reserved',
    );
  });

  it('test_create_key_with_too_many_tags_raises_error, test_create_key_with_invalid_tag_key, test_key_with_long_tag_value_raises_error', async () => {
    const { client: kms } = await strict();
    const create = (values: Record<string, string>) => kms.send(new CreateKeyCommand({ Tags: tags(values) }));
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`key${i}`, `value${i}`]));
    await expectRecorded(create(many), 'TagException', 'Too many tags');
    for (const name of ['aws:key1', 'AWS:key1'])
      await expectRecorded(create({ [name]: 'v' }), 'TagException', 'Tags beginning with aws: are reserved');
    const tooLong = (value: string, field: string, length: number) =>
      `1 validation error detected: Value '${value}' at 'tags.1.member.${field}' failed to satisfy constraint: Member must have length less than or equal to ${length}`;
    const [key, value] = ['a'.repeat(129), 'v'.repeat(257)];
    await expectRecorded(create({ [key]: 'value1' }), 'ValidationException', tooLong(key, 'tagKey', 128));
    await expectRecorded(create({ tag1: value }), 'ValidationException', tooLong(value, 'tagValue', 256));
  });
});

describe('recorded answers: policies, grants, replicas', () => {
  it('test_get_put_list_key_policies', async () => {
    const { client: kms } = await strict();
    const policy = (Action: string) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    const { keyId: KeyId } = await newKey(kms, { Policy: policy('kms:ListAliases') });
    expect(await kms.send(new ListKeyPoliciesCommand({ KeyId }))).toMatchObject({
      PolicyNames: ['default'],
      Truncated: false,
    });
    const got = async () =>
      (await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy;
    expect(await got()).toBe(policy('kms:ListAliases'));
    await kms.send(
      new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: policy('kms:ListGrants') }),
    );
    expect(await got()).toBe(policy('kms:ListGrants'));
  });

  it('test_create_grant_with_invalid_key, test_list_grants_with_invalid_key', async () => {
    const { client: kms } = await strict();
    const GranteePrincipal = 'arn:aws:iam::111122223333:user/me';
    await expectRecorded(
      kms.send(new CreateGrantCommand({ KeyId: 'invalid', GranteePrincipal, Operations: ['Decrypt'] })),
      'NotFoundException',
      "Invalid keyId 'invalid'",
    );
    await expectRecorded(
      kms.send(new ListGrantsCommand({ KeyId: 'invalid' })),
      'NotFoundException',
      "Invalid keyId 'invalid'",
    );
  });

  it('test_create_grant_with_valid_key, …_with_same_name_two_keys, test_revoke_grant, test_retire_grant_with_grant_token, …_with_grant_id_and_key_id', async () => {
    const { client: kms } = await strict();
    const GranteePrincipal = 'arn:aws:iam::111122223333:user/me';
    const [first, second] = [await newKey(kms), await newKey(kms)];
    const grant = (KeyId: string, Name?: string) =>
      kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['Decrypt', 'Encrypt'], Name }));
    const count = async (KeyId: string) => (await kms.send(new ListGrantsCommand({ KeyId }))).Grants?.length;
    const one = await grant(first.keyId, 'TestGrantName');
    expect(one.GrantId).toMatch(/^[0-9a-f]{64}$/);
    await grant(second.keyId, 'TestGrantName');
    expect([await count(first.keyId), await count(second.keyId)]).toEqual([1, 1]);
    const [two, three] = [await grant(first.keyId), await grant(first.keyId)];
    expect(await count(first.arn)).toBe(3);
    await kms.send(new RevokeGrantCommand({ KeyId: first.keyId, GrantId: one.GrantId }));
    await kms.send(new RetireGrantCommand({ GrantToken: two.GrantToken }));
    await kms.send(new RetireGrantCommand({ GrantId: three.GrantId, KeyId: first.keyId }));
    expect([await count(first.keyId), await count(second.keyId)]).toEqual([0, 1]);
  });

  it('test_replicate_key, test_replicate_replica_key_should_fail', async () => {
    const { client: kms, url } = await strict();
    const there = clientOf(url, 'ap-southeast-1');
    const { keyId, arn } = await newKey(kms, { MultiRegion: true, Description: 'test replicated key' });
    const answer = await kms.send(new ReplicateKeyCommand({ KeyId: keyId, ReplicaRegion: 'ap-southeast-1' }));
    const configuration = {
      PrimaryKey: { Arn: arn, Region: 'us-east-1' },
      ReplicaKeys: [{ Arn: arnOf(keyId, 'ap-southeast-1'), Region: 'ap-southeast-1' }],
    };
    expect(answer.ReplicaKeyMetadata).toMatchObject({
      Arn: arnOf(keyId, 'ap-southeast-1'),
      Description: '',
      Enabled: false,
      KeyId: keyId,
      KeyState: 'Creating',
      MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', ...configuration },
      Origin: 'AWS_KMS',
    });
    expect(JSON.parse(answer.ReplicaPolicy ?? '')).toEqual({
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: [
        {
          Sid: 'Enable IAM User Permissions',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    });
    expect(answer).not.toHaveProperty('ReplicaTags');
    const here = (await kms.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata;
    expect(here).toMatchObject({
      Description: 'test replicated key',
      KeyState: 'Enabled',
      MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY', ...configuration },
    });
    expect((await there.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata?.KeyState).toBe(
      'Enabled',
    );
    await expectRecorded(
      there.send(new ReplicateKeyCommand({ KeyId: keyId, ReplicaRegion: 'ap-southeast-1' })),
      'UnsupportedOperationException',
      `${arnOf(keyId, 'ap-southeast-1')} is not a multi-region primary key.`,
    );
  });
});
