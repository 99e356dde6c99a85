import { constants, createPrivateKey, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { audit, findings, lint, type AuditResult } from '../../src/index.ts';
import { material as randomMaterial, Place } from '../cli/command.ts';

const place = new Place();
afterAll(() => place.remove());

const pem = readFileSync('golden/keys/rfc9500-testRSA2048.pem');
const privateKey = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' });
const publicKey = createPublicKey(pem).export({ format: 'der', type: 'spki' });
const padding = constants.RSA_PKCS1_OAEP_PADDING;
const material = randomMaterial();
const blobOf = (oaepHash: string, bytes = material) => publicEncrypt({ key: pem, padding, oaepHash }, bytes);
const due = { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', keySpec: 'HMAC_256' } as const;
const ids = ({ findings }: AuditResult) => findings.map(({ id }) => id);

/** The result that a command line prints for one subject. */
async function printed(...words: string[]): Promise<AuditResult> {
  const { stdout } = await place.run([...words, '--format', 'json']);
  const [result] = (JSON.parse(stdout.toString()) as { results: AuditResult[] }).results;
  if (result === undefined) throw new Error('no result');
  return result;
}

describe('audit', () => {
  it('a sound blob is accepted, with what was used', async () => {
    const result = await audit({ ...due, encryptedKeyMaterial: blobOf('sha256'), privateKey });
    expect(result).toMatchObject({
      id: 'encryptedKeyMaterial',
      verdict: 'accept',
      observed: { padding: 'oaep', oaepHash: 'sha256', mgf1Hash: 'sha256' },
      findings: [],
    });
  });

  it('says what the command prints', async () => {
    const blob = blobOf('sha1');
    const words = ['--wrapping-algorithm', due.wrappingAlgorithm, '--key-spec', due.keySpec];
    const [path, key] = [place.write('blob.bin', blob), place.write('key.pem', pem)];
    const named = { name: path, encryptedKeyMaterial: blob };
    const whole = await audit({ ...due, ...named, privateKey: pem });
    expect(ids(whole)).toEqual(['oaep-hash']);
    expect(whole).toEqual(await printed('audit', path, '--private-key', key, ...words));
    const open = await audit({ ...due, ...named, publicKey });
    expect(open.verdict).toBe('undetermined');
    place.write('public.der', publicKey);
    expect(open).toEqual(await printed('audit', path, '--public-key', 'public.der', ...words));
  });

  it('a reference is held against what is inside', async () => {
    const given = { ...due, encryptedKeyMaterial: blobOf('sha256'), privateKey };
    expect(ids(await audit({ ...given, reference: material }))).toEqual([]);
    const other = await audit({ ...given, reference: randomMaterial() });
    expect(ids(other)).toEqual(['reference-mismatch']);
    expect(other.reference).toMatchObject({ path: 'reference', kind: 'material' });
  });

  it('the partition follows from a name that exists in one alone', async () => {
    const given = { encryptedKeyMaterial: Buffer.alloc(100), privateKey };
    const { expected } = await audit({ ...given, wrappingAlgorithm: 'SM2PKE', keySpec: 'SM2' });
    expect(expected).toMatchObject({ partition: 'aws-cn' });
  });

  it.each([0, 1, 256, 6145])('%i bytes of anything are a result, no exception', async (length) => {
    const result = await audit({ ...due, encryptedKeyMaterial: randomBytes(length), privateKey });
    expect(result).toMatchObject({ verdict: 'reject', subject: { bytes: length } });
  });

  it('a key that cannot be read is refused', async () => {
    const given = { ...due, encryptedKeyMaterial: blobOf('sha256') };
    const nothing = Buffer.from('nothing');
    await expect(audit({ ...given, privateKey: nothing })).rejects.toMatchObject({ code: 'ERR_PRIVATE_KEY' });
    await expect(audit({ ...given, publicKey: nothing })).rejects.toMatchObject({ code: 'ERR_PUBLIC_KEY' });
  });
});

describe('lint', () => {
  it('says what the command prints', async () => {
    const keyMaterial = Buffer.from(`${material.toString('hex')}\n`);
    const result = await lint({ keyMaterial, keySpec: 'HMAC_256', name: 'key.hex' });
    expect(result.verdict).toBe('reject');
    place.write('key.hex', keyMaterial);
    expect(result).toEqual(await printed('lint', 'key.hex', '--key-spec', 'HMAC_256'));
  });

  it('leaves its input as it is', async () => {
    const keyMaterial = Buffer.from(material);
    expect(await lint({ keyMaterial, keySpec: 'HMAC_256', reference: material })).toMatchObject({
      id: 'keyMaterial',
      verdict: 'accept',
      reference: { path: 'reference', differences: [] },
    });
    expect(keyMaterial.equals(material)).toBe(true);
  });
});

it('findings is the catalogue that the command prints', async () => {
  const { stdout } = await place.run(['findings', '--format', 'json']);
  expect((JSON.parse(stdout.toString()) as { findings: unknown }).findings).toEqual(findings());
});
