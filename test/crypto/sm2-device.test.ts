import { createHash, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sm2FromDevice, sm2ToDevice } from '../../src/crypto/sm2-device.ts';
import { sm2Coordinates, sm2Decrypt, sm2Encrypt, sm2PublicOf, sm2Shared } from '../../src/crypto/sm2.ts';

const scalar = 0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8n;
const parts = sm2Encrypt(sm2PublicOf(scalar), Buffer.from('encryption standard'), {
  k: 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n,
});

const layouts = fc.record({
  field: fc.constantFrom(64 as const, 32 as const),
  aligned: fc.constantFrom('right' as const, 'left' as const),
  length: fc.constantFrom('little-endian' as const, 'big-endian' as const),
  filled: fc.nat(200),
});

describe('the structure of a device around an SM2 ciphertext', () => {
  it('ECCCipher of GM/T 0018-2012, written member by member: x[64], y[64], M[32], L, C', () => {
    const zeros = Buffer.alloc(32);
    const structure = Buffer.concat([
      zeros,
      parts.c1.subarray(0, 32),
      zeros,
      parts.c1.subarray(32),
      parts.hash,
      Buffer.from([19, 0, 0, 0]),
      parts.ciphertext,
    ]);
    const [first] = sm2FromDevice(structure);
    expect(first).toEqual({
      parts,
      layout: { field: 64, aligned: 'right', length: 'little-endian', filled: 0 },
    });
  });

  it('every layout is read as it was written', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const written = layout.field === 32 ? { ...layout, aligned: 'right' as const } : layout;
        const read = [...sm2FromDevice(sm2ToDevice(parts, written))];
        expect(read).toContainEqual({ parts, layout: written });
      }),
      { seed: 18, numRuns: 60 },
    );
  });

  it('other bytes are not such a structure, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect([...sm2FromDevice(Buffer.from(bytes))]).toEqual([]);
      }),
      { seed: 18, numRuns: 200 },
    );
  });

  it('a coordinate with other bytes in its field, and a length beyond the end, are not one', () => {
    const layout = { field: 64, aligned: 'right', length: 'little-endian', filled: 0 } as const;
    const written = sm2ToDevice(parts, layout);
    const odd = Buffer.from(written);
    odd[0] = 1;
    expect([...sm2FromDevice(odd)]).toEqual([]);
    const readings = [...sm2FromDevice(written.subarray(0, -1))];
    expect(readings.map((one) => one.layout.length)).toEqual(['absent']);
  });
});

it('a mask of zeros is refused when a ciphertext is opened (GB/T 32918.4, 7.1, B4)', () => {
  const message = Buffer.from('a');
  const publicKey = sm2PublicOf(scalar);
  // One byte of mask is zero for one scalar in 256.
  for (let k = 1n; ; k += 1n) {
    const c1 = sm2Coordinates(sm2PublicOf(k));
    const shared = sm2Shared(scalar, c1)!;
    const mask = createHash('sm3')
      .update(shared)
      .update(Buffer.from([0, 0, 0, 1]))
      .digest()[0];
    if (mask !== 0) continue;
    const hash = createHash('sm3')
      .update(Buffer.concat([shared.subarray(0, 32), message, shared.subarray(32)]))
      .digest();
    expect(sm2Decrypt(scalar, { c1, hash, ciphertext: message })?.hashMatches).toBe(false);
    expect(() => sm2Encrypt(publicKey, message, { k })).toThrow(RangeError);
    expect(sm2Decrypt(scalar, sm2Encrypt(publicKey, randomBytes(16), { k }))?.hashMatches).toBe(true);
    return;
  }
});
