import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert } from '../../../src/api/convert/convert.ts';
import { curves, curveSpecs } from '../../../src/tables/curves.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';
import { oids } from '../../../src/tables/algorithms.ts';
import { integer, nullValue, objectIdentifier, octets, sequence } from '../../../src/formats/der/write.ts';
import {
  ecKeyFrom,
  ecPkcs8,
  ecPrivateKey,
  rsaIntegers,
  rsaPkcs8,
  rsaPrivateKey,
} from '../../../src/samples/keys/private-keys.ts';
import { pem } from '../../../src/samples/faults/material/text.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';

const random = seededRandom(Buffer.from('convert'), 'test');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const rsaSound = rsa.export({ type: 'pkcs8', format: 'der' });

const run = async (
  given: Buffer | string,
  keySpec: KeySpec,
  more: { passphrase?: Buffer; reference?: Buffer } = {},
) => (await convert({ keyMaterial: Buffer.from(given), keySpec, ...more })).keyMaterial;
const refusal = (given: Buffer | string, keySpec: KeySpec, more = {}) =>
  run(given, keySpec, more).then(
    () => 'converted',
    (error: { code?: string; message: string }) => `${error.code}: ${error.message}`,
  );

type Dress = (bytes: Buffer) => string;
const lines = (text: string, width = 64) => text.replaceAll(new RegExp(`.{1,${width}}`, 'g'), '$&\n');

/** Ways in which bytes of any kind are written as text. */
const dresses: Readonly<Record<string, Dress>> = {
  'hex': (bytes) => `${bytes.toString('hex')}\n`,
  'hex with a prefix': (bytes) => `0x${bytes.toString('hex').toUpperCase()}`,
  'hex with colons': (bytes) => bytes.toString('hex').replaceAll(/..(?!$)/g, '$&:'),
  'a C array': (bytes) =>
    `unsigned char k[] = {\n${Array.from(bytes, (byte) => `0x${byte.toString(16)}`).join(', ')}\n};`,
  'base64': (bytes) => `${bytes.toString('base64')}\n`,
  'base64 in lines': (bytes) => lines(bytes.toString('base64')),
  'base64url': (bytes) => bytes.toString('base64url'),
  'an environment variable': (bytes) => `AES_KEY="${bytes.toString('base64')}"\n`,
  'a YAML block': (bytes) => `key: |\n${lines(bytes.toString('base64')).replaceAll(/^/gm, '  ')}`,
  'a JSON field': (bytes) => JSON.stringify({ name: 'my key', key: bytes.toString('base64') }),
  'a Buffer of node': (bytes) => JSON.stringify(bytes),
  'a typed array as an object': (bytes) => JSON.stringify(new Uint8Array(bytes)),
  'signed bytes of Java': (bytes) => `[${new Int8Array(bytes).join(', ')}]`,
  'numbers of PowerShell': (bytes) => Array.from(bytes).join('\r\n'),
  'numbers of Go': (bytes) => `[${Array.from(bytes).join(' ')}]`,
  'escapes of Python': (bytes) => `b'${bytes.toString('hex').replaceAll(/../g, '\\x$&')}'`,
};

const rawSpecs = { SYMMETRIC_DEFAULT: 32, HMAC_224: 28, HMAC_256: 32, HMAC_384: 48, HMAC_512: 64 } as const;

describe('raw keys come out of every dress, and of two of them', () => {
  const names = Object.keys(dresses);
  it.each(Object.entries(rawSpecs))('%s', { timeout: 60_000 }, async (keySpec, length) => {
    const key = fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes));
    const isRandom = (bytes: Buffer) => new Set(bytes).size > length / 2 && bytes[0] !== 0x30;
    await fc.assert(
      fc.asyncProperty(
        key.filter(isRandom),
        fc.constantFrom(...names),
        fc.option(fc.constantFrom(...names)),
        async (bytes, inner, outer) => {
          const once = dresses[inner]!(bytes);
          const text = outer === null ? once : dresses[outer]!(Buffer.from(once));
          const result = await run(text, keySpec as KeySpec).catch((error: { code?: string }) => error.code);
          // Never other bytes: the right ones, or a refusal that says why. Numbers of two digits only may be hexadecimal.
          const mayBeRefused = outer !== null || inner.startsWith('numbers of');
          const refusals = mayBeRefused ? ['ERR_AMBIGUOUS', 'ERR_NOT_CONVERTIBLE'] : [];
          expect([bytes.toString('hex'), ...refusals]).toContain(
            Buffer.isBuffer(result) ? result.toString('hex') : result,
          );
        },
      ),
      { numRuns: 60, seed: 12 },
    );
  });
});

