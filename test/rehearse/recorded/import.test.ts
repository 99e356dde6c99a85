import { createHmac, generateKeyPairSync, randomBytes, verify as verifySignature } from 'node:crypto';
import {
  DecryptCommand,
  DeleteImportedKeyMaterialCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  DisableKeyRotationCommand,
  EncryptCommand,
  GenerateMacCommand,
  GetKeyRotationStatusCommand,
  GetParametersForImportCommand,
  GetPublicKeyCommand,
  ImportKeyMaterialCommand,
  RotateKeyOnDemandCommand,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
  type AlgorithmSpec,
  type KeySpec,
  type MacAlgorithmSpec,
  type SigningAlgorithmSpec,
  type WrappingKeySpec,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { imported, parameters, rehearsal, symmetric, wrapped } from '../harness.ts';
import { expectRecorded, newKey } from './answers.ts';

const strict = () => rehearsal({ strictMessages: true });
const forever = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const;
const plaintext = Buffer.from('test content 123 !#');

describe('recorded answers: import', () => {
  it('test_import_key_symmetric: from PendingImport to use, and back', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn, metadata } = await newKey(kms, { Origin: 'EXTERNAL' });
    expect(metadata).toMatchObject({ Enabled: false, KeyState: 'PendingImport', Origin: 'EXTERNAL' });
    const encrypt = () => kms.send(new EncryptCommand({ KeyId, Plaintext: plaintext }));
    await expectRecorded(encrypt(), 'KMSInvalidStateException', `${arn} is pending import.`);
    const handed = await parameters(kms, KeyId);
    expect(handed).toMatchObject({ KeyId: arn, ParametersValidTo: expect.any(Date) });
    const input = {
      KeyId,
      ImportToken: handed.ImportToken,
      EncryptedKeyMaterial: wrapped(handed, symmetric()),
    };
    await expectRecorded(
      kms.send(new ImportKeyMaterialCommand(input)),
      'ValidationException',
      'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES',
    );
    // The token is still good after the call that failed.
    await kms.send(new ImportKeyMaterialCommand({ ...input, ...forever }));
    const state = async () => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
    expect(await state()).toMatchObject({ Enabled: true, KeyState: 'Enabled', ...forever });
    const { CiphertextBlob } = await encrypt();
    const opened = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob }));
    expect(Buffer.from(opened.Plaintext!).equals(plaintext)).toBe(true);
    await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }));
    expect(await state()).toMatchObject({ Enabled: false, KeyState: 'PendingImport' });
    expect(await state()).not.toHaveProperty('ExpirationModel');
    expect(await state()).toHaveProperty('CurrentKeyMaterialId');
    await expectRecorded(encrypt(), 'KMSInvalidStateException', `${arn} is pending import.`);
  });

  it.each([
    ['ECC_NIST_P256', 'prime256v1', 'RSAES_OAEP_SHA_1', 'RSA_2048', 'ECDSA_SHA_256'],
    ['ECC_NIST_P384', 'secp384r1', 'RSAES_OAEP_SHA_1', 'RSA_2048', 'ECDSA_SHA_384'],
    ['ECC_NIST_P521', 'secp521r1', 'RSAES_OAEP_SHA_256', 'RSA_4096', 'ECDSA_SHA_512'],
    ['ECC_SECG_P256K1', 'secp256k1', 'RSAES_OAEP_SHA_1', 'RSA_2048', 'ECDSA_SHA_256'],
  ] as const satisfies readonly (readonly [
    KeySpec,
    string,
    AlgorithmSpec,
    WrappingKeySpec,
    SigningAlgorithmSpec,
  ])[])(
    'test_import_key_ecc_keys[%s], test_import_key_asymmetric: the imported key signs',
    { timeout: 60_000 },
    async (KeySpec, namedCurve, WrappingAlgorithm, wrappingKeySpec, SigningAlgorithm) => {
      const { client: kms } = await strict();
      const { keyId: KeyId, arn } = await newKey(kms, {
        Origin: 'EXTERNAL',
        KeySpec,
        KeyUsage: 'SIGN_VERIFY',
      });
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
      const handed = await kms.send(
        new GetParametersForImportCommand({ KeyId, WrappingAlgorithm, WrappingKeySpec: wrappingKeySpec }),
      );
      await kms.send(
        new ImportKeyMaterialCommand({
          KeyId,
          ImportToken: handed.ImportToken,
          EncryptedKeyMaterial: wrapped(
            handed,
            privateKey.export({ format: 'der', type: 'pkcs8' }),
            WrappingAlgorithm,
          ),
          ...forever,
        }),
      );
      const state = async () => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
      expect(await state()).toMatchObject({
        KeyState: 'Enabled',
        ...forever,
        SigningAlgorithms: [SigningAlgorithm],
      });
      const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
      expect(Buffer.from(PublicKey!)).toEqual(publicKey.export({ format: 'der', type: 'spki' }));
      const { Signature, ...signed } = await kms.send(
        new SignCommand({ KeyId, Message: plaintext, MessageType: 'RAW', SigningAlgorithm }),
      );
      expect(signed).toMatchObject({ KeyId: arn, SigningAlgorithm });
      // Checked from outside, with the key that was imported.
      expect(verifySignature(`sha${SigningAlgorithm.slice(-3)}`, plaintext, publicKey, Signature!)).toBe(
        true,
      );
      expect(
        await kms.send(
          new VerifyCommand({ KeyId, Message: plaintext, MessageType: 'RAW', SigningAlgorithm, Signature }),
        ),
      ).toMatchObject({ KeyId: arn, SignatureValid: true, SigningAlgorithm });
      await kms.send(new DeleteImportedKeyMaterialCommand({ KeyId }));
      expect(await state()).toMatchObject({ Enabled: false, KeyState: 'PendingImport' });
    },
  );

  it.each([224, 256, 384, 512])(
    'test_import_key_hmac_keys[HMAC_%i]: the MAC is that of the imported key',
    { timeout: 60_000 },
    async (bits) => {
      const { client: kms } = await strict();
      const { keyId: KeyId, arn } = await newKey(kms, {
        Origin: 'EXTERNAL',
        KeySpec: `HMAC_${bits}` as KeySpec,
        KeyUsage: 'GENERATE_VERIFY_MAC',
      });
      const material = randomBytes(bits / 8);
      const WrappingAlgorithm = 'RSAES_OAEP_SHA_256';
      const handed = await kms.send(
        new GetParametersForImportCommand({ KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_4096' }),
      );
      await kms.send(
        new ImportKeyMaterialCommand({
          KeyId,
          ImportToken: handed.ImportToken,
          EncryptedKeyMaterial: wrapped(handed, material),
          ...forever,
        }),
      );
      const MacAlgorithm = `HMAC_SHA_${bits}` as MacAlgorithmSpec;
      const Message = Buffer.from('test-mac-message');
      const { Mac, ...answer } = await kms.send(new GenerateMacCommand({ KeyId, Message, MacAlgorithm }));
      expect(answer).toMatchObject({ KeyId: arn, MacAlgorithm });
      expect(Buffer.from(Mac!)).toEqual(createHmac(`sha${bits}`, material).update(Message).digest());
      expect(await kms.send(new VerifyMacCommand({ KeyId, Message, Mac, MacAlgorithm }))).toMatchObject({
        KeyId: arn,
        MacAlgorithm,
        MacValid: true,
      });
    },
  );

  it('test_import_key_rsa_aes_wrap_sha256: RSA_4096 under RSA_4096', { timeout: 60_000 }, async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms, {
      Origin: 'EXTERNAL',
      KeySpec: 'RSA_4096',
      KeyUsage: 'ENCRYPT_DECRYPT',
    });
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 4096 });
    const WrappingAlgorithm = 'RSA_AES_KEY_WRAP_SHA_256';
    const handed = await kms.send(
      new GetParametersForImportCommand({ KeyId, WrappingAlgorithm, WrappingKeySpec: 'RSA_4096' }),
    );
    await kms.send(
      new ImportKeyMaterialCommand({
        KeyId,
        ImportToken: handed.ImportToken,
        EncryptedKeyMaterial: wrapped(
          handed,
          privateKey.export({ format: 'der', type: 'pkcs8' }),
          WrappingAlgorithm,
        ),
        ...forever,
      }),
    );
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    expect(Buffer.from(PublicKey!)).toEqual(publicKey.export({ format: 'der', type: 'spki' }));
  });

  it('test_get_parameters_for_import, …_raises_for_non_external_kms_keys', async () => {
    const { client: kms } = await strict();
    const { keyId, arn } = await newKey(kms);
    await expectRecorded(
      parameters(kms, keyId),
      'UnsupportedOperationException',
      `${arn} origin is AWS_KMS which is not valid for this operation.`,
    );
  });

  it('test_import_key_material_raises_if_there_is_already_key_material_pending', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn } = await newKey(kms, { Origin: 'EXTERNAL' });
    await imported(kms, KeyId, symmetric());
    const fresh = { ...forever, ImportType: 'NEW_KEY_MATERIAL' } as const;
    const pending = await imported(kms, KeyId, symmetric(), fresh);
    await expect(imported(kms, KeyId, symmetric(), fresh)).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
      message: expect.stringMatching(
        new RegExp(
          `^New key material \\(id: [0-9a-f]{64}\\) cannot be imported into KMS key ${arn}, because another key material \\(id: ${pending.KeyMaterialId}\\) is pending rotation\\.$`,
        ),
      ),
    });
  });
});

