import {
  DecryptCommand,
  DeriveSharedSecretCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyPairCommand,
  GenerateDataKeyPairWithoutPlaintextCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  ReEncryptCommand,
  SignCommand,
  VerifyCommand,
  VerifyMacCommand,
  CreateKeyCommand,
  type EncryptionAlgorithmSpec,
  type KeySpec,
  type MacAlgorithmSpec,
  type SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rehearsal } from '../harness.ts';
import { expectRecorded, newKey } from './answers.ts';

const strict = () => rehearsal({ strictMessages: true });
const message = Buffer.from('test message 123 !%$@ 1234567890');

describe('recorded answers: encryption', () => {
  it.each([
    ['SYMMETRIC_DEFAULT', 'SYMMETRIC_DEFAULT'],
    ['RSA_2048', 'RSAES_OAEP_SHA_256'],
  ] as const)('test_encrypt_decrypt[%s-%s], test_re_encrypt', async (KeySpec, algorithm) => {
    const { client: kms } = await strict();
    const [from, to] = [
      await newKey(kms, { KeySpec, KeyUsage: 'ENCRYPT_DECRYPT' }),
      await newKey(kms, { KeySpec, KeyUsage: 'ENCRYPT_DECRYPT' }),
    ];
    const { CiphertextBlob, ...encrypted } = await kms.send(
      new EncryptCommand({ KeyId: from.keyId, Plaintext: message, EncryptionAlgorithm: algorithm }),
    );
    expect(encrypted).toMatchObject({ KeyId: from.arn, EncryptionAlgorithm: algorithm });
    const again = await kms.send(
      new ReEncryptCommand({
        SourceKeyId: from.keyId,
        DestinationKeyId: to.keyId,
        CiphertextBlob,
        SourceEncryptionAlgorithm: algorithm,
        DestinationEncryptionAlgorithm: algorithm,
      }),
    );
    expect(again).toMatchObject({
      KeyId: to.arn,
      SourceKeyId: from.arn,
      SourceEncryptionAlgorithm: algorithm,
      DestinationEncryptionAlgorithm: algorithm,
    });
    for (const [KeyId, blob] of [
      [from.keyId, CiphertextBlob],
      [to.keyId, again.CiphertextBlob],
    ] as const) {
      const opened = await kms.send(
        new DecryptCommand({ KeyId, CiphertextBlob: blob, EncryptionAlgorithm: algorithm }),
      );
      expect(Buffer.from(opened.Plaintext!).equals(message)).toBe(true);
    }
  });

  it('test_re_encrypt_incorrect_source_key, test_re_encrypt_invalid_destination_key', async () => {
    const { client: kms } = await strict();
    const source = await newKey(kms);
    const mac = await newKey(kms, { KeySpec: 'HMAC_224', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const signer = await newKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: source.keyId, Plaintext: message }),
    );
    await expectRecorded(
      kms.send(new ReEncryptCommand({ SourceKeyId: mac.keyId, DestinationKeyId: mac.keyId, CiphertextBlob })),
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
    await expect(
      kms.send(
        new ReEncryptCommand({ SourceKeyId: source.keyId, DestinationKeyId: signer.keyId, CiphertextBlob }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidKeyUsageException' });
  });

  it.each([
    ['RSA_2048', 'RSAES_OAEP_SHA_1', 214],
    ['RSA_2048', 'RSAES_OAEP_SHA_256', 190],
    ['RSA_3072', 'RSAES_OAEP_SHA_1', 342],
    ['RSA_3072', 'RSAES_OAEP_SHA_256', 318],
    ['RSA_4096', 'RSAES_OAEP_SHA_1', 470],
    ['RSA_4096', 'RSAES_OAEP_SHA_256', 446],
  ] as const)(
    'test_encrypt_validate_plaintext_size_per_key_type[%s-%s]',
    { timeout: 60_000 },
    async (KeySpec, EncryptionAlgorithm, most) => {
      const { client: kms } = await strict();
      const { keyId: KeyId } = await newKey(kms, { KeySpec, KeyUsage: 'ENCRYPT_DECRYPT' });
      const encrypt = (bytes: number) =>
        kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(bytes, 1), EncryptionAlgorithm }));
      await expectRecorded(
        encrypt(most + 1),
        'ValidationException',
        `Algorithm ${EncryptionAlgorithm} and key spec ${KeySpec} cannot encrypt data larger than ${most} bytes.`,
      );
      expect((await encrypt(most)).CiphertextBlob).toHaveLength(Number(KeySpec.slice(4)) / 8);
    },
  );

  it('test_plaintext_size_for_encrypt: more than 4096 bytes', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms);
    await expectRecorded(
      kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(4097) })),
      'ValidationException',
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    );
  });

  it('test_encrypt_decrypt_encryption_context, test_key_rotations_encryption_decryption: bad ciphertexts', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn, metadata } = await newKey(kms);
    const EncryptionContext = { 'context-key': 'context-value' };
    const { CiphertextBlob, ...encrypted } = await kms.send(
      new EncryptCommand({ KeyId, Plaintext: message, EncryptionContext }),
    );
    expect(encrypted).toMatchObject({ KeyId: arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    const blob = Buffer.from(CiphertextBlob!);
    expect(
      await kms.send(new DecryptCommand({ KeyId, CiphertextBlob: blob, EncryptionContext })),
    ).toMatchObject({
      KeyId: arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      KeyMaterialId: metadata.CurrentKeyMaterialId,
    });
    const decrypt = (bytes: Buffer, context?: Record<string, string>) =>
      kms.send(new DecryptCommand({ KeyId, CiphertextBlob: bytes, EncryptionContext: context }));
    await expectRecorded(decrypt(blob), 'InvalidCiphertextException', '');
    await expectRecorded(decrypt(blob.subarray(37), EncryptionContext), 'InvalidCiphertextException', '');
    await expectRecorded(
      decrypt(Buffer.concat([blob, Buffer.from('bad_data')]), EncryptionContext),
      'InvalidCiphertextException',
      '',
    );
  });

  it('test_generate_data_key, …_without_plaintext, …_pair, …_pair_without_plaintext: fields, and that they open', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn } = await newKey(kms);
    const opened = async (CiphertextBlob?: Uint8Array) =>
      (await kms.send(new DecryptCommand({ KeyId, CiphertextBlob }))).Plaintext;
    const key = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
    expect(key.KeyId).toBe(arn);
    expect(key.Plaintext).toHaveLength(32);
    expect(await opened(key.CiphertextBlob)).toEqual(key.Plaintext);
    const without = await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId, KeySpec: 'AES_128' }));
    expect(without).not.toHaveProperty('Plaintext');
    expect(await opened(without.CiphertextBlob)).toHaveLength(16);
    const pair = await kms.send(new GenerateDataKeyPairCommand({ KeyId, KeyPairSpec: 'RSA_2048' }));
    expect(pair).toMatchObject({ KeyId: arn, KeyPairSpec: 'RSA_2048' });
    expect(await opened(pair.PrivateKeyCiphertextBlob)).toEqual(pair.PrivateKeyPlaintext);
    const hidden = await kms.send(
      new GenerateDataKeyPairWithoutPlaintextCommand({ KeyId, KeyPairSpec: 'ECC_NIST_P256' }),
    );
    expect(hidden).not.toHaveProperty('PrivateKeyPlaintext');
    expect((await opened(hidden.PrivateKeyCiphertextBlob))?.length).toBeGreaterThan(100);
  });

  it('test_encryption_context_generate_data_key and its like: without the context nothing opens', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms);
    const EncryptionContext = { 'context-key': 'context-value' };
    const common = { KeyId, EncryptionContext };
    const blobs = [
      (await kms.send(new GenerateDataKeyCommand({ ...common, KeySpec: 'AES_256' }))).CiphertextBlob,
      (await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ ...common, KeySpec: 'AES_256' })))
        .CiphertextBlob,
      (await kms.send(new GenerateDataKeyPairCommand({ ...common, KeyPairSpec: 'ECC_NIST_P256' })))
        .PrivateKeyCiphertextBlob,
      (
        await kms.send(
          new GenerateDataKeyPairWithoutPlaintextCommand({ ...common, KeyPairSpec: 'ECC_NIST_P256' }),
        )
      ).PrivateKeyCiphertextBlob,
    ];
    for (const CiphertextBlob of blobs) {
      await expectRecorded(
        kms.send(new DecryptCommand({ KeyId, CiphertextBlob })),
        'InvalidCiphertextException',
        '',
      );
      await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
    }
  });

  it('test_generate_data_key_pair_dry_run, …_without_plaintext_dry_run', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms);
    const input = { KeyId, KeyPairSpec: 'RSA_2048', DryRun: true } as const;
    for (const send of [
      () => kms.send(new GenerateDataKeyPairCommand(input)),
      () => kms.send(new GenerateDataKeyPairWithoutPlaintextCommand(input)),
    ])
      await expectRecorded(
        send(),
        'DryRunOperationException',
        'The request would have succeeded, but the DryRun option is set.',
      );
  });
});