describe.each(curveSpecs)('%s', (spec) => {
  const key = ecKeyFrom(spec, random);
  const sound = ecPkcs8(key);
  const { fieldBytes, oid } = curves[spec];

  it.each(Object.entries(dresses))('PKCS#8 in %s', async (_, dress) =>
    expect(await run(dress(sound), spec)).toEqual(sound),
  );

  it('PEM in any dress (RFC 7468)', async () => {
    const text = pem('PRIVATE KEY', sound).toString();
    for (const dressed of [
      text,
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', ' '),
      text.replaceAll('\n', ''),
      `KEY="${text.replaceAll('\n', '\\n')}"`,
      JSON.stringify({ private_key: text }),
      text.replaceAll(/^/gm, '    '),
      text.slice(0, text.indexOf('-----END')),
      text.slice(text.indexOf('\n') + 1),
      `Bag Attributes\n    friendlyName: key\nKey Attributes: <No Attributes>\n${text}`,
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(text).toString('base64'),
    ])
      expect(await run(dressed, spec)).toEqual(sound);
  });

  it('SEC1, a scalar, a scalar with its point in either order, a JSON Web Key', async () => {
    const inner = objectIdentifier(oid);
    const { scalar, point } = key;
    const half = (from: number, to?: number) => point.subarray(from, to).toString('base64url');
    const jwk = {
      kty: 'EC',
      crv: curves[spec].jwk,
      x: half(1, 1 + fieldBytes),
      y: half(1 + fieldBytes),
      d: scalar.toString('base64url'),
    };
    for (const given of [
      ecPrivateKey(key, { inner }),
      ecPrivateKey(key, { point: null }),
      scalar,
      Buffer.concat([scalar, point]),
      Buffer.concat([point.subarray(1), scalar]),
      octets(scalar),
      JSON.stringify(jwk),
      JSON.stringify({ keys: [{ ...jwk, d: undefined }, jwk] }),
    ])
      expect(await run(given, spec)).toEqual(sound);
  });

  it('odd encodings of the same key', async () => {
    const algorithm = (...parts: Buffer[]) =>
      sequence(integer(0), sequence(...parts), octets(ecPrivateKey(key)));
    for (const given of [
      ecPkcs8(key, { point: null }),
      ecPkcs8(key, { version: 2 }),
      ecPkcs8(key, {}, [], 1),
      ecPkcs8(key, { outer: nullValue() }),
      algorithm(objectIdentifier(oids.ecPublicKey)),
      algorithm(objectIdentifier('1.3.132.1.12'), objectIdentifier(oid)),
      sequence(integer(0), objectIdentifier(oid), octets(ecPrivateKey(key))),
      sequence(integer(0), sequence(objectIdentifier(oids.ecPublicKey)), octets(sound)),
      Buffer.concat([sound, Buffer.from('\n')]),
    ])
      expect(await run(given, spec)).toEqual(sound);
  });

  it('a public key of another scalar is refused', async () =>
    expect(await refusal(ecPkcs8(key, { point: ecKeyFrom(spec, random).point }), spec)).toMatch(
      /ERR_NOT_CONVERTIBLE/,
    ));
});

