import { execFile } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeKeyCommand,
  GenerateMacCommand,
  GetPublicKeyCommand,
  SignCommand,
  type CreateKeyCommandInput,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkBundle } from '../../src/bundle/check.ts';
import { bundleContent, proofOf } from '../../src/bundle/content.ts';
import { parametersFromJson } from '../../src/bundle/parameters.ts';
import { proofMessage } from '../../src/bundle/proof.ts';
import { writeBundle } from '../../src/bundle/write.ts';
import type { KeySpec } from '../../src/tables/key-specs.ts';
import { externalKey, parameters, rehearsal, wrapped, type Rehearsal } from '../rehearse/harness.ts';

let base = '';
let folder = '';
let count = 0;
beforeAll(async () => (base = await mkdtemp(join(tmpdir(), 'kms-keywrap-test-'))));
beforeEach(() => (folder = join(base, `bundle-${(count += 1)}`)));
afterAll(() => rm(base, { recursive: true, force: true }));

const standIn = join(import.meta.dirname, '../stand-ins/aws.mjs');
const forever = ['--expiration-model', 'KEY_MATERIAL_DOES_NOT_EXPIRE'];

const pkcs8 = (pair: { privateKey: { export: (options: { format: 'der'; type: 'pkcs8' }) => Buffer } }) =>
  pair.privateKey.export({ format: 'der', type: 'pkcs8' });
const p384 = () => pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-384' }));

/** A bundle for a new key of the endpoint; the manifest can be of other material than the blob. */
async function bundle(
  { client }: Rehearsal,
  keySpec: KeySpec,
  material: Buffer,
  { inside = material, usage }: { inside?: Buffer; usage?: CreateKeyCommandInput['KeyUsage'] } = {},
): Promise<string> {
  const KeyUsage = usage ?? (keySpec.startsWith('HMAC') ? 'GENERATE_VERIFY_MAC' : 'SIGN_VERIFY');
  const KeyId = await externalKey(
    client,
    keySpec === 'SYMMETRIC_DEFAULT' ? {} : { KeySpec: keySpec as never, KeyUsage },
  );
  const { PublicKey, ImportToken, ParametersValidTo } = await parameters(client, KeyId);
  const facts = {
    encryptedKeyMaterial: wrapped({ PublicKey }, inside),
    partition: 'aws',
    keySpec,
    wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    wrappingKeySpec: 'RSA_2048',
  } as const;
  const answer = {
    KeyId: `arn:aws:kms:us-east-1:111122223333:key/${KeyId}`,
    PublicKey: Buffer.from(PublicKey!).toString('base64'),
    ImportToken: Buffer.from(ImportToken!).toString('base64'),
    ParametersValidTo: ParametersValidTo!.toISOString(),
  };
  const handed = parametersFromJson(Buffer.from(JSON.stringify(answer)), Date.now());
  await writeBundle(folder, bundleContent(facts, proofOf(material, facts, []), handed), { now: Date.now() });
  return KeyId;
}

