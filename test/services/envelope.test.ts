import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { assert, constantFrom, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapMaterial } from '../../src/crypto/wrap.ts';
import { readPublicKey } from '../../src/crypto/wrapping-key.ts';
import { openEnvelope, writeEnvelope } from '../../src/formats/envelopes/index.ts';
import type { HashName } from '../../src/tables/hashes.ts';
import { auditFile, faultsOf } from './audit.ts';

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
});
const kid = 'https://example.vault.azure.net/keys/kek/0123456789abcdef0123456789abcdef';
const asked = {
  service: 'azure',
  keySpec: 'oct-HSM-256',
  wrapping: 'CKM_RSA_AES_KEY_WRAP',
  privateKey: pair.privateKey,
};

function wrapped(hash: HashName = 'sha1', material: Buffer = randomBytes(32)): Buffer {
  const publicKey = readPublicKey(pair.publicKey);
  if (publicKey.kind !== 'rsa') throw new Error('expected an RSA key');
  return wrapMaterial({
    material,
    publicKey,
    wrappingAlgorithm: { name: 'test', scheme: 'rsa-aes-key-wrap', hash, wrappingKey: 'rsa' },
  });
}
const blob = wrapped();
const text = blob.toString('base64url');
const header = { kid, alg: 'dir', enc: 'CKM_RSA_AES_KEY_WRAP' };
const sound = { schema_version: '1.0.0', header, ciphertext: text, generator: 'test' };
const file = (value: unknown) => Buffer.from(JSON.stringify(value));
const without = (name: 'kid' | 'alg' | 'enc') => {
  const { [name]: _, ...rest } = header;
  return { ...sound, header: rest };
};
const armoured = `-----BEGIN KEY-----\n${blob.toString('base64')}\n-----END KEY-----\n`;

describe('a .byok file (Azure Key Vault, "Bring your own key specification")', () => {
  it('as the specification writes it is accepted', () => {
    expect(auditFile(file(sound), asked)).toMatchObject({ verdict: 'accept', findings: [] });
  });

  it.for<[string, Buffer, string]>([
    ['standard base64', file({ ...sound, ciphertext: blob.toString('base64') }), 'envelope-encoding'],
    ['padded base64url', file({ ...sound, ciphertext: `${text}==` }), 'envelope-encoding'],
    [
      'encoded twice',
      file({ ...sound, ciphertext: Buffer.from(text).toString('base64url') }),
      'envelope-encoding',
    ],
    ['hexadecimal', file({ ...sound, ciphertext: blob.toString('hex') }), 'envelope-encoding'],
    ['PEM', file({ ...sound, ciphertext: armoured }), 'envelope-encoding'],
    ['line breaks', file({ ...sound, ciphertext: text.replaceAll(/.{64}/g, '$&\n') }), 'envelope-encoding'],
    ['no ciphertext', file({ ...sound, ciphertext: undefined }), 'envelope-field'],
    ['no alg', file(without('alg')), 'envelope-field'],
    ['another alg', file({ ...sound, header: { ...header, alg: 'RSA-OAEP' } }), 'envelope-algorithm'],
    ['no enc', file(without('enc')), 'envelope-field'],
    ['another enc', file({ ...sound, header: { ...header, enc: 'A256KW' } }), 'envelope-algorithm'],
    ['no schema_version', file({ ...sound, schema_version: undefined }), 'envelope-field'],
    ['another schema_version', file({ ...sound, schema_version: '2.0' }), 'envelope-field'],
    ['no header', file({ ...sound, header: undefined }), 'envelope-field'],
    ['no kid', file(without('kid')), 'envelope-field'],
    [
      'kid without version',
      file({ ...sound, header: { ...header, kid: kid.replace(/\/[^/]+$/, '') } }),
      'envelope-key-id',
    ],
    ['kid that is a name', file({ ...sound, header: { ...header, kid: 'kek' } }), 'envelope-key-id'],
    ['a byte order mark', Buffer.concat([Buffer.from('efbbbf', 'hex'), file(sound)]), 'envelope-shape'],
    ['another JSON document', file({ keyMaterial: text }), 'envelope-shape'],
    ['text that is not JSON', Buffer.from(text), 'envelope-shape'],
  ])('with %s is named by one finding', ([, bytes, id]) => {
    const result = auditFile(bytes, asked);
    expect(faultsOf(result)).toEqual([id]);
    expect(result.verdict).toBe('reject');
    expect(result.findings[0]?.source).toContain('Azure Key Vault');
  });

  it('of another vault than the given wrapping key is named', () => {
    const label = { keyId: kid.replace('example', 'other') };
    expect(faultsOf(auditFile(file(sound), { ...asked, label }))).toEqual(['envelope-key-id']);
  });

  it('under a Key Exchange Key with other operations is named', () => {
    const label = { keyId: kid, keyOps: ['wrapKey', 'unwrapKey'] };
    expect(faultsOf(auditFile(file(sound), { ...asked, label }))).toEqual(['wrapping-key-spec']);
    expect(faultsOf(auditFile(file(sound), { ...asked, label: { keyId: kid, keyOps: ['import'] } }))).toEqual(
      [],
    );
  });

  it('with SHA-256, as other services document it, is named by its hash', () => {
    const other = { ...sound, ciphertext: wrapped('sha256').toString('base64url') };
    expect(faultsOf(auditFile(file(other), asked))).toEqual(['oaep-hash']);
  });

  it('the blob alone is judged, with a warning that the envelope is missing', () => {
    const result = auditFile(blob, asked);
    expect(result.verdict).toBe('accept');
    expect(faultsOf(result)).toEqual(['envelope-shape']);
  });

  it('is written as it is read, byte for byte', () => {
    const label = { keyId: kid, algorithm: 'CKM_RSA_AES_KEY_WRAP', generator: 'test' };
    const written = writeEnvelope('byok', blob, label);
    expect(written.toString()).toBe(JSON.stringify(sound));
    expect(openEnvelope('byok', written)).toMatchObject({ blob, keyId: kid, faults: [] });
  });
});

