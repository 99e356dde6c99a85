import { constants, publicEncrypt, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { pkcs1v15Decode, pkcs1v15Encode } from '../../src/crypto/pkcs1v15.ts';
import { rsaPrivate } from '../../src/crypto/rsa.ts';
import { rsaKey } from './keys.ts';

const key = rsaKey(2048);

it('what node encrypts with PKCS#1 v1.5 decodes to the message (RFC 8017, 7.2)', () => {
  for (const length of [0, 1, 32, 245]) {
    const message = randomBytes(length);
    const blob = publicEncrypt({ key: key.publicKey, padding: constants.RSA_PKCS1_PADDING }, message);
    expect(pkcs1v15Decode(rsaPrivate(key, blob)!)).toEqual(message);
  }
});

it('encode then decode gives the message back, though the random source gives zero bytes', () => {
  let call = 0;
  const random = (bytes: number) => (call++ === 0 ? Buffer.alloc(bytes) : randomBytes(bytes));
  const message = randomBytes(100);
  const block = pkcs1v15Encode(message, 256, random);
  expect(block.subarray(2, 155)).not.toContain(0);
  expect(pkcs1v15Decode(block)).toEqual(message);
  expect(() => pkcs1v15Encode(Buffer.alloc(246), 256, randomBytes)).toThrow(/at most 245/);
});

it('fewer than eight padding bytes, another block type and no separator are refused (RFC 8017, 7.2.2)', () => {
  const block = pkcs1v15Encode(Buffer.from('m'), 256, randomBytes);
  const short = Buffer.from(block);
  short[9] = 0;
  const type1 = Buffer.from(block);
  type1[1] = 1;
  expect(pkcs1v15Decode(short)).toBeUndefined();
  expect(pkcs1v15Decode(type1)).toBeUndefined();
  expect(pkcs1v15Decode(Buffer.concat([Buffer.from([0, 2]), Buffer.alloc(254, 0xff)]))).toBeUndefined();
  expect(pkcs1v15Decode(Buffer.alloc(5))).toBeUndefined();
});
