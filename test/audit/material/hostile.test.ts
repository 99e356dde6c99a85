import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintMaterial, outline } from '../../../src/audit/material/lint.ts';
import { materialFindings } from '../../../src/tables/findings/material/index.ts';
import { keySpecNames, keySpecs, type KeySpec } from '../../../src/tables/key-specs.ts';
import { materialFaults } from '../../../src/samples/faults/material/index.ts';
import { seededRandom } from '../../../src/samples/keys/seeded.ts';

const pkcs8 = { type: 'pkcs8', format: 'der' } as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const p256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
const seeds: Buffer[] = [
  rsa.export(pkcs8),
  p256.export(pkcs8),
  k1.export(pkcs8),
  rsa.export({ type: 'pkcs1', format: 'der' }),
  p256.export({ type: 'sec1', format: 'der' }),
  Buffer.from(p256.export({ type: 'pkcs8', format: 'pem' })),
  Buffer.from(JSON.stringify(rsa.export({ format: 'jwk' }))),
  Buffer.from(rsa.export(pkcs8).toString('base64')),
  randomBytes(32),
];
const ec = {
  sound: p256.export(pkcs8),
  keySpec: keySpecs.ECC_NIST_P256,
  random: seededRandom(Buffer.of(1), 'hostile'),
};
for (const fault of materialFaults) if (fault.kinds.includes('ec')) seeds.push(fault.make(ec));

const keySpec = fc.constantFrom(...keySpecNames);
const change = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(), value: fc.nat(255) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.nat(255) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), value: fc.nat(255) }),
);
const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 4 }))
  .map(([seed, changes]) => {
    let bytes = Buffer.from(seed);
    for (const { kind, at, value } of changes) {
      const place = at % (bytes.length + 1);
      if (kind === 'set' && place < bytes.length) bytes[place] = value;
      if (kind === 'cut') bytes = bytes.subarray(0, place);
      if (kind === 'insert')
        bytes = Buffer.concat([bytes.subarray(0, place), Buffer.of(value), bytes.subarray(place)]);
    }
    return bytes;
  });

const lint = (material: Buffer, spec: KeySpec, reference?: Buffer) =>
  lintMaterial(material, {
    keySpec: spec,
    partition: 'aws',
    primalityRounds: 0,
    ...(reference ? { reference } : {}),
  });

describe('whatever comes in, a result comes out', () => {
  it('for changed keys of every format and every key spec', () => {
    fc.assert(
      fc.property(mutated, keySpec, (material, spec) => {
        const { findings, observed } = lint(material, spec);
        expect(observed.materialBytes).toBe(material.length);
        expect(new Set(findings.map(({ id, at }) => `${id} ${at}`)).size).toBe(findings.length);
      }),
      { numRuns: 6000 },
    );
  });
  it('for random bytes, as material and as reference', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.uint8Array({ maxLength: 60 }),
        keySpec,
        (a, b, spec) => {
          const { findings } = lint(Buffer.from(a), spec, Buffer.from(b));
          expect(outline(Buffer.from(a)).length).toBeGreaterThan(0);
          for (const { id } of findings) expect(Object.keys(materialFindings)).toContain(id);
        },
      ),
      { numRuns: 3000 },
    );
  });
  it('a sound key with one byte changed is never taken for sound and the reference', () => {
    const sound = p256.export(pkcs8);
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const material = Buffer.from(sound);
        material[at]! ^= flip;
        expect(lint(material, 'ECC_NIST_P256', sound).findings).not.toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('size', () => {
  const size = 100_000_000;
  it.each([
    ['zeros', Buffer.alloc(size)],
    ['nested SEQUENCEs of indefinite length', Buffer.alloc(size, Buffer.of(0x30, 0x80))],
    [
      'NULLs in a SEQUENCE',
      Buffer.alloc(size, Buffer.of(0x05, 0x00)).fill(Buffer.from('308405f5e0fa', 'hex'), 0, 6),
    ],
    ['one INTEGER', Buffer.alloc(size, 0x42).fill(Buffer.from('028405f5e0fa', 'hex'), 0, 6)],
    ['letters', Buffer.alloc(size, 'QUJD')],
    ['a sound key, then zeros', Buffer.concat([p256.export(pkcs8), Buffer.alloc(size)])],
    ['the letters of a PEM label without an end', Buffer.alloc(1_000_000, '-----BEGIN ')],
    ['opening brackets', Buffer.alloc(1_000_000, '{"a":')],
    ['hex digits', Buffer.alloc(1_000_000, '30')],
    ['blanks between two letters', Buffer.from(`A${' '.repeat(1_000_000)}A`)],
    ['line ends between two letters', Buffer.from(`A${'\n'.repeat(1_000_000)}A`)],
    ['a row of a hex dump without end', Buffer.from(`00000000 41${' >'.repeat(500_000)}`)],
    ['zeros, then a letter', Buffer.concat([Buffer.alloc(1_000_000), Buffer.from('A')])],
  ])('%s', (_, material) => {
    for (const spec of ['SYMMETRIC_DEFAULT', 'ECC_NIST_P256', 'RSA_2048'] as const)
      expect(lint(material, spec).findings.length).toBeGreaterThan(0);
    expect(outline(material).length).toBeLessThan(300);
  });
});

it('no finding and nothing observed carries four bytes of the secret in a row, in hex, base64 or figures', () => {
  const scalar = Buffer.from(p256.export({ format: 'jwk' }).d ?? '', 'base64url');
  const parts = Array.from({ length: scalar.length - 3 }, (_, at) => scalar.subarray(at, at + 4));
  for (const seed of seeds)
    for (const spec of ['ECC_NIST_P256', 'ECC_NIST_P384', 'HMAC_512', 'RSA_2048'] as const) {
      const { findings, observed } = lint(seed, spec, randomBytes(32));
      const text = JSON.stringify({ findings, observed, outline: outline(seed) });
      for (const part of parts) {
        expect(text.toLowerCase()).not.toContain(part.toString('hex'));
        expect(text).not.toContain(`${part.readUInt32BE()}`);
      }
      expect(text).not.toContain(scalar.toString('base64').slice(0, 8));
    }
});
