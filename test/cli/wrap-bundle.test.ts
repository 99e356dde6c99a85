import { execFile, execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unwrapBlob } from '../../src/crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../src/crypto/wrapping-key.ts';
import {
  answer,
  arn,
  download,
  importToken,
  otherId,
  publicKey,
  trailEvent,
  wrappingKey,
  zip,
} from '../bundle/samples.ts';
import { kmsKeywrap } from '../built.ts';
import { ownSchema } from '../report/schemas.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';

const hour = 3600;
const seconds = () => Math.floor(Date.now() / 1000);

let base = '';
let folder = '';
let count = 0;
beforeAll(async () => (base = await mkdtemp(join(tmpdir(), 'kms-keywrap-test-'))));
afterAll(() => rm(base, { recursive: true, force: true }));

const material = randomBytes(48);
beforeEach(async () => {
  folder = await mkdtemp(join(base, `${(count += 1)}-`));
  await writeFile(join(folder, 'material'), material);
  await write('parameters.json', answer({ ParametersValidTo: seconds() + hour }));
});

const write = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value));

function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [kmsKeywrap, ...args], { cwd: folder }, (error, stdout, stderr) =>
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        stdout,
        stderr,
      }),
    );
  });
}
const wrap = (...args: string[]) => command('wrap', '--in', 'material', '--engine', 'node', ...args);
const parameters = ['--parameters', 'parameters.json'];
const oaep = ['--wrapping-algorithm', 'RSAES_OAEP_SHA_256'];

async function opened(
  path: string,
  wrappingAlgorithm: 'RSAES_OAEP_SHA_256' | 'RSAES_OAEP_SHA_1' = 'RSAES_OAEP_SHA_256',
) {
  const privateKey = loadWrappingPrivateKey(wrappingKey.privateKey.export({ format: 'der', type: 'pkcs8' }));
  return unwrapBlob({
    blob: await readFile(join(folder, path)),
    privateKey,
    wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
  }).material;
}

