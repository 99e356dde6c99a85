import { execFileSync } from 'node:child_process';
import { privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableHashes } from '../../src/crypto/hash.ts';
import { oaepCapacity, oaepDecode, oaepEncode } from '../../src/crypto/oaep.ts';
import { identifyOaep } from '../../src/crypto/oaep-search.ts';
import { rsaPrivate, rsaPublic } from '../../src/crypto/rsa.ts';
import { readPrivateKey } from '../../src/crypto/wrapping-key.ts';
import { rsaKey } from './keys.ts';
import { hex, publishedVectors } from '../vectors/published.ts';
import { hashes } from '../../src/tables/hashes.ts';

const key = rsaKey(2048);

it("RSA Laboratories' 60 OAEP-SHA-1 vectors open, and encode again from the seed", () => {
  const vectors = publishedVectors('oaep');
  expect(vectors.length).toBe(60);
  for (const { privateKeyPkcs8Hex, ctHex, msgHex } of vectors) {
    const vectorKey = readPrivateKey(hex(privateKeyPkcs8Hex));
    if (vectorKey.kind !== 'rsa') throw new Error('RSA expected');
    const block = rsaPrivate(vectorKey, hex(ctHex));
    const decoded = block && oaepDecode(block, { hash: 'sha1' });
    expect(decoded?.message.toString('hex')).toBe(msgHex);
    const again = oaepEncode(decoded!.message, vectorKey.k, { hash: 'sha1' }, decoded!.seed);
    expect(rsaPublic(vectorKey, again).toString('hex')).toBe(ctHex);
  }
});

describe('EME-OAEP (RFC 8017, 7.1) agrees with node', () => {
  for (const oaepHash of availableHashes())
    it(`${oaepHash}, with and without a label`, () => {
      for (const oaepLabel of [Buffer.alloc(0), Buffer.from('label')]) {
        const message = randomBytes(20);
        const options = { oaepHash, oaepLabel };
        const theirs = rsaPrivate(key, publicEncrypt({ key: key.publicKey, ...options }, message));
        const parameters = { hash: oaepHash, label: oaepLabel };
        expect(oaepDecode(theirs!, parameters)?.message).toEqual(message);
        const ours = rsaPublic(
          key,
          oaepEncode(message, key.k, parameters, randomBytes(hashes[oaepHash].bytes)),
        );
        expect(privateDecrypt({ key: key.privateKey, ...options }, ours)).toEqual(message);
      }
    });
});

describe('a pair of unequal hashes, which node cannot express', () => {
  const pairs = [
    ['sha256', 'sha1'],
    ['sha1', 'sha256'],
    ['sha512', 'sha384'],
    ['sha256', 'sm3'],
    ['sha3-256', 'sha256'],
  ] as const;
  for (const [hash, mgf1Hash] of pairs)
    it(`${hash} with MGF1 ${mgf1Hash} from openssl pkeyutl is opened and identified`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'oaep-'));
      try {
        const message = randomBytes(32);
        writeFileSync(join(folder, 'in'), message);
        writeFileSync(join(folder, 'key'), key.publicKey.export({ format: 'der', type: 'spki' }));
        const options = ['rsa_padding_mode:oaep', `rsa_oaep_md:${hash}`, `rsa_mgf1_md:${mgf1Hash}`];
        const blob = execFileSync(
          'openssl',
          ['pkeyutl', '-encrypt', '-in', 'in', '-inkey', 'key', '-keyform', 'DER', '-pubin'].concat(
            options.flatMap((option) => ['-pkeyopt', option]),
          ),
          { cwd: folder },
        );
        const block = rsaPrivate(key, blob)!;
        expect(oaepDecode(block, { hash, mgf1Hash })?.message).toEqual(message);
        expect(oaepDecode(block, { hash })).toBeUndefined();
        expect(identifyOaep(block)).toMatchObject({ hashes: [hash], mgf1Hash, emptyLabel: true, message });
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
});

it('every pair of hashes is identified, and a label shows as one', () => {
  for (const hash of availableHashes())
    for (const mgf1Hash of availableHashes()) {
      const seed = randomBytes(hashes[hash].bytes);
      const message = randomBytes(24);
      const block = oaepEncode(message, 256, { hash, mgf1Hash }, seed);
      expect(identifyOaep(block)).toMatchObject({
        hashes: [hash],
        mgf1Hash,
        emptyLabel: true,
        message,
        seed,
      });
      const labelled = oaepEncode(message, 256, { hash, mgf1Hash, label: Buffer.from('x') }, seed);
      const identified = identifyOaep(labelled);
      expect(identified).toMatchObject({ mgf1Hash, emptyLabel: false, message });
      expect(identified?.hashes).toContain(hash);
    }
});

it('encode then decode gives message and seed back at every length up to k − 2h − 2 (RFC 8017, 7.1.1)', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...availableHashes()),
      fc.constantFrom(...availableHashes()),
      fc.uint8Array({ maxLength: 64 }),
      fc.nat(),
      (hash, mgf1Hash, label, n) => {
        const capacity = oaepCapacity(256, hash);
        const message = randomBytes(n % (capacity + 1));
        const seed = randomBytes(hashes[hash].bytes);
        const parameters = { hash, mgf1Hash, label };
        const block = oaepEncode(message, 256, parameters, seed);
        expect(oaepDecode(block, parameters)).toEqual({ message, seed });
      },
    ),
    { numRuns: 300 },
  );
});

it('one byte more than k − 2h − 2 is refused with the capacity', () => {
  expect(() => oaepEncode(Buffer.alloc(191), 256, { hash: 'sha256' }, Buffer.alloc(32))).toThrow(
    /191 bytes.*at most 190/,
  );
});

it('any changed byte, a wrong label and a wrong hash give the same answer: undefined', () => {
  const block = oaepEncode(Buffer.from('secret'), 256, { hash: 'sha256' }, randomBytes(32));
  for (let i = 0; i < block.length; i++) {
    const changed = Buffer.from(block);
    changed[i]! ^= 1;
    expect(oaepDecode(changed, { hash: 'sha256' })).toBeUndefined();
  }
  expect(oaepDecode(block, { hash: 'sha256', label: Buffer.from('x') })).toBeUndefined();
  expect(oaepDecode(block, { hash: 'sha1' })).toBeUndefined();
  expect(oaepDecode(block.subarray(0, 60), { hash: 'sha256' })).toBeUndefined();
});

it('random blocks are not taken for OAEP', () => {
  for (let i = 0; i < 50; i++) {
    const block = randomBytes(256);
    block[0] = 0;
    expect(identifyOaep(block)).toBeUndefined();
  }
});
