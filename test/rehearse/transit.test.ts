import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ecKey, serviceRehearsal, symmetric, wrappedFor } from './services.ts';

async function withKey(service: 'vault' | 'openbao' = 'vault') {
  const rehearsal = await serviceRehearsal(service);
  const { body } = await rehearsal.send('GET', '/v1/transit/wrapping_key');
  const { data } = body as { readonly data: { readonly public_key: string } };
  const put = (name: string, blob: Buffer, more: object = {}) =>
    rehearsal.send('POST', `/v1/transit/keys/${name}/import`, {
      ciphertext: blob.toString('base64'),
      ...more,
    });
  return { ...rehearsal, pem: data.public_key, put };
}

const errors = (texts: string) => ({ status: 400, body: { errors: [expect.stringMatching(texts)] } });

describe.each(['vault', 'openbao'] as const)('%s: wrapping key, import, read (Transit API)', (service) => {
  it('a symmetric key of the default type is accepted, and read back as imported', async () => {
    const { send, put, pem, log } = await withKey(service);
    expect(await put('k', wrappedFor(pem, symmetric()))).toEqual({ status: 204, body: undefined });
    expect(await send('GET', '/v1/transit/keys/k')).toMatchObject({
      status: 200,
      body: {
        data: {
          type: 'aes256-gcm96',
          imported_key: true,
          latest_version: 1,
          keys: { 1: expect.any(Number) },
        },
      },
    });
    expect(log.map(({ operation, status }) => [operation, status])).toEqual([
      ['read wrapping_key', 200],
      ['import', 204],
      ['read key', 200],
    ]);
  });

  it('an EC key has its own public key when it is read', async () => {
    const { send, put, pem } = await withKey(service);
    const key = ecKey('P-256');
    await put('k', wrappedFor(pem, key.material, 'sha1'), { type: 'ecdsa-p256', hash_function: 'SHA1' });
    expect(await send('GET', '/v1/transit/keys/k')).toMatchObject({
      body: { data: { keys: { 1: { public_key: key.publicPem } } } },
    });
  });
});

it('the wrapping key is RSA-4096 and the same for every import', async () => {
  const { send, pem } = await withKey();
  expect(Buffer.from(pem.replaceAll(/-----.*-----|\n/g, ''), 'base64')).toHaveLength(550);
  expect(await send('GET', '/v1/transit/wrapping_key')).toMatchObject({
    body: { data: { public_key: pem } },
  });
});

it('an Ed25519 key is accepted, which AWS KMS does not import', async () => {
  const { put, pem } = await withKey();
  const material = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  expect(await put('k', wrappedFor(pem, material), { type: 'ed25519' })).toMatchObject({ status: 204 });
});

it('import_version adds a version to an imported key', async () => {
  const { send, put, pem } = await withKey();
  await put('k', wrappedFor(pem, symmetric()));
  const ciphertext = wrappedFor(pem, symmetric()).toString('base64');
  expect(await send('POST', '/v1/transit/keys/k/import_version', { ciphertext })).toMatchObject({
    status: 204,
  });
  expect(await send('GET', '/v1/transit/keys/k')).toMatchObject({ body: { data: { latest_version: 2 } } });
  expect(await send('POST', '/v1/transit/keys/other/import_version', { ciphertext })).toMatchObject({
    status: 400,
  });
});

it('a key that exists is not imported again', async () => {
  const { put, pem } = await withKey();
  await put('k', wrappedFor(pem, symmetric()));
  expect(await put('k', wrappedFor(pem, symmetric()))).toMatchObject(
    errors('cannot be used with an existing key'),
  );
});

const ec = ecKey('P-256');
it.each<[string, (pem: string) => Buffer, object, string]>([
  [
    'another hash',
    (pem) => wrappedFor(pem, symmetric(), 'sha1'),
    {},
    String.raw`^crypto/rsa: decryption error\. \[oaep-hash\]`,
  ],
  [
    'a 32-byte key that is encrypted itself: it is read as the AES key, and nothing follows it',
    (pem) => wrappedFor(pem, symmetric(), 'sha256', 'rsaes-oaep'),
    {},
    String.raw`\[blob-truncated\]`,
  ],
  [
    'a line end after the blob',
    (pem) => Buffer.concat([wrappedFor(pem, symmetric()), Buffer.from('\n')]),
    {},
    String.raw`^wrapped key size must be a multiple of 8 bytes\. \[blob-trailing-newline\]`,
  ],
  [
    'PEM',
    (pem) => wrappedFor(pem, ec.pem),
    { type: 'ecdsa-p256' },
    String.raw`^error parsing asymmetric key\. \[material-pem\]`,
  ],
  [
    'SEC1',
    (pem) => wrappedFor(pem, ec.sec1),
    { type: 'ecdsa-p256' },
    String.raw`^error parsing asymmetric key\. \[material-sec1\]`,
  ],
  [
    'another curve',
    (pem) => wrappedFor(pem, ecKey('P-384').material),
    { type: 'ecdsa-p256' },
    String.raw`^invalid curve: expected\. \[key-spec-mismatch\]`,
  ],
  [
    'another length',
    (pem) => wrappedFor(pem, symmetric(16)),
    {},
    String.raw`^invalid key size N bytes for key type\. \[material-length\]`,
  ],
])(
  '%s: refused in the service’s words, with the finding and its fix, and nothing is imported',
  async (_, make, more, texts) => {
    const { send, put, pem, log } = await withKey();
    expect(await put('k', make(pem), more)).toMatchObject(errors(texts));
    expect(log.at(-1)?.findings.length).toBeGreaterThan(0);
    expect(await send('GET', '/v1/transit/keys/k')).toEqual({ status: 404, body: { errors: [] } });
  },
);

it('a request that is not whole, and a path that is not known, are refused in the service’s form', async () => {
  const { send, pem, put } = await withKey();
  expect(await send('POST', '/v1/transit/keys/k/import', {})).toMatchObject(errors('ciphertext is missing'));
  expect(await put('k', wrappedFor(pem, symmetric()), { hash_function: 'MD5' })).toMatchObject(
    errors('hash_function'),
  );
  expect(await put('k', wrappedFor(pem, symmetric()), { type: 'des' })).toMatchObject(
    errors('unknown key type'),
  );
  expect(await send('GET', '/v1/sys/seal')).toMatchObject({
    status: 404,
    body: { errors: [expect.any(String)] },
  });
});

it('web pages get no answer', async () => {
  const { send } = await withKey();
  expect(
    await send('GET', '/v1/transit/wrapping_key', undefined, { origin: 'http://evil.example' }),
  ).toMatchObject({
    status: 403,
  });
});
