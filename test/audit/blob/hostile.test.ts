import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditBlob, type AuditRequest } from '../../../src/audit/blob/audit.ts';
import { findings } from '../../../src/tables/findings/index.ts';
import { wrapMaterial } from '../../../src/crypto/wrap.ts';
import type { KeySpec } from '../../../src/tables/key-specs.ts';
import { wrappingAlgorithms, type WrappingAlgorithm } from '../../../src/tables/wrapping.ts';
import { rsaKey, sm2Key } from '../../crypto/keys.ts';
import { material } from './materials.ts';
import { anyText } from '../../any-text.ts';

const rsa = rsaKey(2048);
const sm2 = sm2Key();

const kinds: readonly [KeySpec, WrappingAlgorithm][] = [
  ['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_256'],
  ['SYMMETRIC_DEFAULT', 'RSA_AES_KEY_WRAP_SHA_256'],
  ['ECC_NIST_P256', 'RSA_AES_KEY_WRAP_SHA_1'],
  ['ECC_NIST_P256', 'SM2PKE'],
];
const sound = kinds.map(([keySpec, wrappingAlgorithm]) => {
  const key = wrappingAlgorithm === 'SM2PKE' ? sm2 : rsa;
  const partition = key === sm2 ? 'aws-cn' : 'aws';
  const request: AuditRequest = { keySpec, wrappingAlgorithm, partition, privateKey: key };
  return {
    request,
    blob: wrapMaterial({
      material: material(keySpec),
      publicKey: key,
      wrappingAlgorithm: wrappingAlgorithms[wrappingAlgorithm],
    }),
  };
});

/** Audits, and checks what holds of every result. */
function audit(blob: Buffer, request: AuditRequest) {
  const before = Buffer.from(blob);
  const { result } = auditBlob({ id: 'x', path: 'x', blob, ...request });
  expect(blob.equals(before)).toBe(true);
  for (const { id, severity } of result.findings) {
    expect(Object.hasOwn(findings, id)).toBe(true);
    expect(severity).toMatch(/^(error|warning|notice)$/);
  }
  const error = result.findings.some(({ severity }) => severity === 'error');
  expect(result.verdict === 'reject').toBe(error);
  return result;
}

const withoutPrivate = ({ privateKey, ...rest }: AuditRequest): AuditRequest =>
  privateKey?.kind === 'other' || privateKey === undefined ? rest : { ...rest, publicKey: privateKey };

/** Changes of a blob: bytes set, cut, inserted, repeated, moved. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(1 << 12), value: fc.nat(255) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(1 << 12) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(1 << 12),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  }),
  fc.record({ kind: fc.constant('rotate' as const), at: fc.nat(1 << 12) }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(blob: Buffer, change: Mutation): Buffer {
  const at = blob.length === 0 ? 0 : change.at % blob.length;
  const before = blob.subarray(0, at);
  const after = blob.subarray(at);
  if (change.kind === 'cut') return Buffer.from(before);
  if (change.kind === 'rotate') return Buffer.concat([after, before]);
  if (change.kind === 'insert') return Buffer.concat([before, change.bytes, after]);
  const copy = Buffer.from(blob);
  if (copy.length > 0) copy[at] = change.value;
  return copy;
}

describe('any bytes end in a result', () => {
  it('2,500 mutated blobs without the private key', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sound),
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        ({ request, blob }, changes) => {
          expect(audit(changes.reduce(mutate, blob), withoutPrivate(request)).status).toBe('examined');
        },
      ),
      { numRuns: 2500 },
    );
  });

  it('300 mutated blobs with it: a changed one is never accepted', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sound),
        fc.array(mutation, { minLength: 1, maxLength: 2 }),
        ({ request, blob }, changes) => {
          const changed = changes.reduce(mutate, blob);
          const { verdict } = audit(changed, request);
          expect(verdict).toBe(changed.equals(blob) ? 'accept' : 'reject');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('7,000 short and random inputs', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sound), fc.uint8Array({ maxLength: 120 }), ({ request }, bytes) => {
        expect(audit(Buffer.from(bytes), request).verdict).toBe('reject');
      }),
      { numRuns: 7000 },
    );
  });

  it('text and JSON of any kind', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sound),
        fc.oneof(anyText, fc.json(), fc.base64String({ maxLength: 600 })),
        ({ request }, text) => {
          expect(audit(Buffer.from(text), request).verdict).toBe('reject');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('giants end in bounded time', () => {
  const giants: readonly [string, () => Buffer][] = [
    ['64 MB of zeros', () => Buffer.alloc(64 << 20)],
    ['64 MB of random bytes', () => randomBytes(64 << 20)],
    ['16 MB of base64', () => Buffer.alloc(16 << 20, 'QUFB')],
    ['nested JSON', () => Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))],
    ['a deep SEQUENCE', () => Buffer.alloc(60_000, Buffer.from('3080', 'hex'))],
    ['16 KiB of random bytes', () => randomBytes(16 * 1024)],
    ['250 KB of spaces', () => Buffer.alloc(250_000, ' ')],
    ['250 KB of digits and a line end', () => Buffer.concat([Buffer.alloc(250_000, '3'), Buffer.from('\n')])],
    ['250 KB of PEM beginnings', () => Buffer.alloc(250_000, '-----BEGIN ')],
    ['250 KB of carriage returns', () => Buffer.alloc(250_000, '\r')],
  ];
  for (const [title, make] of giants)
    it(`ends on ${title}`, () => {
      const blob = make();
      for (const { request } of sound) expect(audit(blob, request).verdict).toBe('reject');
    });
});
