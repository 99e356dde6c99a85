import { constants, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { ownSchema } from '../report/schemas.ts';
import { Place } from './command.ts';

const place = new Place();
afterAll(() => place.remove());

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const blob = publicEncrypt(
  { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
  randomBytes(48),
);
place.write('test.pem', privateKey.export({ format: 'pem', type: 'pkcs8' }));
place.write('WrappingPublicKey.bin', publicKey.export({ format: 'der', type: 'spki' }));
place.write('blob.json', JSON.stringify({ ciphertext: blob.toString('base64') }));

const convert = (...words: string[]) =>
  place.run(['convert', 'blob.json', '--wrapping-algorithm', 'RSAES_OAEP_SHA_256', ...words]);

it('writes the binary under the documented name, and says what was around it', async () => {
  const { code, stderr } = await convert('--public-key', 'WrappingPublicKey.bin');
  expect(code).toBe(0);
  expect(stderr).toContain('note: found base64 text');
  expect(stderr).toContain('without the private key the blob was not opened');
  expect(readFileSync(place.path('EncryptedKeyMaterial.bin'))).toEqual(blob);
});

it('--format json is one document that fits its schema', async () => {
  const { stdout } = await convert('--private-key', 'test.pem', '--out', 'opened.bin', '--format', 'json');
  const document = JSON.parse(stdout.toString()) as object;
  expect(ownSchema('convert-1')(document)).toEqual([]);
  expect(document).toMatchObject({ wrappingAlgorithm: 'RSAES_OAEP_SHA_256', proof: 'opened', bytes: 256 });
});

it.each([
  ['no key', [], 2, 'a blob is recognised by its wrapping key'],
  ['a passphrase', ['--passphrase-file', 'x'], 2, '--passphrase-file is for a key'],
  [
    'another key spec',
    ['--private-key', 'test.pem', '--key-spec', 'HMAC_512'],
    1,
    'not one of HMAC_512 key material',
  ],
] as const)('%s is refused, and nothing is written', async (_, words, code, message) => {
  const ended = await convert(...words, '--out', 'refused.bin');
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(message);
  expect(existsSync(place.path('refused.bin'))).toBe(false);
});