async function script({ url }: Rehearsal, args: readonly string[] = [], env: Record<string, string> = {}) {
  return await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const environment = {
      PATH: process.env['PATH'] ?? '',
      AWS_CLI: standIn,
      AWS_ENDPOINT_URL_KMS: url,
      ...env,
    };
    execFile(
      'sh',
      [join(folder, 'import.sh'), ...forever, ...args],
      { env: environment },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

describe('after the import import.sh has KMS show that it holds the key', { timeout: 60_000 }, () => {
  it('an HMAC key by a MAC that is the one of the manifest', async () => {
    const endpoint = await rehearsal();
    const key = randomBytes(48);
    await bundle(endpoint, 'HMAC_384', key);
    const { code, stdout, stderr } = await script(endpoint);
    expect([code, stderr]).toEqual([0, '']);
    const { expectedMac } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      expectedMac: { message: string };
    };
    const mac = createHmac('sha384', key).update(Buffer.from(expectedMac.message, 'base64')).digest('hex');
    expect(stdout).toContain(`MAC: ${mac}, as expected`);
  });

  it('another HMAC key is found: the blob holds other bytes than the manifest is about', async () => {
    const endpoint = await rehearsal();
    await bundle(endpoint, 'HMAC_256', randomBytes(32), { inside: randomBytes(32) });
    const { code, stderr } = await script(endpoint);
    expect(code).toBe(1);
    expect(stderr).toMatch(/KMS gives the MAC [0-9a-f]{64}, expected [0-9a-f]{64}: it holds another key/);
  });

  it('an EC key by its public key, and by a signature that openssl verifies', async () => {
    const endpoint = await rehearsal();
    await bundle(endpoint, 'ECC_NIST_P384', p384());
    const { code, stdout, stderr } = await script(endpoint);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/public key: SHA-256 [0-9a-f]{64}, as expected/);
    expect(stdout).toContain('signature: ECDSA_SHA_384, verifies under the expected public key');
  });

  it('a key for key agreement is not asked to sign', async () => {
    const endpoint = await rehearsal();
    await bundle(endpoint, 'ECC_NIST_P384', p384(), { usage: 'KEY_AGREEMENT' });
    const { code, stdout } = await script(endpoint);
    expect(code).toBe(0);
    expect(stdout).toContain('not asked for, the key is for KEY_AGREEMENT');
  });

  it('a signature that does not verify is an error', async () => {
    const endpoint = await rehearsal();
    await bundle(endpoint, 'ECC_NIST_P384', p384());
    const liar = join(base, 'liar');
    const other = sign(
      'sha384',
      Buffer.from('another message'),
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
    );
    await writeFile(
      liar,
      `#!/bin/sh\n[ "$2" = sign ] && { echo ${other.toString('base64')}; exit 0; }\nexec '${standIn}' "$@"\n`,
    );
    await chmod(liar, 0o755);
    const { code, stderr } = await script(endpoint, [], { AWS_CLI: liar });
    expect(code).toBe(1);
    expect(stderr).toContain('does not verify under the expected public key');
  });

  it.each([
    ['HMAC_256', 'generate-mac', 'kms:GenerateMac'],
    ['ECC_NIST_P384', 'sign', 'kms:Sign'],
  ] as const)(
    '%s: without the permission the import is done and not proven, unless --no-proof says so',
    async (keySpec, operation, permission) => {
      const endpoint = await rehearsal();
      await bundle(endpoint, keySpec, keySpec === 'HMAC_256' ? randomBytes(32) : p384());
      const denied = await script(endpoint, [], { STAND_IN_DENIES: operation });
      expect(denied.code).toBe(3);
      expect(denied.stderr).toContain('the import is done, but not proven');
      expect(denied.stderr).toContain(permission);
      expect((await script(endpoint, ['--no-proof'], { STAND_IN_DENIES: operation })).code).toBe(0);
    },
  );

  it('an AWS CLI without generate-mac is named as too old', async () => {
    const endpoint = await rehearsal();
    await bundle(endpoint, 'HMAC_256', randomBytes(32));
    const { code, stderr } = await script(endpoint, [], { STAND_IN_VERSION: 'aws-cli/2.5.0 Python/3.9' });
    expect(code).toBe(3);
    expect(stderr).toContain('version 2.5.0, which has no generate-mac: update it to 2.6.0 or later');
  });

  it('--reimport shows a symmetric key: KMS accepts the same key material once more', async () => {
    const endpoint = await rehearsal();
    await bundle(endpoint, 'SYMMETRIC_DEFAULT', randomBytes(32));
    const { code, stdout } = await script(endpoint, ['--reimport']);
    expect(code).toBe(0);
    expect(stdout).toContain('re-import: KMS accepts this key material');
    expect(endpoint.log.filter(({ operation }) => operation === 'ImportKeyMaterial')).toHaveLength(2);
  });

  it('--reimport where KMS wants a new token is an error that says both reasons', async () => {
    const endpoint = await rehearsal({ strictTokens: true });
    await bundle(endpoint, 'SYMMETRIC_DEFAULT', randomBytes(32));
    const { code, stderr } = await script(endpoint, ['--reimport']);
    expect(code).toBe(1);
    expect(stderr).toContain('it holds other key material, or it wants a new import token');
  });

  it('waits while the state is PendingImport', async () => {
    const endpoint = await rehearsal();
    await bundle(endpoint, 'SYMMETRIC_DEFAULT', randomBytes(32));
    const asked = join(base, `asked-${count}`);
    const { code, stdout } = await script(endpoint, [], { STAND_IN_PENDING: asked });
    expect([code, await readFile(asked, 'utf8')]).toEqual([0, '...']);
    expect(stdout).toContain('key state: Enabled');
    await rm(asked);
    expect(await script(endpoint, ['--wait', '0'], { STAND_IN_PENDING: asked })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the key is now PendingImport') as string,
    });
  });

  it.each([
    [['--reimport'], 'ECC_NIST_P384', '--reimport is for symmetric encryption keys'],
    [['--wait', 'soon'], 'SYMMETRIC_DEFAULT', '--wait soon is not a whole number of seconds'],
  ] as const)('%j for %s is refused before anything is sent', async (args, keySpec, message) => {
    const endpoint = await rehearsal();
    await bundle(endpoint, keySpec, keySpec === 'SYMMETRIC_DEFAULT' ? randomBytes(32) : p384());
    const sent = endpoint.log.length;
    expect(await script(endpoint, args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message) as string,
    });
    expect(endpoint.log).toHaveLength(sent);
  });
});

const base64 = (bytes: Uint8Array | undefined) => Buffer.from(bytes!).toString('base64');
const answer = (name: string, value: unknown) => ({ name, bytes: Buffer.from(JSON.stringify(value)) });
const results = async (answers: Parameters<typeof checkBundle>[2]) =>
  (await checkBundle(folder, Date.now(), answers)).checks
    .filter(({ name }) => name.startsWith('after'))
    .map(({ name, ok, message }) => ({ name, ok, message }));

