import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parametersFromPair, readParameters } from '../../src/bundle/download.ts';
import { parametersFromJson } from '../../src/bundle/parameters.ts';
import {
  answer,
  arn,
  download,
  hour,
  importToken,
  json,
  keyId,
  now,
  orRefusal,
  otherId,
  publicKey,
  refusal,
  wrappingKey,
  zip,
} from './samples.ts';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'kms-keywrap-test-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const save = async (name: string, bytes: Buffer) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};

describe('the JSON of get-parameters-for-import', () => {
  it('gives key, token, public key, its spec and the time left', () => {
    const read = parametersFromJson(json(answer()), now);
    expect(read).toMatchObject({
      key: { id: keyId, partition: 'aws', region: 'us-west-2' },
      importToken,
      publicKey,
      wrappingKeySpec: 'RSA_3072',
      warnings: [],
    });
    expect(read.notes.join()).toContain('another 23 h 30 min');
  });

  it.each([
    ['seconds since 1970 (AWS CLI version 1)', now / 1000 + 3600.5],
    ['ISO 8601 with an offset (AWS CLI version 2)', '2026-06-17T05:00:00.500-08:00'],
  ])('ParametersValidTo may be %s', (_name, ParametersValidTo) => {
    const { validTo } = parametersFromJson(json(answer({ ParametersValidTo })), now);
    expect(validTo!.getTime()).toBe(now + hour + 500);
  });

  it('UTF-16 with a byte order mark is read: Windows PowerShell writes it', () => {
    const text = Buffer.from(`\ufeff${JSON.stringify(answer())}`, 'utf16le');
    expect(parametersFromJson(text, now).wrappingKeySpec).toBe('RSA_3072');
  });

  it('expired parameters are refused with the age', async () => {
    const { code, message, hint } = await refusal(() => parametersFromJson(json(answer()), now + 26 * hour));
    expect(code).toBe('ERR_PARAMETERS');
    expect(message).toContain('expired at 2026-06-18T11:30:00.123Z, 2 h 29 min ago');
    expect(hint).toContain('get-parameters-for-import');
  });

  it('parameters that say nothing of their expiry, or more than 24 hours, are taken with a warning', () => {
    const { ParametersValidTo: _gone, ...rest } = answer();
    expect(parametersFromJson(json(rest), now).warnings.join()).toContain('do not say when they expire');
    const late = parametersFromJson(json(answer({ ParametersValidTo: now / 1000 + 90_000 })), now);
    expect(late.warnings.join()).toContain('more than the 24 hours');
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'is empty'],
    ['no JSON', Buffer.from('{"KeyId":'), 'is not JSON'],
    ['no text', Buffer.from([0xff, 0x00, 0x80]), 'is not text'],
    ['a list', json([answer()]), 'is not a JSON object'],
    ['null', json(null), 'is not a JSON object'],
    ['no token', json(answer({ ImportToken: undefined })), 'has no ImportToken'],
    ['no public key', json(answer({ PublicKey: undefined })), 'has no PublicKey'],
    [
      'a token that is not a string',
      json(answer({ ImportToken: { type: 'Buffer', data: [1] } })),
      'not base64',
    ],
    ['a token that is not base64', json(answer({ ImportToken: 'fileb://x' })), 'not base64'],
    [
      'a token that is too long',
      json(answer({ ImportToken: Buffer.alloc(6145).toString('base64') })),
      '6145 bytes',
    ],
    ['an empty key', json(answer({ PublicKey: '' })), 'not base64'],
    ['an alias', json(answer({ KeyId: 'alias/mine' })), 'neither a key ARN nor a key id'],
    [
      'a token that is a private key',
      json(
        answer({
          ImportToken: wrappingKey.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
        }),
      ),
      'has a private key where the import token is expected',
    ],
    [
      'a token in base64 twice',
      json(answer({ ImportToken: Buffer.from(importToken.toString('base64')).toString('base64') })),
      'has base64 text, to be decoded once more, where the import token is expected',
    ],
    ['a day that no month has', json(answer({ ParametersValidTo: '2026-06-31T00:00:00Z' })), 'ISO 8601'],
    ['a date without offset', json(answer({ ParametersValidTo: '2026-06-18T11:30:00' })), 'ISO 8601'],
    ['milliseconds', json(answer({ ParametersValidTo: now })), 'ISO 8601'],
    ['a CloudTrail event', json({ eventName: 'GetParametersForImport' }), 'CloudTrail event'],
    [
      'token and key exchanged',
      json(answer({ ImportToken: publicKey.toString('base64'), PublicKey: importToken.toString('base64') })),
      'exchanged',
    ],
    ['the key twice', json(answer({ ImportToken: publicKey.toString('base64') })), 'the same bytes'],
    [
      '__proto__ only',
      Buffer.from('{"__proto__":{"ImportToken":"AAAA","PublicKey":"AAAA"}}'),
      'has no ImportToken',
    ],
  ])('%s is refused', async (_name, bytes, message) => {
    const refused = await refusal(() => parametersFromJson(bytes, now));
    expect(refused).toMatchObject({ code: 'ERR_PARAMETERS', message: expect.stringContaining(message) });
  });

  it.each([
    ['PEM', wrappingKey.publicKey.export({ format: 'pem', type: 'spki' })],
    ['PKCS#1', wrappingKey.publicKey.export({ format: 'der', type: 'pkcs1' })],
    ['DER with a byte after it', Buffer.concat([publicKey, Buffer.alloc(1)])],
  ])('a public key in %s becomes the one that KMS handed out, with a warning', (_name, bytes) => {
    const PublicKey = Buffer.from(bytes).toString('base64');
    const read = parametersFromJson(json(answer({ PublicKey })), now);
    expect(read.publicKey).toEqual(publicKey);
    expect(read.warnings.join()).toContain('not written as KMS hands it out');
  });

  it.each(['aws-us-gov:kms:us-gov-west-1', 'aws-eusc:kms:eusc-de-east-1', 'aws-iso-b:kms:us-isob-east-1'])(
    'a key of arn:%s is known by its ARN, and imported by the rules of aws',
    (place) => {
      const KeyId = `arn:${place}:111122223333:key/${keyId}`;
      expect(parametersFromJson(json(answer({ KeyId })), now).key).toEqual({
        given: KeyId,
        id: keyId,
        region: place.split(':')[2],
        partition: 'aws',
      });
    },
  );

  it('a public key that KMS does not hand out is refused', async () => {
    const { code } = await refusal(() =>
      parametersFromJson(json(answer({ PublicKey: Buffer.from('none').toString('base64') })), now),
    );
    expect(code).toBe('ERR_PUBLIC_KEY');
  });

  it('deep nesting and a million keys end in a refusal', async () => {
    for (const text of ['['.repeat(500_000), `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`])
      expect((await refusal(() => parametersFromJson(Buffer.from(text), now))).code).toBe('ERR_PARAMETERS');
  });

  it('whatever is changed in the document, it is read or refused, never a crash', async () => {
    const whole = JSON.stringify(answer());
    const property = fc.asyncProperty(
      fc.nat(whole.length),
      fc.string({ maxLength: 8 }),
      fc.nat(20),
      async (at, put, cut) => {
        const changed = Buffer.from(whole.slice(0, at) + put + whole.slice(at + cut));
        const outcome = await orRefusal(() => parametersFromJson(changed, now));
        return typeof outcome === 'object' || outcome === 'ERR_PARAMETERS' || outcome === 'ERR_PUBLIC_KEY';
      },
    );
    await expect(fc.assert(property, { numRuns: 2000 })).resolves.toBeUndefined();
  });
});

