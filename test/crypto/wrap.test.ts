import { privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { kwpWrap } from '../../src/crypto/aes-kw.ts';
import { recomputeBlob, unwrapBlob } from '../../src/crypto/unwrap.ts';
import { wrapMaterial } from '../../src/crypto/wrap.ts';
import { KmsKeywrapError } from '../../src/errors.ts';
import { wrappingAlgorithms, type WrappingAlgorithm } from '../../src/tables/wrapping.ts';
import { rsaKey, sm2Key } from './keys.ts';

const rsa = rsaKey(2048);
const sm2 = sm2Key();
const code = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    return error instanceof KmsKeywrapError ? error.code : String(error);
  }
  return 'no error';
};

const cases: readonly [WrappingAlgorithm, number][] = [
  ['RSAES_OAEP_SHA_1', 32],
  ['RSAES_OAEP_SHA_256', 185],
  ['RSA_AES_KEY_WRAP_SHA_1', 1217],
  ['RSA_AES_KEY_WRAP_SHA_256', 2374],
  ['SM2PKE', 138],
];

describe('wrap, unwrap and account for every byte', () => {
  for (const [wrappingAlgorithm, bytes] of cases)
    it(`${wrappingAlgorithm} of ${bytes} bytes`, () => {
      const key = wrappingAlgorithm === 'SM2PKE' ? sm2 : rsa;
      const material = randomBytes(bytes);
      const blob = wrapMaterial({
        material,
        publicKey: key,
        wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
      });
      const input = { blob, privateKey: key, wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm] };
      const unwrapped = unwrapBlob(input);
      expect(unwrapped.material).toEqual(material);
      expect(recomputeBlob(input, unwrapped)).toEqual(blob);
      for (const bad of [blob.subarray(1), blob.subarray(0, -1), Buffer.concat([blob, Buffer.alloc(8)])])
        expect(code(() => unwrapBlob({ ...input, blob: bad }))).toBe('ERR_UNWRAP');
      expect(code(() => unwrapBlob({ ...input, blob: Buffer.alloc(0) }))).toBe('ERR_UNWRAP');
      for (const at of [0, 10, blob.length - 1]) {
        const changed = Buffer.from(blob);
        changed[at]! ^= 1;
        expect(code(() => unwrapBlob({ ...input, blob: changed }))).toBe('ERR_UNWRAP');
      }
    });
});

it("node's own OAEP opens RSAES_OAEP_SHA_256, and the reverse", () => {
  const material = randomBytes(32);
  const options = { oaepHash: 'sha256' };
  const blob = wrapMaterial({
    material,
    publicKey: rsa,
    wrappingAlgorithm: wrappingAlgorithms.RSAES_OAEP_SHA_256,
  });
  expect(privateDecrypt({ key: rsa.privateKey, ...options }, blob)).toEqual(material);
  const theirs = publicEncrypt({ key: rsa.publicKey, ...options }, material);
  const unwrapped = unwrapBlob({
    blob: theirs,
    privateKey: rsa,
    wrappingAlgorithm: wrappingAlgorithms.RSAES_OAEP_SHA_256,
  });
  expect(unwrapped.material).toEqual(material);
});

it('an injected random source decides every byte, and a 16-byte AES key is not taken', () => {
  const material = randomBytes(64);
  const wrap = () =>
    wrapMaterial({
      material,
      publicKey: rsa,
      wrappingAlgorithm: wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256,
      random: (bytes) => Buffer.alloc(bytes, 7),
    });
  expect(wrap()).toEqual(wrap());
  const kek = randomBytes(16);
  const blob = Buffer.concat([
    publicEncrypt({ key: rsa.publicKey, oaepHash: 'sha256' }, kek),
    kwpWrap(kek, material),
  ]);
  expect(
    code(() =>
      unwrapBlob({ blob, privateKey: rsa, wrappingAlgorithm: wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256 }),
    ),
  ).toBe('ERR_UNWRAP');
});

it('refusals: retired algorithm, key of the other kind, nothing to wrap, too long', () => {
  const wrap = (wrappingAlgorithm: WrappingAlgorithm, bytes = 32) =>
    code(() =>
      wrapMaterial({
        material: Buffer.alloc(bytes),
        publicKey: rsa,
        wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
      }),
    );
  expect(wrap('RSAES_PKCS1_V1_5')).toBe('ERR_UNSUPPORTED_COMBINATION');
  expect(wrap('SM2PKE')).toBe('ERR_PUBLIC_KEY');
  expect(wrap('RSAES_OAEP_SHA_256', 0)).toBe('ERR_KEY_MATERIAL');
  expect(wrap('RSAES_OAEP_SHA_256', 191)).toBe('ERR_KEY_MATERIAL');
  expect(
    code(() =>
      unwrapBlob({ blob: Buffer.alloc(256), privateKey: rsa, wrappingAlgorithm: wrappingAlgorithms.SM2PKE }),
    ),
  ).toBe('ERR_PRIVATE_KEY');
});
