import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import * as keyWrap from '../../src/crypto/aes-kw.ts';
import { unwrapBlob } from '../../src/crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../../src/crypto/wrapping-key.ts';
import { wrapMaterial } from '../../src/crypto/wrap.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';

vi.mock('../../src/crypto/aes-kw.ts', async (original) => {
  const real = await original<typeof keyWrap>();
  return { ...real, kwpUnwrap: vi.fn<typeof keyWrap.kwpUnwrap>(real.kwpUnwrap) };
});

const privateKey = loadWrappingPrivateKey(
  readFileSync(join(import.meta.dirname, '../../golden/keys/rfc9500-testRSA2048.pem')),
);
const wrappingAlgorithm = 'RSA_AES_KEY_WRAP_SHA_256';
const material = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const blob = wrapMaterial({
  material,
  publicKey: privateKey,
  wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
});
const tried = vi.mocked(keyWrap.kwpUnwrap);
beforeEach(() => void tried.mockClear());

const changed = (at: number) => {
  const other = Buffer.from(blob);
  other[at]! ^= 1;
  return other;
};

it('a sound blob opens, its wrapped part under the AES key inside', () => {
  expect(
    unwrapBlob({ blob, privateKey, wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm] }).material,
  ).toEqual(material);
  expect(tried).toHaveBeenCalledOnce();
});

it.for([
  ['the RSA block does not open', changed(200)],
  ['the wrapped part does not open', changed(260)],
  ['the AES key has another length', undefined],
] as const)(
  '%s: the wrapped part is tried all the same, and the refusal is one and the same',
  ([, given]) => {
    const short = wrapMaterial({
      material,
      publicKey: privateKey,
      wrappingAlgorithm: wrappingAlgorithms.RSAES_OAEP_SHA_256,
    });
    const faulty = given ?? Buffer.concat([short, blob.subarray(256)]);
    expect(() =>
      unwrapBlob({ blob: faulty, privateKey, wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm] }),
    ).toThrow('the blob does not unwrap as RSA_AES_KEY_WRAP_SHA_256 with this private key');
    expect(tried).toHaveBeenCalledOnce();
  },
);
