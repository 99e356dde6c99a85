import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { lint } from '../../src/audit/material/audit.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const der = privateKey.export({ format: 'der', type: 'pkcs8' });
const sec1 = privateKey.export({ format: 'der', type: 'sec1' });
const base = { id: 'key', path: 'key.der', keySpec: 'ECC_NIST_P256', partition: 'aws' } as const;

it('a sound key is accepted, with length, digest and what was seen', () => {
  expect(lint({ ...base, material: der })).toMatchObject({
    status: 'examined',
    subject: { path: 'key.der', bytes: 138 },
    observed: { keySpec: 'ECC_NIST_P256', encoding: 'pkcs8-der' },
    verdict: 'accept',
    findings: [],
  });
});

it('another key than the reference is an error that tells both apart', () => {
  const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const bytes = other.export({ format: 'der', type: 'pkcs8' });
  const { findings, reference } = lint({ ...base, material: der, reference: { path: 'other.der', bytes } });
  expect(findings.map(({ id }) => id)).toEqual(['reference-mismatch']);
  expect(reference?.differences).toHaveLength(1);
  expect(reference?.outlines).toBeUndefined();
});

it('the same key in another encoding is a warning, with the outlines of both', () => {
  const { findings, reference } = lint({ ...base, material: der, reference: { path: 'ref', bytes: sec1 } });
  expect(findings.map(({ id }) => id)).toEqual(['reference-encoding']);
  expect(reference?.outlines?.subject).not.toEqual(reference?.outlines?.reference);
  expect(reference?.outlines?.reference.join('\n')).toContain('INTEGER 1');
});

it('the very same bytes do not differ', () => {
  const { verdict, reference } = lint({ ...base, material: der, reference: { path: 'ref', bytes: der } });
  expect({ verdict, differences: reference?.differences }).toEqual({ verdict: 'accept', differences: [] });
});

it('a key spec that cannot be imported, or not in this partition, is that finding alone', () => {
  const material = randomBytes(32);
  for (const spec of [
    { keySpec: 'ML_DSA_44', partition: 'aws' },
    { keySpec: 'ECC_NIST_EDWARDS25519', partition: 'aws-cn' },
  ] as const) {
    const { findings } = lint({ ...base, ...spec, material });
    expect(findings.map(({ id }) => id)).toEqual(['combination-unsupported']);
    expect(findings[0]?.found).not.toBe('');
  }
});