describe('RSA', () => {
  const numbers = rsaIntegers(rsaSound);
  const bare = { ...numbers, p: 0n, q: 0n, dp: 0n, dq: 0n, qInv: 0n };
  it('n, e and d alone, n and d alone, without CRT values (NIST SP 800-56B, appendix C)', async () => {
    const ordered = numbers.p > numbers.q;
    expect(ordered).toBe(true);
    for (const key of [bare, { ...bare, e: 0n }, { ...numbers, dp: 0n, dq: 0n, qInv: 0n }])
      expect(await run(rsaPkcs8(rsaPrivateKey(key)), 'RSA_2048')).toEqual(rsaSound);
  });
  it('PKCS#1, no NULL, a signature algorithm as identifier, a JSON Web Key', async () => {
    const inner = octets(rsaPrivateKey(numbers));
    const { n, e, d } = rsa.export({ format: 'jwk' });
    for (const given of [
      rsaPrivateKey(numbers),
      sequence(integer(0), sequence(objectIdentifier(oids.rsaEncryption)), inner),
      sequence(integer(0), sequence(objectIdentifier('1.2.840.113549.1.1.11'), nullValue()), inner),
      JSON.stringify(rsa.export({ format: 'jwk' })),
      JSON.stringify({ kty: 'RSA', n, e, d }),
    ])
      expect(await run(given, 'RSA_2048')).toEqual(rsaSound);
  });
  it('encrypted PKCS#8 and PEM with RFC 1421 headers open with their passphrase, and with no other', async () => {
    const passphrase = Buffer.from('a passphrase');
    const cipher = 'aes-256-cbc';
    for (const given of [
      rsa.export({ type: 'pkcs8', format: 'der', cipher, passphrase }),
      rsa.export({ type: 'pkcs8', format: 'pem', cipher, passphrase }),
      rsa.export({ type: 'pkcs1', format: 'pem', cipher, passphrase }),
    ]) {
      expect(await run(given, 'RSA_2048', { passphrase })).toEqual(rsaSound);
      expect(await refusal(given, 'RSA_2048')).toMatch(/ERR_NOT_CONVERTIBLE/);
      expect(await refusal(given, 'RSA_2048', { passphrase: Buffer.from('another') })).toMatch(
        /ERR_PASSPHRASE/,
      );
    }
  });
});

describe('nothing is guessed', () => {
  const spec = 'ECC_SECG_P256K1';
  it('an odd number of hexadecimal digits is a scalar whose leading zero was not printed, and no raw key', async () => {
    let key = ecKeyFrom(spec, random);
    while (key.scalar[0]! > 0x0f || key.scalar[0] === 0) key = ecKeyFrom(spec, random);
    const digits = key.scalar.toString('hex').slice(1);
    const { keyMaterial, changes } = await convert({ keyMaterial: Buffer.from(digits), keySpec: spec });
    expect(keyMaterial).toEqual(ecPkcs8(key));
    expect(changes.map(({ kind }) => kind)).toContain('scalar-padded');
    expect(await refusal(digits, 'HMAC_256')).toMatch(/ERR_NOT_CONVERTIBLE/);
  });
  it('two fields that both decode are both named, and --reference decides', async () => {
    const [a, b] = [random(32), random(32)];
    const text = JSON.stringify({ first: a.toString('base64'), second: b.toString('hex') });
    expect(await refusal(text, 'HMAC_256')).toMatch(/ERR_AMBIGUOUS.*\.(?:first|second).*\.(?:first|second)/);
    expect(await run(text, 'HMAC_256', { reference: b })).toEqual(b);
    expect(await refusal(text, 'HMAC_256', { reference: random(32) })).toMatch(/ERR_NOT_CONVERTIBLE/);
  });
  it('nothing is read out of ciphertext', async () => {
    const hex = () => random(32).toString('hex');
    const keystore = {
      version: 3,
      crypto: { ciphertext: hex(), kdf: 'scrypt', kdfparams: { salt: hex() }, mac: hex() },
    };
    const jwe = { protected: 'e30', encrypted_key: hex(), iv: 'AAAA', ciphertext: hex(), tag: 'AAAA' };
    for (const document of [keystore, jwe, { ciphertext: hex(), nonce: hex() }])
      for (const keySpec of [spec, 'SYMMETRIC_DEFAULT', 'HMAC_256'] as const)
        expect(await refusal(JSON.stringify(document), keySpec)).toMatch(/ERR_NOT_CONVERTIBLE/);
    expect(await refusal(JSON.stringify({ CiphertextBlob: hex() }), 'HMAC_256')).toMatch(
      /ERR_NOT_CONVERTIBLE/,
    );
  });
  it('a display that leaves bytes out is refused', async () => {
    const shown = random(32).toString('hex').replaceAll(/../g, '$& ');
    expect(await refusal(`<Buffer ${shown}... 206 more bytes>`, 'SYMMETRIC_DEFAULT')).toMatch(
      /ERR_NOT_CONVERTIBLE/,
    );
  });
  it('a key of another key spec is refused', async () =>
    expect(await refusal(rsaSound, 'ECC_NIST_P256')).toMatch(/ERR_NOT_CONVERTIBLE/));
});
