import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { auditBlob } from '../../src/audit/blob/audit.ts';
import { lint } from '../../src/audit/material/audit.ts';
import { readPrivateKey } from '../../src/crypto/wrapping-key.ts';
import { loadReporter, reportFormats } from '../../src/report/formats.ts';
import { reportKinds } from '../../src/report/kinds.ts';
import { render } from './samples.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const testKey = privateKey.export({ format: 'der', type: 'pkcs8' });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const pkcs8 = ec.export({ format: 'der', type: 'pkcs8' });
const sec1 = ec.export({ format: 'der', type: 'sec1' });
const scalar = Buffer.from(ec.export({ format: 'jwk' }).d ?? '', 'base64url');
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const reference = other.export({ format: 'der', type: 'pkcs8' });
const referenceScalar = Buffer.from(other.export({ format: 'jwk' }).d ?? '', 'base64url');
const { d = '', p = '', q = '' } = privateKey.export({ format: 'jwk' });

const oaep = (bytes: Buffer, oaepHash: string) =>
  publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, bytes);

function hybrid(kek: Buffer, material: Buffer, oaepHash: string) {
  const wrap = createCipheriv('id-aes256-wrap-pad', kek, Buffer.from('a65959a6', 'hex'));
  return Buffer.concat([oaep(kek, oaepHash), wrap.update(material), wrap.final()]);
}

/** Every way in which a report could spell the first or last twelve bytes of a secret. */
function spellings(secret: Buffer): readonly string[] {
  const parts = [secret.subarray(0, 12), secret.subarray(-12)];
  return parts.flatMap((part) => [
    part.toString('hex'),
    part.toString('hex').toUpperCase(),
    part.toString('latin1'),
    part.toString('base64').slice(0, 12),
    part.toString('base64url').slice(0, 12),
    BigInt(`0x${part.toString('hex')}`).toString(),
  ]);
}

const kek = randomBytes(32);
const raw = randomBytes(32);
const secrets = [
  scalar,
  referenceScalar,
  kek,
  raw,
  ...[d, p, q].map((text) => Buffer.from(text, 'base64url')),
];

const request = {
  privateKey: readPrivateKey(testKey),
  partition: 'aws',
  id: 'case',
  path: 'case.bin',
} as const;
const hybridRequest = {
  ...request,
  wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_256',
  keySpec: 'ECC_NIST_P256',
} as const;
const directRequest = { ...request, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', keySpec: 'HMAC_256' } as const;

const results = [
  auditBlob({ ...hybridRequest, blob: hybrid(kek, pkcs8, 'sha256') }),
  auditBlob({ ...hybridRequest, blob: hybrid(kek, sec1, 'sha1'), reference: pkcs8 }),
  auditBlob({ ...hybridRequest, blob: hybrid(kek, pkcs8, 'sha256'), reference }),
  auditBlob({ ...hybridRequest, blob: hybrid(kek, scalar, 'sha256'), reference: sec1 }),
  auditBlob({ ...hybridRequest, blob: pkcs8 }),
  auditBlob({ ...directRequest, blob: oaep(raw, 'sha256') }),
  auditBlob({ ...directRequest, blob: raw, reference: raw }),
  auditBlob({ ...directRequest, blob: oaep(Buffer.from(raw.toString('hex')), 'sha256') }),
].map(({ result }) => result);
const lints = [pkcs8, sec1, scalar, Buffer.from(pkcs8.toString('base64'))].map((material) =>
  lint({
    id: 'case',
    path: 'case.der',
    material,
    keySpec: 'ECC_NIST_P256',
    partition: 'aws',
    reference: { path: 'reference.der', bytes: pkcs8 },
  }),
);

it.each(reportFormats)(
  '%s holds none of the secret bytes of its cases, raw, in hex, base64 or as a number',
  async (format) => {
    const reporter = await loadReporter(format);
    const text = render(reporter, reportKinds.audit, results) + render(reporter, reportKinds.lint, lints);
    expect(text.length).toBeGreaterThan(1000);
    for (const spelling of secrets.flatMap(spellings)) expect(text.includes(spelling)).toBe(false);
  },
);

it('the cases are what they should be: most are rejected, and a comparison is among them', () => {
  expect(results.filter(({ verdict }) => verdict === 'reject').length).toBeGreaterThanOrEqual(5);
  expect(lints.some(({ reference: compared }) => compared?.outlines !== undefined)).toBe(true);
});