describe('the console’s download', () => {
  it('a zip gives the same, and the wrapping algorithm from its README', async () => {
    const path = await save(`Import_Parameters_${keyId}_0617113000.zip`, zip(download()));
    expect(await readParameters(path, now)).toMatchObject({
      key: { id: keyId },
      importToken,
      publicKey,
      wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
      validTo: new Date('2026-06-18T11:30:00Z'),
    });
  });

  it('the unpacked folder, the old names and a folder inside the zip work too', async () => {
    const unpacked = join(folder, `Import_Parameters_${keyId}_1`);
    await mkdir(unpacked);
    await writeFile(join(unpacked, `wrappingKey_${keyId}`), publicKey);
    await writeFile(join(unpacked, `importToken_${keyId}`), importToken);
    await writeFile(join(unpacked, 'holiday.jpg'), Buffer.alloc(100_000));
    const read = await readParameters(unpacked, now);
    expect(read).toMatchObject({ key: { id: keyId }, wrappingKeySpec: 'RSA_3072' });
    expect(read.warnings.join()).toContain('do not say when they expire');
    const nested = download().map((part) => ({ ...part, name: `x/${part.name}` }));
    const path = await save(
      'nested.zip',
      zip([...nested, { name: '__MACOSX/x/._ImportToken.bin', bytes: Buffer.from('a') }]),
    );
    expect((await readParameters(path, now)).importToken).toEqual(importToken);
  });

  it('what else lies in a zip is not unpacked', async () => {
    const path = await save(
      'more.zip',
      zip([...download(), { name: 'guide.pdf', bytes: Buffer.alloc(100_000) }]),
    );
    expect((await readParameters(path, now)).importToken).toEqual(importToken);
  });

  it('a link in a zip is refused: its bytes are a path', async () => {
    const parts = download().map((part) =>
      part.name === 'ImportToken.bin' ? { ...part, mode: 0o12_0777 } : part,
    );
    const path = await save('link.zip', zip(parts));
    expect((await refusal(() => readParameters(path, now))).message).toContain(
      'has a link where ImportToken.bin',
    );
  });

  it('an expired download is refused', async () => {
    const path = await save('expired.zip', zip(download()));
    expect((await refusal(() => readParameters(path, now + 30 * hour))).message).toContain('expired');
  });

  it.each([
    ['a missing token', download().filter((part) => part.name !== 'ImportToken.bin'), 'no import token'],
    ['a missing key', download().slice(1), 'no wrapping public key'],
    [
      'two tokens',
      [...download(), { name: `importToken_${keyId}`, bytes: Buffer.alloc(400, 1) }],
      'more than one download',
    ],
    [
      'files of two keys',
      [
        { name: `wrappingKey_${keyId}`, bytes: publicKey },
        { name: `importToken_${otherId}`, bytes: importToken },
      ],
      'two KMS keys',
    ],
    [
      'an entry of 1 GB that is not there',
      [{ name: 'README.txt', bytes: Buffer.from('x'), claimedBytes: 1e9 }],
      '1000000000 bytes',
    ],
    [
      'a bomb that claims to be small',
      [{ name: 'README.txt', bytes: Buffer.alloc(20_000_000), claimedBytes: 100 }],
      'damaged',
    ],
    ['a wrong checksum', [{ name: 'ImportToken.bin', bytes: importToken, claimedCrc: 1 }], 'CRC-32'],
    ['a path out of the archive', [{ name: '../ImportToken.bin', bytes: importToken }], 'damaged'],
    ['an absolute path', [{ name: '/etc/passwd', bytes: importToken }], 'damaged'],
    [
      'too many entries',
      Array.from({ length: 65 }, (_, i) => ({ name: `f${i}`, bytes: Buffer.alloc(1) })),
      '65 entries',
    ],
  ])('%s is refused', async (name, parts, message) => {
    const path = await save(`${name}.zip`, zip(parts));
    expect(await refusal(() => readParameters(path, now))).toMatchObject({
      code: 'ERR_PARAMETERS',
      message: expect.stringContaining(message),
    });
  });

  it('any damage to a zip ends in a refusal or in the right bytes', async () => {
    const whole = zip(download());
    const property = fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const bytes = Buffer.from(whole);
        bytes[at]! ^= mask;
        const path = await save('damaged.zip', bytes);
        const outcome = await orRefusal(() => readParameters(path, now));
        if (typeof outcome === 'string') return;
        expect(outcome.importToken).toEqual(importToken);
        expect(outcome.publicKey).toEqual(publicKey);
      },
    );
    await fc.assert(property, { numRuns: 500 });
  });

  it.each([
    ['AWS’s tutorial for the AWS CLI', 'PublicKey.bin', 'ImportToken.bin'],
    ['hyphens and underscores', 'wrapping-public-key.der', 'import_token.bin'],
    ['short names', 'pubkey.bin', 'token.bin'],
    ['other words', 'kms_public_key.pem', 'KMSImportToken.bin'],
  ])('a folder in which commands were run is read: %s', async (name, keyName, tokenName) => {
    const path = join(folder, name);
    await mkdir(path);
    await writeFile(join(path, keyName), publicKey);
    await writeFile(join(path, tokenName), importToken);
    await writeFile(join(path, 'PlaintextKeyMaterial.bin'), Buffer.alloc(32, 7));
    expect(await readParameters(path, now)).toMatchObject({ publicKey, importToken });
  });

  it('base64 text beside the same bytes is one file, and alone it is decoded and said', async () => {
    const path = join(folder, 'base64');
    await mkdir(path);
    const text = (bytes: Buffer) => `${bytes.toString('base64')}\n`;
    await writeFile(join(path, 'PublicKey.b64'), text(publicKey));
    await writeFile(join(path, 'ImportToken.b64'), text(importToken));
    const alone = await readParameters(path, now);
    expect(alone).toMatchObject({ publicKey, importToken });
    expect(alone.warnings.join()).toContain('PublicKey.b64 is base64 text and was decoded');
    await writeFile(join(path, 'PublicKey.bin'), publicKey);
    await writeFile(join(path, 'ImportToken.bin'), importToken);
    expect((await readParameters(path, now)).warnings.join()).not.toContain('base64');
    await writeFile(join(path, 'ImportToken.bin'), Buffer.alloc(400, 9));
    expect((await refusal(() => readParameters(path, now))).message).toContain('more than one download');
  });

  it('key and token may be named one by one, in either text form, and exchanged they are refused', async () => {
    const key = { name: 'a.bin', bytes: publicKey };
    const token = { name: `importToken_${keyId}`, bytes: importToken };
    expect(parametersFromPair(key, token, now)).toMatchObject({ publicKey, importToken, key: { id: keyId } });
    const text = { name: 'token', bytes: Buffer.from(importToken.toString('base64')) };
    expect(parametersFromPair(key, text, now).importToken).toEqual(importToken);
    expect((await refusal(() => parametersFromPair(token, key, now))).message).toContain('exchanged');
  });

  it('a key id that is the same as an ARN’s is one key', async () => {
    const parts = download();
    const path = await save(`Import_Parameters_${keyId}_2.zip`, zip(parts));
    expect((await readParameters(path, now)).key?.given).toBe(arn());
  });
});
