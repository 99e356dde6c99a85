import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditBlob } from '../../src/audit/blob/audit.ts';
import { contextOf } from '../../src/audit/blob/facts/context.ts';
import { openWrapped } from '../../src/audit/blob/facts/hybrid.ts';
import { budgetOf, longestBinary, unwrappedBytes } from '../../src/audit/budgets.ts';
import { kwpWrap } from '../../src/crypto/aes-kw.ts';
import { readPublicKey } from '../../src/crypto/wrapping-key.ts';
import { rsaKey } from '../crypto/keys.ts';

const bytes = (length: number, seed: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
      createHash('sha256').update(`${seed}/${i}`).digest(),
    ),
  ).subarray(0, length);

const privateKey = rsaKey(2048);
const request = {
  privateKey,
  wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
  keySpec: 'RSA_2048',
  partition: 'aws',
} as const;

describe('a budget', () => {
  it('is spent once: whoever asks for more than is left goes without, and a smaller part is still given', () => {
    const budget = budgetOf(10);
    expect([8, 3, 2, 1].map((amount) => budget.spend(amount))).toEqual([true, false, true, false]);
  });

  it('bounds the bytes that go through AES key wrap for a hybrid blob that does not open, of any length', () => {
    const context = contextOf(request);
    for (const length of [1232, 4104, 16_128, 16_125]) {
      const budget = budgetOf(unwrappedBytes);
      let spent = 0;
      const unwraps = {
        spend: (amount: number) => {
          const given = budget.spend(amount);
          if (given) spent += amount;
          return given;
        },
      };
      expect(openWrapped(bytes(32, length), bytes(length, 1), context, unwraps)).toBeUndefined();
      expect(spent).toBeGreaterThan(length);
      expect(spent).toBeLessThanOrEqual(unwrappedBytes);
    }
    expect(unwrappedBytes / longestBinary).toBe(64);
  });

  it('that is spent does not keep a sound wrapped part from opening', () => {
    const kek = bytes(32, 2);
    const opened = openWrapped(kek, kwpWrap(kek, bytes(1200, 3)), contextOf(request), budgetOf(0));
    expect(opened?.wrap).toMatchObject({ kind: 'kwp', material: bytes(1200, 3) });
  });
});

describe('bytes after a sound blob, seen without the private key', () => {
  const publicKey = readPublicKey(privateKey.publicKey.export({ format: 'der', type: 'spki' }));
  const ids = (blob: Buffer) =>
    auditBlob({
      id: 'blob',
      path: 'blob',
      blob,
      publicKey,
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      keySpec: 'SYMMETRIC_DEFAULT',
      partition: 'aws',
    }).result.findings.map(({ id }) => id);

  it('trailing zeros are named blob-trailing-bytes, and blob-length where a leading zero or a CRLF explains one byte as well', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(1, 2, 3, 20), (seed, zeros) => {
        const sound = bytes(256, seed);
        // A block below the modulus, as RSA gives it.
        sound[0] = sound[0]! % privateKey.modulus[0]!;
        const crlfs = sound.toString('latin1').match(/\r\n/g)?.length ?? 0;
        const lone = /(?<!\r)\n/.test(sound.toString('latin1'));
        const ambiguous = (zeros === 1 && sound[0] === 0) || (crlfs === zeros && !lone);
        const expected = ambiguous ? 'blob-length' : 'blob-trailing-bytes';
        expect(ids(Buffer.concat([sound, Buffer.alloc(zeros)]))).toEqual([expected]);
      }),
      { seed: 13, numRuns: 4000 },
    );
  });
});
