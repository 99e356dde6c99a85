import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as library from '../src/index.ts';
import packageJson from '../package.json' with { type: 'json' };

describe('the library', () => {
  it('has these names, and no others', () => {
    expect(Object.keys(library).toSorted()).toEqual([
      'KmsKeywrapError',
      'audit',
      'convert',
      'convertBlob',
      'deviceRecipes',
      'doctor',
      'exitCodes',
      'explain',
      'findings',
      'fixtures',
      'generate',
      'golden',
      'lint',
      'recipe',
      'rehearse',
      'rehearseService',
      'support',
      'unwrap',
      'verify',
      'version',
      'wrap',
    ]);
  });

  it('tells the version of its package', () => {
    expect(library.version).toBe(packageJson.version);
  });

  it('takes and gives Buffers', () => {
    expect(library.generate).toBeTypeOf('function');
    expectTypeOf(library.generate).toBeCallableWith({ keySpec: 'ECC_NIST_P384' });
    expectTypeOf(library.generate).returns.resolves.toHaveProperty('keyMaterial').toEqualTypeOf<Buffer>();
    expectTypeOf(library.wrap).parameter(0).toHaveProperty('keyMaterial').toEqualTypeOf<Buffer>();
    expectTypeOf(library.wrap).parameter(0).toHaveProperty('publicKey').toEqualTypeOf<Buffer>();
    expectTypeOf(library.wrap)
      .returns.resolves.toHaveProperty('encryptedKeyMaterial')
      .toEqualTypeOf<Buffer>();
    expectTypeOf(library.unwrap).parameter(0).toHaveProperty('privateKey').toEqualTypeOf<Buffer>();
    expectTypeOf(library.audit).parameter(0).toHaveProperty('encryptedKeyMaterial').toEqualTypeOf<Buffer>();
    expectTypeOf(library.lint).returns.resolves.toEqualTypeOf<library.AuditResult>();
    expectTypeOf(library.unwrap).returns.resolves.toHaveProperty('keyMaterial').toEqualTypeOf<Buffer>();
  });

  it('knows AWS names by type', () => {
    expect(library.KmsKeywrapError).toBeTypeOf('function');
    expectTypeOf<'SM2'>().toExtend<library.KeySpec>();
    expectTypeOf<'RSA_1024'>().not.toExtend<library.KeySpec>();
    expectTypeOf<'RSA_AES_KEY_WRAP_SHA_256'>().toExtend<library.WrappingAlgorithm>();
    expectTypeOf<'SM2'>().toExtend<library.WrappingKeySpec>();
    expectTypeOf<library.Partition>().toEqualTypeOf<'aws' | 'aws-cn'>();
    expectTypeOf<library.KmsKeywrapError['code']>().toEqualTypeOf<library.ErrorCode>();
    expectTypeOf<library.Wrapped['findings'][number]>().toEqualTypeOf<library.Finding>();
    expectTypeOf<library.SupportRow['sources'][number]>().toEqualTypeOf<library.Source>();
  });

  it('prints recipes and answers for support without running anything', () => {
    const { script, warnings } = library.recipe({
      keySpec: 'HMAC_384',
      wrappingAlgorithm: 'RSAES_OAEP_SHA_1',
    });
    expect(script).toContain('openssl rand -out HMAC_384_PlaintextKey.bin 48');
    expect(warnings).toEqual([]);
    expect(
      library.support({ keySpec: 'RSA_2048', wrappingAlgorithm: 'SM2PKE', wrappingKeySpec: 'SM2' }),
    ).toMatchObject([
      { partition: 'aws', status: 'unsupported' },
      { partition: 'aws-cn', status: 'supported' },
    ]);
  });

  it('tells what this machine can do, told nothing itself', async () => {
    const { node, openssl } = await library.doctor();
    expect(node.version).toBe(process.versions.node);
    expect(openssl).toMatchObject({ configuration: { keptBack: [] } });
  });

  it('wraps what it generates and unwraps what it wraps, in process', async () => {
    const { keyMaterial } = await library.generate({ keySpec: 'ECC_NIST_P256', engine: 'node' });
    const { generateKeyPairSync } = await import('node:crypto');
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const wrapped = await library.wrap({
      keyMaterial,
      publicKey: publicKey.export({ format: 'der', type: 'spki' }),
      wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
      engine: 'node',
    });
    expect(wrapped).toMatchObject({
      keySpec: 'ECC_NIST_P256',
      wrappingKeySpec: 'RSA_2048',
      partition: 'aws',
    });
    const opened = await library.unwrap({
      encryptedKeyMaterial: wrapped.encryptedKeyMaterial,
      privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
      wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
    });
    expect(opened.keyMaterial.equals(keyMaterial)).toBe(true);
  });

  it('refuses what only a caller without types can give, with a code', async () => {
    const { wrap, unwrap, audit, lint, generate, verify, golden, support, recipe } =
      library as unknown as Record<string, (input: unknown) => unknown>;
    const material = { keyMaterial: Buffer.alloc(32, 1), publicKey: Buffer.alloc(1) };
    const algorithm = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256' };
    const refused: [attempt: () => unknown, code: string, message: RegExp][] = [
      [() => wrap?.({ ...material }), 'ERR_UNKNOWN_WRAPPING_ALGORITHM', /^no wrapping algorithm given$/],
      [() => wrap?.({ ...material, ...algorithm, engine: 'java' }), 'ERR_USAGE', /^unknown engine "java"$/],
      [() => wrap?.({ ...algorithm }), 'ERR_USAGE', /^keyMaterial has to be a Buffer, found nothing$/],
      [
        () => wrap?.({ ...material, ...algorithm, publicKey: 'PEM' }),
        'ERR_USAGE',
        /^publicKey has to be a Buffer, found a string$/,
      ],
      [
        () => unwrap?.({ ...algorithm, encryptedKeyMaterial: [] }),
        'ERR_USAGE',
        /^encryptedKeyMaterial has to be a Buffer, found an object \(Array\)$/,
      ],
      [() => generate?.({ keySpec: 'HMAC_256', timeout: -1 }), 'ERR_USAGE', /^timeout has to be/],
      [() => verify?.({ jobs: 0 }), 'ERR_USAGE', /^jobs has to be a whole number from 1 to 256, found 0$/],
      [() => golden?.({ jobs: Number.NaN }), 'ERR_USAGE', /^jobs has to be/],
      [
        () => audit?.({ ...algorithm, keySpec: 'HMAC_256', encryptedKeyMaterial: Buffer.alloc(256) }),
        'ERR_USAGE',
        /^neither privateKey nor publicKey is given$/,
      ],
      [
        () => audit?.({ ...algorithm, keySpec: 'HMAC_256', publicKey: Buffer.alloc(9) }),
        'ERR_USAGE',
        /^encryptedKeyMaterial has to be a Buffer, found nothing$/,
      ],
      [() => lint?.({ keySpec: 'HMAC_256' }), 'ERR_USAGE', /^keyMaterial has to be a Buffer/],
      [() => lint?.({ keyMaterial: Buffer.alloc(32) }), 'ERR_UNKNOWN_KEY_SPEC', /^no key spec given$/],
      [() => support?.({ keySpec: 'RSA_1024' }), 'ERR_UNKNOWN_KEY_SPEC', /^unknown key spec "RSA_1024"$/],
      [() => recipe?.({ wrappingAlgorithm: 1 }), 'ERR_UNKNOWN_WRAPPING_ALGORITHM', /^no wrapping algorithm/],
    ];
    for (const [attempt, code, message] of refused)
      await expect((async () => attempt())()).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
  });

  it('takes a Uint8Array where bytes are expected', async () => {
    const { keyMaterial } = await library.generate({ keySpec: 'HMAC_256', engine: 'node' });
    const publicKey = createPublicKey(readFileSync('golden/keys/rfc9500-testRSA2048.pem'));
    const { encryptedKeyMaterial } = await library.wrap({
      keyMaterial: Uint8Array.from(keyMaterial) as Buffer,
      publicKey: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' })) as Buffer,
      wrappingAlgorithm: 'RSAES_OAEP_SHA_1',
      keySpec: 'HMAC_256',
      engine: 'node',
    });
    expect(encryptedKeyMaterial).toHaveLength(256);
  });

  it('throws errors with a code, and does not end the process', async () => {
    await expect(
      library.wrap({
        keyMaterial: Buffer.alloc(32, 1),
        publicKey: Buffer.from('nothing'),
        wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      }),
    ).rejects.toMatchObject({ name: 'KmsKeywrapError', code: 'ERR_PUBLIC_KEY', exitCode: 2 });
    await expect(library.generate({ keySpec: 'ML_DSA_44' })).rejects.toMatchObject({
      code: 'ERR_UNSUPPORTED_COMBINATION',
    });
    // @ts-expect-error a name that AWS does not have
    expect(() => library.recipe({ keySpec: 'RSA_1024' })).toThrow(/unknown key spec "RSA_1024"/);
  });
});