describe('base64 of the transit engine', () => {
  it.for<[string, Buffer, string[]]>([
    ['one line', Buffer.from(blob.toString('base64')), []],
    [
      'line breaks, which Go’s decoder lets pass',
      Buffer.from(blob.toString('base64').replaceAll(/.{64}/g, '$&\n')),
      [],
    ],
    ['the whole request', file({ ciphertext: blob.toString('base64'), type: 'aes256-gcm96' }), []],
    [
      'base64url',
      Buffer.from(text.includes('-') || text.includes('_') ? text : `-${text}`),
      ['envelope-encoding'],
    ],
    ['hexadecimal', Buffer.from(blob.toString('hex')), ['envelope-encoding']],
    ['twice', Buffer.from(Buffer.from(blob.toString('base64')).toString('base64')), ['envelope-encoding']],
    ['PEM', Buffer.from(armoured), ['envelope-encoding']],
  ])('%s', ([, bytes, ids]) => {
    expect(openEnvelope('base64', bytes).faults.map(({ id }) => id)).toEqual(ids);
    expect(openEnvelope('base64', bytes).blob?.equals(blob)).toBe(true);
  });
});

it('no bytes make an envelope throw, and what is written is read again', () => {
  assert(
    property(uint8Array({ minLength: 1, maxLength: 600 }), constantFrom('byok', 'base64'), (bytes, name) => {
      openEnvelope(name, Buffer.from(bytes));
      const label = { keyId: kid, algorithm: 'x', generator: 'y' };
      const opened = openEnvelope(name, writeEnvelope(name, Buffer.from(bytes), label));
      if (bytes.length > 250 && opened.faults.some((fault) => fault.id === 'envelope-encoding')) return;
      expect(opened.blob?.equals(Buffer.from(bytes))).toBe(true);
    }),
    { seed: 16, numRuns: 300 },
  );
});
