import { describe, expect, it } from 'vitest';
import { unwrapBlob } from '../../src/crypto/unwrap.ts';
import { readPrivateKey } from '../../src/crypto/wrapping-key.ts';
import { lint } from '../../src/index.ts';
import { auditFile, faultsOf, lintFile } from './audit.ts';
import release from './known/azure-release.json' with { type: 'json' };
import keys from './known/transit-keys.json' with { type: 'json' };

const privateKey = Buffer.from(release.privateKey);
const kid = 'https://example.vault.azure.net/keys/kek/0123456789abcdef0123456789abcdef';

const document = (enc: string, more: object = {}) => ({
  schema_version: '1.0.0',
  header: { kid, alg: 'dir', enc },
  ciphertext: release.ciphertext,
  generator: 'test',
  ...more,
});
const asked = {
  service: 'azure',
  keySpec: 'oct-HSM-256',
  wrapping: 'CKM_RSA_AES_KEY_WRAP',
  privateKey,
};
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const base64url = (value: unknown) => json(value).toString('base64url');

describe(`the published key release answer (${release.source})`, () => {
  it('is accepted as a .byok file', () => {
    const result = auditFile(json(document(release.enc)), asked);
    expect(result).toMatchObject({ verdict: 'accept', findings: [] });
    expect(result.observed).toMatchObject({ oaepHash: 'sha1', kekBits: 256, kw: 'kwp', materialBytes: 32 });
  });

  it('opens to its published bytes', () => {
    const key = readPrivateKey(privateKey);
    if (key.kind !== 'rsa') throw new Error('expected an RSA key');
    const { material } = unwrapBlob({
      blob: Buffer.from(release.ciphertext, 'base64url'),
      privateKey: key,
      wrappingAlgorithm: {
        name: 'CKM_RSA_AES_KEY_WRAP',
        scheme: 'rsa-aes-key-wrap',
        hash: 'sha1',
        wrappingKey: 'rsa',
      },
    });
    expect(material.toString('hex')).toBe(release.keyMaterial);
  });

  const jws = (payload: unknown) => `${base64url({ alg: 'RS256' })}.${base64url(payload)}.c2lnbmF0dXJl`;
  const bundle = { key: { kid, kty: 'oct-HSM', key_hsm: base64url(document(release.enc)) } };

  it.for([
    ['the key bundle', json(bundle)],
    ['the signed answer in the field value', json({ value: jws({ response: { key: bundle } }) })],
    ['the signed token alone', Buffer.from(jws({ response: { key: bundle } }))],
    ['the field key_hsm alone', Buffer.from(base64url(document(release.enc)))],
  ] as const)('is accepted as %s', ([, file]) => {
    expect(auditFile(file, asked)).toMatchObject({ verdict: 'accept', findings: [] });
  });

  it('under RSA_AES_KEY_WRAP_256 has the wrong hash, as the test beside it says', () => {
    const result = auditFile(json(document('RSA_AES_KEY_WRAP_256')), {
      ...asked,
      wrapping: 'RSA_AES_KEY_WRAP_256',
    });
    expect(faultsOf(result)).toEqual(['oaep-hash']);
  });
});

describe(`keys of the transit engine's tests (${keys.source})`, () => {
  const nss = Buffer.from(keys.nssEd25519, 'base64');
  const pss = Buffer.from(keys.rsaPss, 'base64');

  it.for(['vault', 'openbao'])('%s accepts an Ed25519 key in the form of NSS', (service) => {
    expect(faultsOf(lintFile(nss, service, 'ed25519'))).toEqual([]);
  });

  it.for(['vault', 'openbao'])('%s accepts an RSA key with id-RSASSA-PSS', (service) => {
    expect(faultsOf(lintFile(pss, service, 'rsa-2048'))).toEqual([]);
  });

  it('an RSA-PSS key of another size is still named', () => {
    expect(faultsOf(lintFile(pss, 'vault', 'rsa-3072'))).toEqual(['key-spec-mismatch']);
  });

  it('AWS KMS and Google Cloud KMS reject both', async () => {
    expect((await lint({ keyMaterial: nss, keySpec: 'ECC_NIST_P256' })).verdict).toBe('reject');
    expect((await lint({ keyMaterial: pss, keySpec: 'RSA_2048' })).verdict).toBe('reject');
    expect(faultsOf(lintFile(nss, 'gcp', 'ec-sign-ed25519'))).toEqual(['key-type-unsupported']);
    expect(faultsOf(lintFile(pss, 'gcp', 'rsa-sign-pss-2048-sha256'))).toEqual(['key-type-unsupported']);
  });
});
