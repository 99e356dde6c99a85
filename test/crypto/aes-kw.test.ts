import { createCipheriv, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  kwInitialValue,
  kwInvert,
  kwTransform,
  kwWrap,
  kwpLength,
  kwpUnwrap,
  kwpWrap,
} from '../../src/crypto/aes-kw.ts';
import { hex, publishedVectors } from '../vectors/published.ts';

const rfc3394Key = '000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F';
const rfc3394 = [
  ['4.1', 16, 16, '1FA68B0A8112B447 AEF34BD8FB5A7B82 9D3E862371D2CFE5'],
  ['4.2', 24, 16, '96778B25AE6CA435 F92B5B97C050AED2 468AB8A17AD84E5D'],
  ['4.3', 32, 16, '64E8C3F9CE0F5BA2 63E9777905818A2A 93C8191E7D6E8AE7'],
  ['4.4', 24, 24, '031D33264E15D332 68F24EC260743EDC E1C6C7DDEE725A93 6BA814915C6762D2'],
  ['4.5', 32, 24, 'A8F9BC1612C68B3F F6E6F4FBE30E71E4 769C8B80A32CB895 8CD5D17D6B254DA1'],
  ['4.6', 32, 32, '28C9F404C4B810F4 CBCCB35CFB87F826 3F5786E2D80ED326 CBC7F0E71A99F43B FB988B9B7A02DD21'],
] as const;

for (const [section, keyBytes, dataBytes, wrapped] of rfc3394)
  it(`RFC 3394 ${section}: ${dataBytes * 8} bits under a ${keyBytes * 8}-bit key`, () => {
    const kek = hex(rfc3394Key).subarray(0, keyBytes);
    const data = hex('00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F').subarray(
      0,
      dataBytes,
    );
    expect(kwWrap(kek, data)).toEqual(hex(wrapped));
    expect(kwInvert(kek, hex(wrapped))).toEqual({ initial: kwInitialValue, body: data });
  });

const rfc5649Key = hex('5840df6e29b02af1 ab493b705bf16ea1 ae8338f4dcc176a8');
const rfc5649 = [
  [
    'c37b7e6492584340 bed1220780894115 5068f738',
    '138bdeaa9b8fa7fc 61f97742e72248ee 5ae6ae5360d1ae6a 5f54f373fa543b6a',
    'a65959a600000014',
  ],
  ['466f7250617369', 'afbeb0f07dfbf541 9200f2ccb50bb24f', 'a65959a600000007'],
] as const;

for (const [plaintext, wrapped, initial] of rfc5649)
  it(`RFC 5649, 6: ${hex(plaintext).length} octets under a 192-bit key`, () => {
    expect(kwpWrap(rfc5649Key, hex(plaintext))).toEqual(hex(wrapped));
    expect(kwpUnwrap(rfc5649Key, hex(wrapped))).toEqual(hex(plaintext));
    const inverted = kwInvert(rfc5649Key, hex(wrapped));
    expect(inverted.initial).toEqual(hex(initial));
    expect(inverted.body.subarray(0, hex(plaintext).length)).toEqual(hex(plaintext));
  });

it("Botan's KW and KWP vectors wrap and unwrap", () => {
  const vectors = [...publishedVectors('kw'), ...publishedVectors('kwp')];
  expect(vectors.length).toBe(8);
  for (const { kind, kekHex, ctHex, msgHex } of vectors) {
    const wrap = kind === 'kw' ? kwWrap : kwpWrap;
    expect(wrap(hex(kekHex), hex(msgHex)).toString('hex')).toBe(ctHex);
  }
});

const keys = fc.constantFrom(16, 24, 32).map((bytes) => randomBytes(bytes));

it('the blocks by hand and the wrap-pad cipher write the same bytes (RFC 5649, 4.1)', () => {
  fc.assert(
    fc.property(keys, fc.uint8Array({ minLength: 1, maxLength: 300 }), (kek, plaintext) => {
      const initial = Buffer.from('a65959a600000000', 'hex');
      initial.writeUInt32BE(plaintext.length, 4);
      const body = Buffer.alloc(kwpLength(plaintext.length) - 8);
      body.set(plaintext);
      const wrapped = kwpWrap(kek, plaintext);
      expect(wrapped.length).toBe(kwpLength(plaintext.length));
      expect(kwTransform(kek, initial, body)).toEqual(wrapped);
      expect(kwInvert(kek, wrapped)).toEqual({ initial, body });
      expect(kwpUnwrap(kek, wrapped)).toEqual(Buffer.from(plaintext));
    }),
    { numRuns: 200 },
  );
});

it("RFC 3394 by blocks equals node's wrap cipher", () => {
  const kek = randomBytes(32);
  for (const bytes of [16, 64, 1216]) {
    const data = randomBytes(bytes);
    expect(kwWrap(kek, data)).toEqual(createCipheriv('id-aes256-wrap', kek, kwInitialValue).update(data));
  }
});

it('a changed byte, an odd length, another key and nothing at all do not unwrap', () => {
  const kek = randomBytes(32);
  const wrapped = kwpWrap(kek, Buffer.from('material'));
  const changed = Buffer.from(wrapped);
  changed[3]! ^= 0x80;
  for (const bad of [changed, wrapped.subarray(1), wrapped.subarray(0, 8), Buffer.alloc(0)])
    expect(kwpUnwrap(kek, bad)).toBeUndefined();
  expect(kwpUnwrap(randomBytes(32), wrapped)).toBeUndefined();
});

it('a wrap of RFC 3394 is not taken for one of RFC 5649', () => {
  const kek = randomBytes(32);
  expect(kwpUnwrap(kek, kwWrap(kek, randomBytes(32)))).toBeUndefined();
});

it('nothing to wrap and an AES key of 20 bytes are refused', () => {
  expect(() => kwpWrap(randomBytes(32), Buffer.alloc(0))).toThrow(/at least one byte/);
  expect(() => kwpWrap(randomBytes(20), Buffer.alloc(8))).toThrow(/16, 24 or 32 bytes/);
});