describe('bundle check --after holds what KMS answers against the manifest', { timeout: 60_000 }, () => {
  it('an EC key: state, public key and signature', async () => {
    const endpoint = await rehearsal();
    const KeyId = await bundle(endpoint, 'ECC_NIST_P384', p384());
    expect((await script(endpoint)).code).toBe(0);
    const { KeyMetadata } = await endpoint.client.send(new DescribeKeyCommand({ KeyId }));
    const publicKey = await endpoint.client.send(new GetPublicKeyCommand({ KeyId }));
    const signed = await endpoint.client.send(
      new SignCommand({ KeyId, Message: Buffer.from(proofMessage), SigningAlgorithm: 'ECDSA_SHA_384' }),
    );
    const given = [
      answer('describe-key.json', { KeyMetadata }),
      answer('public-key.json', { ...publicKey, PublicKey: base64(publicKey.PublicKey) }),
      answer('sign.json', { ...signed, Signature: base64(signed.Signature) }),
    ];
    expect((await results(given)).map(({ name, ok }) => [name, ok])).toEqual([
      ['after: state', true],
      ['after: public key', true],
      ['after: signature', true],
    ]);
    const report = await checkBundle(folder, Date.now() + 48 * 3_600_000, given);
    expect([report.ok, report.stage]).toEqual([true, 'after']);
  });

  it('an HMAC key: without a MAC nothing is shown; with another one it fails', async () => {
    const endpoint = await rehearsal();
    const KeyId = await bundle(endpoint, 'HMAC_256', randomBytes(32));
    expect((await script(endpoint)).code).toBe(0);
    const { KeyMetadata } = await endpoint.client.send(new DescribeKeyCommand({ KeyId }));
    const state = answer('describe-key.json', { KeyMetadata });
    expect((await results([state])).at(-1)).toMatchObject({ name: 'after: proof', ok: false });
    const { expectedMac } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      expectedMac: { message: string };
    };
    const mac = await endpoint.client.send(
      new GenerateMacCommand({
        KeyId,
        Message: Buffer.from(expectedMac.message, 'base64'),
        MacAlgorithm: 'HMAC_SHA_256',
      }),
    );
    const right = answer('mac.json', { ...mac, Mac: base64(mac.Mac) });
    expect(await results([state, right])).toMatchObject([{ ok: true }, { name: 'after: MAC', ok: true }]);
    const wrong = answer('mac.json', { ...mac, Mac: randomBytes(32).toString('base64') });
    expect(await results([state, wrong])).toMatchObject([{ ok: true }, { name: 'after: MAC', ok: false }]);
  });

  it.each([
    [
      'another public key',
      {
        PublicKey: generateKeyPairSync('ec', { namedCurve: 'P-384' })
          .publicKey.export({ format: 'der', type: 'spki' })
          .toString('base64'),
      },
      'after: public key',
      /expected [0-9a-f]{64}/,
    ],
    [
      'a key that waits for its material',
      { KeyMetadata: { KeyState: 'PendingImport', Origin: 'EXTERNAL', KeySpec: 'ECC_NIST_P384' } },
      'after: state',
      /KeyState is PendingImport, expected Enabled/,
    ],
    [
      'a key of AWS',
      { KeyMetadata: { KeyState: 'Enabled', Origin: 'AWS_KMS', KeySpec: 'ECC_NIST_P384' } },
      'after: state',
      /Origin is AWS_KMS/,
    ],
    [
      'another KMS key',
      {
        KeyMetadata: {
          KeyState: 'Enabled',
          Origin: 'EXTERNAL',
          KeySpec: 'ECC_NIST_P384',
          Arn: 'arn:aws:kms:us-east-1:111122223333:key/9999abcd-12ab-34cd-56ef-1234567890ab',
        },
      },
      'after: key',
      /the bundle is for arn/,
    ],
    [
      'a signature without a public key',
      { Signature: 'AAAA', SigningAlgorithm: 'ECDSA_SHA_384' },
      'after: signature',
      /without the public key/,
    ],
  ])('%s fails', async (_what, value, name, message) => {
    await bundle(await rehearsal(), 'ECC_NIST_P384', p384());
    const failed = (await results([answer('answer.json', value)])).find((one) => one.name === name);
    expect(failed).toMatchObject({ ok: false, message: expect.stringMatching(message) as string });
  });

  it.each(['{}', '[]', 'null', '', 'x', '{"PublicKey":"?"}', '{"Mac":5}'])(
    '%j is not an answer of KMS',
    async (text) => {
      await bundle(await rehearsal(), 'ECC_NIST_P384', p384());
      await expect(
        checkBundle(folder, Date.now(), [{ name: 'answer.json', bytes: Buffer.from(text) }]),
      ).rejects.toMatchObject({ code: 'ERR_PARAMETERS' });
    },
  );
});
