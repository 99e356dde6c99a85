import { createHash, generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeKey, quotedName, shownName } from '../src/shown-name.ts';

const seed = 0x6b6d73;
/** As random as a key: what fast-check makes by itself has many zeros. */
const bytes = (length: number) =>
  fc
    .integer()
    .map((number) => createHash('shake256', { outputLength: length }).update(String(number)).digest());

/** The longest piece of `secret` that `text` holds is this long at most. */
const holdsNone = (text: string, secret: string, longest: number) =>
  !Array.from({ length: Math.max(1, secret.length - longest) }, (_, at) =>
    secret.slice(at, at + longest + 1),
  ).some((piece) => text.includes(piece));

describe('what was given as a name and looks like a key is not shown', () => {
  const lengths = [16, 24, 32, 48, 64, 66, 121, 1218];

  it.each(lengths)(
    '%d bytes in hexadecimal digits, alone, after a folder or before an extension',
    (length) => {
      fc.assert(
        fc.property(bytes(length), (key) => {
          const hex = key.toString('hex');
          for (const name of [
            hex,
            hex.toUpperCase(),
            `keys/${hex}`,
            `/tmp/${hex}.bin`,
            `0x${hex}`,
            ` ${hex}\n`,
          ]) {
            expect(looksLikeKey(name)).toBe(name.length <= 4096);
            expect(holdsNone(shownName(name).toLowerCase(), hex, 5)).toBe(true);
          }
          const columns = hex.match(/../g)!;
          for (const dressed of [
            columns.join(' '),
            columns.join(':'),
            columns.map((two) => `0x${two}`).join(', '),
          ])
            expect(shownName(dressed)).toMatch(/^(0x)?\[\d+ characters of (hexadecimal|text)\]$/);
        }),
        { seed, numRuns: 50 },
      );
    },
  );

  // 24 bytes have no padding, and may look like words by chance.
  it.each(lengths.filter((length) => length !== 24))(
    '%d bytes in base64, alone or after a folder',
    (length) => {
      fc.assert(
        fc.property(bytes(length), (key) => {
          const base64 = key.toString('base64');
          expect(holdsNone(shownName(base64), base64, 12)).toBe(true);
          expect(holdsNone(shownName(`/home/alice/exports/${base64}`), base64, 12)).toBe(true);
          expect(holdsNone(shownName(base64.replaceAll(/.{64}/g, '$&\n')), base64, 12)).toBe(true);
        }),
        { seed, numRuns: 200 },
      );
    },
  );

  it('PEM, whole or a part of it', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const [, body = ''] = pem.split('\n');
    for (const name of [pem, pem.trim(), pem.replaceAll('\n', ' '), `x${pem}`, pem.slice(0, 100), body])
      expect(holdsNone(shownName(name), body, 8)).toBe(true);
    expect(shownName(pem)).toBe(`[${pem.length} characters of PEM]`);
  });

  it('text that is longer than any path', () => {
    expect(shownName('word '.repeat(1000))).toBe('[5000 characters of text]');
  });
});

describe('a name that is one is shown', () => {
  it.each([
    'EncryptedKeyMaterial.bin',
    'exports/2024/ECC_NIST_P384_PrivateKey',
    '/home/alice/projects/infrastructure/production/keys/HMAC_384_PlaintextKey.bin',
    'RSA_AES_KEY_WRAP_SHA_256',
    'wrappingKey_1234abcd-12ab-34cd-56ef-1234567890ab_20261201',
    'C:/Users/Alice/AppData/Local/Temp/kms-keywrap-test-aB3dE9/nowhere',
    '/proc/self/fd/1',
    'Import_Parameters_1234abcd-12ab-34cd-56ef-1234567890ab.zip',
    'caf\u00e9/cl\u00e9.bin',
    'MyVeryLongCamelCaseFileNameOfExports',
  ])('%s', (name) => {
    expect(looksLikeKey(name)).toBe(false);
    expect(shownName(name)).toBe(name);
    expect(quotedName(name)).toBe(`"${name}"`);
  });

  it('on one line, whatever it contains', () => {
    expect(shownName('a\nb\u001b[31m\u202e')).toBe('a\\x0ab\\x1b[31m\\u{202e}');
  });

  it('shortened in the middle when it is long', () => {
    const name = `${'folder/'.repeat(50)}file.bin`;
    const short = shownName(name);
    expect(short).toHaveLength(151);
    expect(short.startsWith('folder/folder/')).toBe(true);
    expect(short.endsWith('…der/folder/folder/folder/folder/folder/file.bin'.slice(-20))).toBe(true);
  });
});