describe('recorded answers: rotation', () => {
  it('test_rotate_key_on_demand_updates_current_key_material_for_external_keys, …_decrypts_with_previous_material', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn } = await newKey(kms, { Origin: 'EXTERNAL' });
    const first = await imported(kms, KeyId, symmetric());
    const current = async () =>
      (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.CurrentKeyMaterialId;
    expect(await current()).toBe(first.KeyMaterialId);
    const before = await kms.send(new EncryptCommand({ KeyId, Plaintext: plaintext }));
    const second = await imported(kms, KeyId, symmetric(), { ...forever, ImportType: 'NEW_KEY_MATERIAL' });
    expect(await current()).toBe(first.KeyMaterialId);
    expect((await kms.send(new RotateKeyOnDemandCommand({ KeyId }))).KeyId).toBe(arn);
    expect(await current()).toBe(second.KeyMaterialId);
    const after = await kms.send(new EncryptCommand({ KeyId, Plaintext: plaintext }));
    for (const [{ CiphertextBlob }, material] of [
      [before, first],
      [after, second],
    ] as const) {
      const opened = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob }));
      expect(Buffer.from(opened.Plaintext!).equals(plaintext)).toBe(true);
      expect(opened.KeyMaterialId).toBe(material.KeyMaterialId);
    }
  });

  it('test_rotate_key_on_demand_on_external_key_with_no_key_material: refused by its state', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms, { Origin: 'EXTERNAL' });
    // The recorded message is not at hand; the state is what the key has.
    await expect(kms.send(new RotateKeyOnDemandCommand({ KeyId }))).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
    });
  });

  it('test_key_rotations_limits: 25 rotations on demand, and no more', { timeout: 60_000 }, async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn } = await newKey(kms);
    for (let i = 0; i < 25; i += 1) await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    await expectRecorded(
      kms.send(new RotateKeyOnDemandCommand({ KeyId })),
      'LimitExceededException',
      `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${arn}`,
    );
  });

  it('test_rotate_key_on_demand_raises_error_given_…: disabled, missing, not symmetric', async () => {
    const { client: kms } = await strict();
    const signer = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' } as const;
    const [disabled, other] = [await newKey(kms, signer), await newKey(kms, signer)];
    await kms.send(new DisableKeyCommand({ KeyId: disabled.keyId }));
    const rotate = (KeyId: string) => kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    await expectRecorded(rotate(disabled.keyId), 'DisabledException', `${disabled.arn} is disabled.`);
    const missing = '1234abcd-12ab-34cd-56ef-1234567890ab';
    await expectRecorded(
      rotate(missing),
      'NotFoundException',
      `Key 'arn:aws:kms:us-east-1:111122223333:key/${missing}' does not exist`,
    );
    await expectRecorded(rotate(other.keyId), 'UnsupportedOperationException', '');
  });

  it.each([90, 180])('test_key_enable_rotation_status[%i], test_key_rotation_status', async (days) => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms);
    const status = () => kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    expect((await status()).KeyRotationEnabled).toBe(false);
    await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: days }));
    expect(await status()).toMatchObject({
      KeyRotationEnabled: true,
      NextRotationDate: expect.any(Date),
      RotationPeriodInDays: days,
    });
    await kms.send(new DisableKeyRotationCommand({ KeyId }));
    expect((await status()).KeyRotationEnabled).toBe(false);
  });

  it('test_rotate_key_on_demand_with_symmetric_key_and_automatic_rotation_enabled, …_disabled, …_modifies_key_material', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms);
    const status = () => kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    const { $metadata: _, ...plain } = await status();
    expect(Object.keys(plain).toSorted()).toEqual(['KeyId', 'KeyRotationEnabled']);
    await kms.send(new EnableKeyRotationCommand({ KeyId }));
    const before = await status();
    await kms.send(new RotateKeyOnDemandCommand({ KeyId }));
    const { $metadata: __, ...after } = await status();
    expect(after).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
    expect(after.NextRotationDate).toEqual(before.NextRotationDate);
    expect(after).not.toHaveProperty('OnDemandRotationStartDate');
  });

  it('automatic rotation of imported key material is refused with the text of its origin', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn } = await newKey(kms, { Origin: 'EXTERNAL' });
    await imported(kms, KeyId, symmetric());
    await expectRecorded(
      kms.send(new EnableKeyRotationCommand({ KeyId })),
      'UnsupportedOperationException',
      `${arn} origin is EXTERNAL which is not valid for this operation.`,
    );
  });
});
