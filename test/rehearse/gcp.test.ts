import { describe, expect, it } from 'vitest';
import { ecKey, serviceRehearsal, symmetric, wrappedFor } from './services.ts';

const ring = '/v1/projects/p/locations/global/keyRings/r';

/** An import job and a key for one algorithm; `put` imports, and reads what it came to. */
async function withJob(algorithm: string, importMethod = 'RSA_OAEP_3072_SHA256_AES_256') {
  const rehearsal = await serviceRehearsal('gcp');
  const { send } = rehearsal;
  const job = await send('POST', `${ring}/importJobs?importJobId=j`, {
    importMethod,
    protectionLevel: 'SOFTWARE',
  });
  await send('POST', `${ring}/cryptoKeys?cryptoKeyId=k&skipInitialVersionCreation=true`, {
    purpose: 'ASYMMETRIC_SIGN',
    importOnly: true,
    versionTemplate: { algorithm, protectionLevel: 'SOFTWARE' },
  });
  const { publicKey } = job.body as { readonly publicKey: { readonly pem: string } };
  const importing = (blob: Buffer, more: object = {}) =>
    send('POST', `${ring}/cryptoKeys/k/cryptoKeyVersions:import`, {
      algorithm,
      importJob: `${ring.slice(4)}/importJobs/j`,
      wrappedKey: blob.toString('base64'),
      ...more,
    });
  const put = async (blob: Buffer) => {
    const pending = await importing(blob);
    expect(pending).toMatchObject({ status: 200, body: { state: 'PENDING_IMPORT' } });
    return await send('GET', `/v1/${(pending.body as { readonly name: string }).name}`);
  };
  return { ...rehearsal, job, pem: publicKey.pem, importing, put };
}

describe('gcp: import job, import, get (Cloud KMS API)', () => {
  it('an EC key ends ENABLED, and its public key is the one that was imported', async () => {
    const { send, put, pem, job } = await withJob('EC_SIGN_P256_SHA256');
    expect(job).toMatchObject({
      status: 200,
      body: { state: 'ACTIVE', importMethod: 'RSA_OAEP_3072_SHA256_AES_256' },
    });
    expect(await send('GET', `${ring}/importJobs/j`)).toEqual(job);
    const key = ecKey('P-256');
    expect(await put(wrappedFor(pem, key.material))).toMatchObject({
      status: 200,
      body: { state: 'ENABLED', algorithm: 'EC_SIGN_P256_SHA256' },
    });
    expect(await send('GET', `${ring}/cryptoKeys/k/cryptoKeyVersions/1/publicKey`)).toMatchObject({
      body: { pem: key.publicPem },
    });
  });

  it('a symmetric key under a direct method ends ENABLED', async () => {
    const { put, pem } = await withJob('GOOGLE_SYMMETRIC_ENCRYPTION', 'RSA_OAEP_3072_SHA256');
    expect(await put(wrappedFor(pem, symmetric(), 'sha256', 'rsaes-oaep'))).toMatchObject({
      body: { state: 'ENABLED' },
    });
  });

  const key = ecKey('P-256');
  const sound = (pem: string) => wrappedFor(pem, key.material);
  it.each<[string, (pem: string) => Buffer, string]>([
    ['another hash', (pem) => wrappedFor(pem, key.material, 'sha1'), 'oaep-hash'],
    ['PEM', (pem) => wrappedFor(pem, key.pem), 'material-pem'],
    ['SEC1', (pem) => wrappedFor(pem, key.sec1), 'material-sec1'],
    ['another curve', (pem) => wrappedFor(pem, ecKey('P-384').material), 'key-spec-mismatch'],
    ['an export that was appended twice', (pem) => Buffer.concat([sound(pem), sound(pem)]), 'blob-doubled'],
    [
      'a line end after the blob',
      (pem) => Buffer.concat([sound(pem), Buffer.from('\n')]),
      'blob-trailing-newline',
    ],
  ])('%s: ends IMPORT_FAILED with Google’s words and our reason', async (_, make, id) => {
    const { send, put, pem, log } = await withJob('EC_SIGN_P256_SHA256');
    expect(await put(make(pem))).toMatchObject({
      body: {
        state: 'IMPORT_FAILED',
        importFailureReason: expect.stringMatching(
          new RegExp(`(?:key material|Wrapped).*\\. \\[${id}\\] .*Fix: `),
        ),
      },
    });
    expect(log.flatMap(({ findings }) => findings.map((found) => found.id))).toContain(id);
    expect(await send('GET', `${ring}/cryptoKeys/k/cryptoKeyVersions/1/publicKey`)).toMatchObject({
      status: 400,
      body: { error: { code: 400, status: 'FAILED_PRECONDITION' } },
    });
  });

  it('P-521 and HPKE are refused with the reason', async () => {
    const { put, pem, send } = await withJob('EC_SIGN_P521_SHA512');
    expect(await put(wrappedFor(pem, ecKey('P-521').material))).toMatchObject({
      body: { state: 'IMPORT_FAILED', importFailureReason: expect.stringContaining('P-521') },
    });
    const importMethod = 'HPKE_KEM_XWING_HKDF_SHA256_AES_256_GCM';
    expect(
      await send('POST', `${ring}/importJobs?importJobId=h`, { importMethod, protectionLevel: 'SOFTWARE' }),
    ).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('no tool can wrap') } },
    });
  });

  it('a job expires after 3 days ("Key import")', async () => {
    const { importing, pem, pass, send } = await withJob('EC_SIGN_P256_SHA256');
    pass(3 * 24 * 60 * 60 * 1000);
    expect(await send('GET', `${ring}/importJobs/j`)).toMatchObject({ body: { state: 'EXPIRED' } });
    expect(await importing(sound(pem))).toMatchObject({
      status: 400,
      body: { error: { status: 'FAILED_PRECONDITION', message: expect.stringContaining('EXPIRED') } },
    });
  });

  it('another algorithm, protection level, name or encoding is refused, and makes no version', async () => {
    const { importing, pem, send } = await withJob('EC_SIGN_P256_SHA256');
    const refused = { status: 400, body: { error: { status: 'INVALID_ARGUMENT' } } };
    expect(await importing(sound(pem), { algorithm: 'EC_SIGN_P384_SHA384' })).toMatchObject(refused);
    expect(await importing(sound(pem), { algorithm: 'NOTHING' })).toMatchObject(refused);
    expect(await importing(sound(pem), { wrappedKey: 'é' })).toMatchObject(refused);
    expect(await importing(sound(pem), { importJob: 'x' })).toMatchObject({ status: 404 });
    expect(
      await send('POST', `${ring}/importJobs?importJobId=j`, {
        importMethod: 'RSA_OAEP_3072_SHA256',
        protectionLevel: 'HSM',
      }),
    ).toMatchObject({ status: 409, body: { error: { status: 'ALREADY_EXISTS' } } });
    expect(await send('GET', `${ring}/cryptoKeys/k/cryptoKeyVersions/1`)).toMatchObject({ status: 404 });
  });
});
