import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { ecKey, serviceRehearsal, symmetric, wrappedFor } from './services.ts';

const token = { authorization: 'Bearer rehearsal' };

interface Bundle {
  readonly key: { readonly kid: string; readonly kty: string; readonly n: string; readonly e: string };
}

async function withKek(operations: readonly string[] = ['import']) {
  const rehearsal = await serviceRehearsal('azure');
  const send = (method: string, path: string, body?: object) =>
    rehearsal.send(method, `${path}?api-version=2025-07-01`, body, token);
  const created = await send('POST', '/keys/KEK/create', {
    kty: 'RSA-HSM',
    key_size: 2048,
    key_ops: operations,
  });
  const { key } = created.body as Bundle;
  const pem = createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: key.n, e: key.e } })
    .export({ type: 'spki', format: 'pem' })
    .toString();
  const byok = (blob: Buffer, header: object = {}, ciphertext = blob.toString('base64url')) => ({
    schema_version: '1.0.0',
    header: { kid: key.kid, alg: 'dir', enc: 'CKM_RSA_AES_KEY_WRAP', ...header },
    ciphertext,
    generator: 'test',
  });
  const put = (file: object, more: object) =>
    send('PUT', '/keys/K', {
      key: { ...more, key_ops: ['sign'], key_hsm: Buffer.from(JSON.stringify(file)).toString('base64url') },
    });
  return { ...rehearsal, send, created, pem, byok, put };
}

it('azure: a Key Exchange Key is created, and read as a JSON Web Key with and without its version', async () => {
  const { send, created } = await withKek();
  const { key } = created.body as Bundle;
  expect(created).toMatchObject({ status: 200, body: { key: { kty: 'RSA-HSM', key_ops: ['import'] } } });
  expect(await send('GET', '/keys/KEK')).toEqual(created);
  expect(await send('GET', '/keys/KEK/')).toEqual(created);
  expect(await send('GET', new URL(key.kid).pathname)).toEqual(created);
  expect(await send('GET', '/keys/other')).toMatchObject({
    status: 404,
    body: { error: { code: 'KeyNotFound' } },
  });
});

it('an EC key is imported, and its public key is the one that was wrapped ("Import HSM-protected keys")', async () => {
  const { put, pem, byok, send } = await withKek();
  const key = ecKey('P-256');
  const { x, y } = createPublicKey(key.publicPem).export({ format: 'jwk' });
  const answer = await put(byok(wrappedFor(pem, key.material, 'sha1')), { kty: 'EC-HSM', crv: 'P-256' });
  expect(answer).toMatchObject({ status: 200, body: { key: { kty: 'EC-HSM', crv: 'P-256', x, y } } });
  expect(await send('GET', '/keys/K')).toEqual(answer);
});

it('an RSA key and a symmetric key tell their size themselves', async () => {
  const { put, pem, byok } = await withKek();
  const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey.export({
    format: 'der',
    type: 'pkcs8',
  });
  expect(await put(byok(wrappedFor(pem, rsa, 'sha1')), { kty: 'RSA-HSM' })).toMatchObject({ status: 200 });
  expect(await put(byok(wrappedFor(pem, symmetric(16), 'sha1')), { kty: 'oct-HSM' })).toMatchObject({
    status: 200,
  });
});

const key = ecKey('P-256');
type Make = (kek: Awaited<ReturnType<typeof withKek>>) => object;
const sound = (pem: string) => wrappedFor(pem, key.material, 'sha1');
it.each<[string, Make, string]>([
  ['SHA-256', ({ byok, pem }) => byok(wrappedFor(pem, key.material)), 'oaep-hash'],
  ['PEM', ({ byok, pem }) => byok(wrappedFor(pem, key.pem, 'sha1')), 'material-pem'],
  ['SEC1', ({ byok, pem }) => byok(wrappedFor(pem, key.sec1, 'sha1')), 'material-sec1'],
  [
    'another curve',
    ({ byok, pem }) => byok(wrappedFor(pem, ecKey('P-384').material, 'sha1')),
    'key-spec-mismatch',
  ],
  ['another enc', ({ byok, pem }) => byok(sound(pem), { enc: 'RSA_AES_KEY_WRAP_256' }), 'envelope-algorithm'],
  [
    'a kid without version',
    ({ byok, pem }) => byok(sound(pem), { kid: 'https://v.vault.azure.net/keys/KEK' }),
    'envelope-key-id',
  ],
  [
    'digits of base16',
    ({ byok, pem }) => byok(sound(pem), {}, sound(pem).toString('hex')),
    'envelope-encoding',
  ],
])('%s: refused with the finding and its fix, and nothing is imported', async (_, make, id) => {
  const kek = await withKek();
  expect(await kek.put(make(kek), { kty: 'EC-HSM', crv: 'P-256' })).toMatchObject({
    status: 400,
    body: {
      error: { code: 'BadParameter', message: expect.stringMatching(new RegExp(`\\[${id}\\] .*Fix: `)) },
    },
  });
  expect(await kek.send('GET', '/keys/K')).toMatchObject({ status: 404 });
});

it('a Key Exchange Key with other key_ops than import is named', async () => {
  const { put, pem, byok } = await withKek(['wrapKey', 'unwrapKey']);
  expect(await put(byok(sound(pem)), { kty: 'EC-HSM', crv: 'P-256' })).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('[wrapping-key-spec]') } },
  });
});

it('a request without a token gets the challenge that clients expect, and does nothing', async () => {
  const { url, send } = await serviceRehearsal('azure');
  const answer = await fetch(`${url}/keys/KEK/create`, {
    method: 'POST',
    body: JSON.stringify({ kty: 'RSA-HSM', key_ops: ['import'] }),
  });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer authorization="https:.*resource="https:/);
  expect(await send('GET', '/keys/KEK', undefined, token)).toMatchObject({ status: 404 });
});
