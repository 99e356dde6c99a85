import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sm2FromDer, sm2FromRaw, sm2ToDer, sm2ToRaw } from '../../src/crypto/sm2-ciphertext.ts';
import { sm2PublicOf, sm2Decrypt, sm2Encrypt, sm2PointFrom, sm2Coordinates } from '../../src/crypto/sm2.ts';
import { readPrivateKey, readPublicKey } from '../../src/crypto/wrapping-key.ts';
import { sm2Key, sm2Pkcs8 } from './keys.ts';
import { hex, publishedVectors } from '../vectors/published.ts';

// GB/T 32918.5-2017, Annex C.2: encryption on the recommended curve.
const annexC = {
  d: 0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8n,
  k: 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n,
  message: Buffer.from('encryption standard'),
  x1: '04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73',
  y1: 'E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0',
  c2: '21886CA989CA9C7D58087307CA93092D651EFA',
  c3: '59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766',
} as const;

describe('GB/T 32918.5-2017, Annex C.2', () => {
  const parts = sm2Encrypt(sm2PublicOf(annexC.d), annexC.message, { k: annexC.k });

  it('the given k gives C1, C2 and C3', () => {
    expect(parts.c1).toEqual(hex(annexC.x1 + annexC.y1));
    expect(parts.ciphertext).toEqual(hex(annexC.c2));
    expect(parts.hash).toEqual(hex(annexC.c3));
  });

  it('the private key opens it', () => {
    expect(sm2Decrypt(annexC.d, parts)).toEqual({ plaintext: annexC.message, hashMatches: true });
  });
});

it("OpenSSL's SM2 vectors open and are written again byte for byte", () => {
  const vectors = publishedVectors('sm2');
  expect(vectors.length).toBe(4);
  for (const { privateKeyPkcs8Hex, ctHex, msgHex } of vectors) {
    const key = readPrivateKey(hex(privateKeyPkcs8Hex));
    if (key.kind !== 'sm2') throw new Error('SM2 expected');
    const parts = sm2FromDer(hex(ctHex));
    expect(parts).toMatchObject({ hashFirst: true, trailingBytes: 0, notDer: [] });
    const decrypted = sm2Decrypt(key.scalar, parts!);
    expect(decrypted?.hashMatches).toBe(true);
    expect(decrypted?.plaintext.toString('hex')).toBe(msgHex);
    expect(sm2ToDer(parts!).toString('hex')).toBe(ctHex);
  }
});

it('openssl opens what is written here, and the reverse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sm2-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder });
  try {
    const pkcs8 = sm2Pkcs8();
    const key = readPrivateKey(pkcs8);
    if (key.kind !== 'sm2') throw new Error('SM2 expected');
    writeFileSync(join(folder, 'key'), pkcs8);
    const message = randomBytes(138);
    writeFileSync(join(folder, 'blob'), sm2ToDer(sm2Encrypt(key.point, message)));
    expect(openssl('pkeyutl', '-decrypt', '-in', 'blob', '-inkey', 'key', '-keyform', 'DER')).toEqual(
      message,
    );
    writeFileSync(
      join(folder, 'public'),
      openssl('pkey', '-in', 'key', '-inform', 'DER', '-pubout', '-outform', 'DER'),
    );
    writeFileSync(join(folder, 'message'), message);
    const theirs = openssl(
      'pkeyutl',
      '-encrypt',
      '-in',
      'message',
      '-inkey',
      'public',
      '-keyform',
      'DER',
      '-pubin',
    );
    expect(sm2Decrypt(key.scalar, sm2FromDer(theirs)!)).toEqual({ plaintext: message, hashMatches: true });
    const publicKey = readPublicKey(openssl('pkey', '-in', 'key', '-inform', 'DER', '-pubout'));
    expect(publicKey).toMatchObject({ kind: 'sm2', form: 'pem', wrappingKeySpec: 'SM2' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('ciphertext encodings', () => {
  const key = sm2Key();

  it('DER and both raw orders come back to the same parts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (message) => {
        const parts = sm2Encrypt(key.point, message);
        expect(sm2FromDer(sm2ToDer(parts))).toMatchObject(parts);
        for (const order of ['c1c3c2', 'c1c2c3'] as const) {
          const raw = sm2ToRaw(parts, order);
          expect(raw.length).toBe(97 + message.length);
          expect(sm2FromRaw(raw, order)).toEqual(parts);
          expect(sm2FromRaw(raw.subarray(1), order, 'bare')).toEqual(parts);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('trailing bytes, a long length, a padded INTEGER and a missing sign byte are told', () => {
    const base = { hash: Buffer.alloc(32, 1), ciphertext: Buffer.alloc(160, 2) };
    const parts = { ...base, c1: Buffer.concat([Buffer.alloc(32, 0x81), Buffer.alloc(32, 0x11)]) };
    const der = sm2ToDer(parts);
    expect(sm2FromDer(Buffer.concat([der, Buffer.alloc(2)]))?.trailingBytes).toBe(2);
    expect(der[1]).toBe(0x82);
    const threeByteLength = Buffer.concat([Buffer.from([0x30, 0x83, 0]), der.subarray(2)]);
    expect(sm2FromDer(threeByteLength)?.notDer).toEqual([expect.stringContaining('length')]);
    const unsigned = Buffer.concat([
      Buffer.from([0x30, 0x82, 0, 0]),
      Buffer.from([0x02, 32]),
      parts.c1.subarray(0, 32),
      der.subarray(4 + 35),
    ]);
    unsigned.writeUInt16BE(unsigned.length - 4, 2);
    expect(sm2FromDer(unsigned)?.notDer).toEqual(['integer-negative']);
  });

  it('no bytes whatever make the reader throw', () => {
    const der = sm2ToDer(sm2Encrypt(key.point, Buffer.from('material')));
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length), (at, value, cut) => {
        const mutated = Buffer.from(der.subarray(0, cut));
        if (at < cut) mutated[at] = value;
        const parts = sm2FromDer(mutated);
        expect(parts === undefined || parts.c1.length === 64).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

it('a point off the curve is refused, a changed hash only told', () => {
  const key = sm2Key();
  const parts = sm2Encrypt(key.point, Buffer.from('material'));
  const off = Buffer.from(parts.c1);
  off[63]! ^= 1;
  expect(sm2PointFrom(off)).toBeUndefined();
  expect(sm2Decrypt(key.scalar, { ...parts, c1: off })).toBeUndefined();
  const hash = Buffer.alloc(32);
  expect(sm2Decrypt(key.scalar, { ...parts, hash })).toEqual({
    plaintext: Buffer.from('material'),
    hashMatches: false,
  });
  expect(sm2Coordinates(key.point).length).toBe(64);
  expect(() => sm2Encrypt(key.point, Buffer.alloc(0))).toThrow(/at least one byte/);
});