describe('wrap with what KMS handed out', () => {
  it('--parameters takes the public key from the JSON and shows the time left', async () => {
    const { code, stderr } = await wrap(...parameters, ...oaep);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/note: the wrapping key and import token are valid for another 59 min/),
    ]);
    expect(await opened('EncryptedKeyMaterial.bin')).toEqual(material);
  });

  it('--parameters - reads stdin, and a zip needs no JSON', async () => {
    const bytes = zip(download().filter((part) => !part.name.startsWith('README')));
    await writeFile(join(folder, 'Import_Parameters.zip'), bytes);
    const { code, stderr } = await wrap('--parameters', 'Import_Parameters.zip', ...oaep);
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('warning: these parameters do not say when they expire'),
    ]);
  });

  it('--cloudtrail-event says the wrapping algorithm', async () => {
    await write('event.json', {
      Records: [
        trailEvent({
          requestParameters: {
            keyId: arn(),
            wrappingAlgorithm: 'RSAES_OAEP_SHA_1',
            wrappingKeySpec: 'RSA_3072',
          },
          eventTime: new Date(Date.now() - 23 * hour * 1000).toISOString(),
        }),
      ],
    });
    const { code, stderr } = await wrap(...parameters, '--cloudtrail-event', 'event.json');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('warning')]);
    expect(await opened('EncryptedKeyMaterial.bin', 'RSAES_OAEP_SHA_1')).toEqual(material);
  });

  it('--bundle writes a bundle that bundle check finds whole, and json says what', async () => {
    const { code, stdout } = await wrap(...parameters, ...oaep, '--bundle', 'out', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'kms-keywrap/wrap/1',
      bundle: 'out',
      keySpec: 'HMAC_384',
      manifest: { keyId: arn() },
    });
    expect(await opened('out/EncryptedKeyMaterial.bin')).toEqual(material);
    expect((await readdir(folder)).sort()).toEqual(['material', 'out', 'parameters.json']);
    const check = await command('bundle', 'check', 'out', '--format', 'json');
    expect(check.code).toBe(0);
    expect(ownSchema('kms-keywrap/bundle-check/1')(JSON.parse(check.stdout))).toEqual([]);
    await writeFile(join(folder, 'out/ImportToken.bin'), randomBytes(400));
    expect(await command('bundle', 'check', 'out', ...parameters)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--parameters is for bundle create'),
    });
    const mixed = await command('bundle', 'check', 'out');
    expect(mixed).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/FAILED {2}ImportToken\.bin is another file/),
    });
  });

  it.each([
    [
      'expired parameters',
      { ParametersValidTo: 1_700_000_000 },
      [...parameters, ...oaep],
      'expired at 2023-11-14T22:13:20.000Z',
    ],
    ['no public key at all', {}, oaep, '--public-key is missing'],
    ['no algorithm', {}, parameters, '--wrapping-algorithm is missing'],
    ['two public keys', {}, [...parameters, ...oaep, '--public-key', 'x'], 'both name the wrapping key'],
    [
      'another key’s event',
      {},
      [...parameters, '--cloudtrail-event', 'other.json'],
      `no successful GetParametersForImport event of key ${arn()}`,
    ],
    [
      'an event of another algorithm',
      {},
      [...parameters, '--cloudtrail-event', 'event.json', '--wrapping-algorithm', 'RSAES_OAEP_SHA_1'],
      'RSAES_OAEP_SHA_1 by --wrapping-algorithm, but RSAES_OAEP_SHA_256 by the CloudTrail event',
    ],
    [
      'an event of another key spec',
      {},
      [...parameters, '--cloudtrail-event', 'small.json'],
      'RSA_3072 by the wrapping public key, but RSA_2048 by the CloudTrail event',
    ],
    [
      'a public key of another spec than the event’s',
      {},
      ['--public-key', 'WrappingPublicKey.bin', '--cloudtrail-event', 'small.json'],
      'RSA_3072 by the wrapping public key, but RSA_2048 by the CloudTrail event',
    ],
    [
      'another partition',
      {},
      [...parameters, ...oaep, '--partition', 'aws-cn'],
      "aws-cn by --partition, but aws by the key's ARN",
    ],
    [
      'a bundle without token',
      {},
      ['--public-key', 'x', ...oaep, '--bundle', 'out'],
      '--bundle needs the import token',
    ],
    [
      'bundle and file',
      {},
      [...parameters, ...oaep, '--bundle', 'out', '--out', 'x'],
      '--bundle and --out both',
    ],
    [
      'a bundle where files are',
      {},
      [...parameters, ...oaep, '--bundle', '.'],
      'is not a bundle: it contains',
    ],
    ['stdin twice', {}, ['--parameters', '-', '--cloudtrail-event', '-', ...oaep], 'only one of the inputs'],
    ['a missing file', {}, ['--parameters', 'none.json', ...oaep], 'there is no such file'],
  ])('%s is refused with 2, and nothing is written', async (_name, changes, args, message) => {
    await write('parameters.json', answer({ ParametersValidTo: seconds() + hour, ...changes }));
    await writeFile(join(folder, 'WrappingPublicKey.bin'), publicKey);
    await write('event.json', trailEvent());
    await write('other.json', trailEvent({}, otherId));
    await write(
      'small.json',
      trailEvent({
        requestParameters: {
          keyId: arn(),
          wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
          wrappingKeySpec: 'RSA_2048',
        },
      }),
    );
    const before = await readdir(folder);
    const { code, stderr } = await wrap(...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(await readdir(folder)).toEqual(before);
  });

  it('an EC key’s bundle knows the public key that KMS must have afterwards', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    await writeFile(join(folder, 'material'), privateKey.export({ format: 'der', type: 'pkcs8' }));
    const { code } = await wrap(...parameters, ...oaep, '--bundle', 'out');
    expect(code).toBe(0);
    const manifest = JSON.parse(await readFile(join(folder, 'out/manifest.json'), 'utf8')) as {
      publicKeySha256: string;
    };
    expect(manifest.publicKeySha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('bundle create puts an HSM’s blob into a bundle with the public key that it must have', async () => {
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(join(folder, 'material'), key.privateKey.export({ format: 'der', type: 'pkcs8' }));
    await writeFile(join(folder, 'public.pem'), key.publicKey.export({ format: 'pem', type: 'spki' }));
    await wrap(...parameters, ...oaep, '--out', 'export.bin');
    await wrap(...parameters, ...oaep, '--bundle', 'wrapped');
    const create = [
      'bundle',
      'create',
      'made',
      '--in',
      'export.bin',
      ...parameters,
      ...oaep,
      '--key-spec',
      'ECC_NIST_P256',
    ];
    const { code, stdout } = await command(
      ...create,
      '--expect-public-key',
      'public.pem',
      '--format',
      'json',
    );
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as { manifest: { publicKeySha256: string } };
    expect(ownSchema('kms-keywrap/bundle-create/1')(document)).toEqual([]);
    const other = JSON.parse(await readFile(join(folder, 'wrapped/manifest.json'), 'utf8')) as {
      publicKeySha256: string;
    };
    expect(document.manifest.publicKeySha256).toBe(other.publicKeySha256);
    expect((await command('bundle', 'check', 'made')).code).toBe(0);
  });

  it('bundle create refuses a blob at fault with 1, and writes nothing', async () => {
    await writeFile(join(folder, 'export.b64'), randomBytes(384).toString('base64'));
    const create = [
      'bundle',
      'create',
      'made',
      '--in',
      'export.b64',
      ...parameters,
      ...oaep,
      '--key-spec',
      'HMAC_384',
    ];
    expect(await command(...create)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('(blob-base64)'),
    });
    const missing = await command(
      'bundle',
      'create',
      'made',
      '--in',
      'export.b64',
      ...oaep,
      '--key-spec',
      'HMAC_384',
    );
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('--parameters is missing') });
    expect(await readdir(folder)).not.toContain('made');
  });

  it('--public-key and --import-token stand for parameters, in wrap and in bundle create', async () => {
    const files = ['--public-key', 'PublicKey.bin', '--import-token', 'ImportToken.bin'];
    await writeFile(join(folder, 'PublicKey.bin'), publicKey);
    await writeFile(join(folder, 'ImportToken.bin'), importToken);
    await wrap(...files, ...oaep, '--bundle', 'pair');
    expect(await readFile(join(folder, 'pair/ImportToken.bin'))).toEqual(importToken);
    expect((await command('bundle', 'check', 'pair')).code).toBe(0);
    const create = ['--in', 'pair/EncryptedKeyMaterial.bin', ...oaep, '--key-spec', 'HMAC_384'];
    expect((await command('bundle', 'create', 'again', ...create, ...files)).code).toBe(0);
    expect(await command('bundle', 'create', 'half', ...create, ...files.slice(0, 2))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--import-token is missing'),
    });
    expect(await command('bundle', 'create', 'both', ...create, ...files, ...parameters)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--public-key and --parameters'),
    });
  });

  it('an HMAC key’s bundle carries a MAC that openssl computes too, and --expect-mac is carried with its message', async () => {
    await wrap(...parameters, ...oaep, '--key-spec', 'HMAC_384', '--bundle', 'wrapped');
    const manifestOf = async (name: string) =>
      JSON.parse(await readFile(join(folder, name, 'manifest.json'), 'utf8')) as {
        expectedMac: { macAlgorithm: string; message: string; mac: string };
      };
    const { macAlgorithm, message, mac } = (await manifestOf('wrapped')).expectedMac;
    expect(macAlgorithm).toBe('HMAC_SHA_384');
    await writeFile(join(folder, 'message'), Buffer.from(message, 'base64'));
    const macopt = ['-macopt', `hexkey:${material.toString('hex')}`];
    const openssl = execFileSync('openssl', ['dgst', '-sha384', '-mac', 'HMAC', ...macopt, '-r', 'message'], {
      cwd: folder,
    });
    expect(openssl.toString()).toContain(mac);
    const create = ['--in', 'wrapped/EncryptedKeyMaterial.bin', ...parameters, ...oaep, '--key-spec'];
    const given = ['--mac-message', 'message', '--expect-mac'];
    const base64 = Buffer.from(mac, 'hex').toString('base64');
    expect((await command('bundle', 'create', 'made', ...create, 'HMAC_384', ...given, base64)).code).toBe(0);
    expect((await manifestOf('made')).expectedMac).toEqual({ macAlgorithm, message, mac });
    expect((await command('bundle', 'check', 'made')).code).toBe(0);
    for (const [keySpec, value, said] of [
      ['HMAC_384', mac.slice(2), 'expected 96 hexadecimal digits'],
      ['ECC_NIST_P256', mac, 'a MAC is expected of HMAC keys alone'],
    ] as const)
      expect(await command('bundle', 'create', 'no', ...create, keySpec, ...given, value)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(said),
      });
  });

  it('a MAC is not kept of a key that can be guessed: it would give the key away', async () => {
    await writeFile(join(folder, 'material'), 'correct horse battery staple 123');
    await wrap(...parameters, ...oaep, '--key-spec', 'HMAC_256', '--bundle', 'wrapped');
    expect(JSON.parse(await readFile(join(folder, 'wrapped/manifest.json'), 'utf8'))).not.toHaveProperty(
      'expectedMac',
    );
  });

  it('bundle wants an action that it has', async () => {
    expect(await command('bundle', 'burn', '.')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('unknown action "burn"'),
    });
  });
});