describe('recorded answers: signatures and MACs', () => {
  it.each([
    ['RSA_2048', 'RSASSA_PSS_SHA_256'],
    ['RSA_2048', 'RSASSA_PSS_SHA_384'],
    ['RSA_2048', 'RSASSA_PSS_SHA_512'],
    ['RSA_4096', 'RSASSA_PKCS1_V1_5_SHA_256'],
    ['RSA_4096', 'RSASSA_PKCS1_V1_5_SHA_512'],
    ['ECC_NIST_P256', 'ECDSA_SHA_256'],
    ['ECC_NIST_P384', 'ECDSA_SHA_384'],
    ['ECC_SECG_P256K1', 'ECDSA_SHA_256'],
  ] as const satisfies readonly (readonly [KeySpec, SigningAlgorithmSpec])[])(
    'test_sign_verify[%s-%s]',
    { timeout: 60_000 },
    async (KeySpec, SigningAlgorithm) => {
      const { client: kms } = await strict();
      const { keyId: KeyId, arn } = await newKey(kms, { KeySpec, KeyUsage: 'SIGN_VERIFY' });
      const common = { KeyId, SigningAlgorithm };
      const digest = createHash(`sha${SigningAlgorithm.slice(-3)}`)
        .update(message)
        .digest();
      const sign = (MessageType: 'RAW' | 'DIGEST', Message: Buffer) =>
        kms.send(new SignCommand({ ...common, MessageType, Message }));
      const verify = (MessageType: 'RAW' | 'DIGEST', Message: Buffer, Signature?: Uint8Array) =>
        kms.send(new VerifyCommand({ ...common, MessageType, Message, Signature }));
      const bad = await sign('RAW', Buffer.from('bad'));
      const signature = await sign('RAW', message);
      expect(signature).toMatchObject({ KeyId: arn, SigningAlgorithm });
      expect(await verify('RAW', message, signature.Signature)).toMatchObject({
        KeyId: arn,
        SignatureValid: true,
        SigningAlgorithm,
      });
      const ofDigest = await sign('DIGEST', digest);
      expect((await verify('DIGEST', digest, ofDigest.Signature)).SignatureValid).toBe(true);
      // What is signed of a message and of its digest is the same.
      expect((await verify('DIGEST', digest, signature.Signature)).SignatureValid).toBe(true);
      expect((await verify('RAW', message, ofDigest.Signature)).SignatureValid).toBe(true);
      const length = `Digest is invalid length for algorithm ${SigningAlgorithm}.`;
      await expectRecorded(sign('DIGEST', message.subarray(1)), 'ValidationException', length);
      await expectRecorded(
        verify('DIGEST', Buffer.from('bad message 321'), signature.Signature),
        'ValidationException',
        length,
      );
      await expectRecorded(verify('RAW', message, bad.Signature), 'KMSInvalidSignatureException', '');
      await expectRecorded(
        verify('RAW', Buffer.from('bad message 321'), signature.Signature),
        'KMSInvalidSignatureException',
        '',
      );
    },
  );

  it.each([224, 256, 384, 512])('test_generate_and_verify_mac[HMAC_%i]', async (bits) => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn } = await newKey(kms, {
      KeySpec: `HMAC_${bits}` as KeySpec,
      KeyUsage: 'GENERATE_VERIFY_MAC',
    });
    const MacAlgorithm = `HMAC_SHA_${bits}` as MacAlgorithmSpec;
    const { Mac, ...answer } = await kms.send(
      new GenerateMacCommand({ KeyId, Message: message, MacAlgorithm }),
    );
    expect(answer).toMatchObject({ KeyId: arn, MacAlgorithm });
    expect(Mac).toHaveLength(bits / 8);
    expect(
      await kms.send(new VerifyMacCommand({ KeyId, Message: message, MacAlgorithm, Mac })),
    ).toMatchObject({ KeyId: arn, MacAlgorithm, MacValid: true });
    const input = { KeyId: 'key_id', Message: message, MacAlgorithm };
    for (const send of [
      () => kms.send(new GenerateMacCommand(input)),
      () => kms.send(new VerifyMacCommand({ ...input, Mac })),
    ])
      await expectRecorded(send(), 'NotFoundException', "Invalid keyId 'key_id'");
  });

  it('test_invalid_generate_mac, test_invalid_verify_mac', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId } = await newKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const small = await newKey(kms, { KeySpec: 'HMAC_224', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const generate = (algorithm: string, key = KeyId) =>
      kms.send(new GenerateMacCommand({ KeyId: key, Message: message, MacAlgorithm: algorithm as never }));
    const { Mac } = await generate('HMAC_SHA_256');
    const verify = (algorithm: string, Message = message) =>
      kms.send(new VerifyMacCommand({ KeyId, Message, MacAlgorithm: algorithm as never, Mac }));
    await expectRecorded(
      generate('HMAC_SHA_256', small.keyId),
      'InvalidKeyUsageException',
      'Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.',
    );
    const unknown =
      "1 validation error detected: Value 'INVALID' at 'macAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [HMAC_SHA_384, HMAC_SHA_256, HMAC_SHA_224, HMAC_SHA_512]";
    await expectRecorded(generate('INVALID'), 'ValidationException', unknown);
    await expectRecorded(verify('INVALID'), 'ValidationException', unknown);
    await expectRecorded(
      verify('HMAC_SHA_512'),
      'InvalidKeyUsageException',
      'Algorithm HMAC_SHA_512 is incompatible with key spec HMAC_256.',
    );
    await expectRecorded(
      verify('HMAC_SHA_256', Buffer.from('some different important message')),
      'KMSInvalidMacException',
      '',
    );
  });

  it('test_error_messaging_for_invalid_keys, test_invalid_key_usage: keys of another usage', async () => {
    const { client: kms } = await strict();
    const mac = await newKey(kms, { KeySpec: 'HMAC_224', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const cipher = await newKey(kms);
    const signer = await newKey(kms, { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
    const notFor = (arn: string, usage: string, operation: string) =>
      `${arn} key usage is ${usage} which is not valid for ${operation}.`;
    await expectRecorded(
      kms.send(
        new GenerateMacCommand({ KeyId: cipher.keyId, Message: message, MacAlgorithm: 'HMAC_SHA_224' }),
      ),
      'InvalidKeyUsageException',
      notFor(cipher.arn, 'ENCRYPT_DECRYPT', 'GenerateMac'),
    );
    await expectRecorded(
      kms.send(
        new SignCommand({ KeyId: mac.keyId, Message: message, SigningAlgorithm: 'RSASSA_PSS_SHA_256' }),
      ),
      'InvalidKeyUsageException',
      notFor(mac.arn, 'GENERATE_VERIFY_MAC', 'Sign'),
    );
    await expectRecorded(
      kms.send(
        new VerifyCommand({
          KeyId: cipher.keyId,
          Message: message,
          Signature: Buffer.from('random text'),
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      ),
      'InvalidKeyUsageException',
      notFor(cipher.arn, 'ENCRYPT_DECRYPT', 'Verify'),
    );
    await expectRecorded(
      kms.send(new EncryptCommand({ KeyId: signer.keyId, Plaintext: message })),
      'InvalidKeyUsageException',
      notFor(signer.arn, 'SIGN_VERIFY', 'Encrypt'),
    );
    const { CiphertextBlob } = await kms.send(
      new EncryptCommand({ KeyId: cipher.keyId, Plaintext: message }),
    );
    await expectRecorded(
      kms.send(new DecryptCommand({ KeyId: mac.keyId, CiphertextBlob })),
      'IncorrectKeyException',
      'The key ID in the request does not identify a CMK that can perform this operation.',
    );
  });

  it('test_get_public_key: what it says beside the key', async () => {
    const { client: kms } = await strict();
    const { keyId: KeyId, arn } = await newKey(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    expect(await kms.send(new GetPublicKeyCommand({ KeyId }))).toMatchObject({
      KeyId: arn,
      KeySpec: 'RSA_2048',
      KeyUsage: 'ENCRYPT_DECRYPT',
      EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] satisfies EncryptionAlgorithmSpec[],
      PublicKey: expect.any(Uint8Array),
    });
  });

  it('test_derive_shared_secret: both sides come to the same, and what is refused', async () => {
    const { client: kms } = await strict();
    const p256 = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' } as const;
    const [one, two] = [await newKey(kms, p256), await newKey(kms, p256)];
    const publicKey = async (KeyId: string) => (await kms.send(new GetPublicKeyCommand({ KeyId }))).PublicKey;
    const [first, second] = [await publicKey(one.keyId), await publicKey(two.keyId)];
    const derive = (KeyId: string, PublicKey?: Uint8Array, algorithm = 'ECDH') =>
      kms.send(
        new DeriveSharedSecretCommand({ KeyId, KeyAgreementAlgorithm: algorithm as never, PublicKey }),
      );
    const { SharedSecret, ...answer } = await derive(one.keyId, second);
    expect(answer).toMatchObject({ KeyAgreementAlgorithm: 'ECDH', KeyId: one.arn, KeyOrigin: 'AWS_KMS' });
    expect((await derive(two.keyId, first)).SharedSecret).toEqual(SharedSecret);
    const signer = await newKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const cipher = await newKey(kms);
    for (const [key, usage] of [
      [signer, 'SIGN_VERIFY'],
      [cipher, 'ENCRYPT_DECRYPT'],
    ] as const)
      await expectRecorded(
        derive(key.keyId, second),
        'InvalidKeyUsageException',
        `${key.arn} key usage is ${usage} which is not valid for DeriveSharedSecret.`,
      );
    await expectRecorded(
      kms.send(new CreateKeyCommand({ KeySpec: 'RSA_2048', KeyUsage: 'KEY_AGREEMENT' })),
      'ValidationException',
      'KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048',
    );
    await expectRecorded(
      derive(one.keyId, second, 'INVALID'),
      'ValidationException',
      "1 validation error detected: Value 'INVALID' at 'keyAgreementAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: [ECDH]",
    );
    await expectRecorded(derive(one.keyId, Buffer.from('InvalidPublicKey')), 'ValidationException', '');
  });
});
