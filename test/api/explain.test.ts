import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyRefusal, explain } from '../../src/api/services/explain.ts';
import { KmsKeywrapError } from '../../src/errors.ts';
import { anyText } from '../any-text.ts';
import type { FindingId } from '../../src/tables/findings/index.ts';
import { services } from '../../src/tables/services/index.ts';

/** A refusal as a client prints it, who says it, and causes that have to be named first. */
type Case = readonly [text: string, service: string, first: readonly FindingId[]];

/** Troubleshooting failed imports (Google Cloud KMS), and sigstore/cosign#1458 for the number. */
const google: readonly Case[] = [
  [
    'importFailureReason: The key material in the import request couldn’t be unwrapped or wasn’t formatted correctly.',
    'gcp',
    ['oaep-hash', 'oaep-mgf1-hash'],
  ],
  [
    "The key material in the import request couldn't be unwrapped\n or wasn't formatted correctly",
    'gcp',
    ['oaep-hash'],
  ],
  ['An argument to the import operation was malformed.', 'gcp', ['blob-base64']],
  [
    'ERROR: (gcloud.kms.keys.versions.import) INVALID_ARGUMENT: Wrapped ECDSA key has invalid length of 664',
    'gcp',
    ['material-pem'],
  ],
  ['Wrapped key is too short', 'gcp', ['blob-truncated', 'direct-for-hybrid']],
  ['Wrapped key of 401 bytes does not consist of 64-bit blocks', 'gcp', ['blob-trailing-newline']],
  ['Wrapped key has invalid length', 'gcp', ['hybrid-for-direct']],
];

/** keysutil/policy.go, path_import.go, and tink-go's KWP. */
const transit: readonly Case[] = [
  ['* kwp: unwrap failed integrity check', 'vault', ['kw-not-kwp', 'kwp-other-cipher']],
  [
    'Error writing data to transit/keys/K/import: Error making API request.\n\nCode: 500. Errors:\n\n* 1 error occurred:\n\t* crypto/rsa: decryption error',
    'vault',
    ['oaep-hash', 'oaep-mgf1-hash'],
  ],
  ['expected ephemeral AES key to be 256-bit', 'vault', ['kek-length']],
  ['tink: wrapped key size too small, want >= 24', 'vault', ['blob-truncated']],
  ['illegal base64 data at input byte 12', 'vault', ['envelope-encoding']],
  ['provided ciphertext is too short', 'vault', ['direct-for-hybrid']],
  ['wrapped key size must be a multiple of 8 bytes', 'vault', ['blob-trailing-newline']],
  ['invalid key size 64 bytes for key type aes256-gcm96', 'vault', ['material-length']],
  ['invalid curve: expected P-256, got P-384', 'vault', ['key-spec-mismatch']],
  ['error parsing asymmetric key: asn1: structure error', 'vault', ['material-pem', 'material-pkcs1']],
];

/** AWS KMS API Reference, ImportKeyMaterial, Errors; as the AWS CLI, the JavaScript SDK and the Java SDK print them. */
const aws: readonly Case[] = [
  [
    'An error occurred (InvalidCiphertextException) when calling the ImportKeyMaterial operation: ',
    'aws',
    ['wrapping-key-mismatch', 'oaep-hash'],
  ],
  [
    'com.amazonaws.services.kms.model.InvalidCiphertextException: null (Service: AWSKMS; Status Code: 400)',
    'aws',
    ['wrapping-key-mismatch'],
  ],
  ['IncorrectKeyMaterialException: UnknownError', 'aws', ['material-length', 'key-spec-mismatch']],
  [
    'The request was rejected because the key material in the request is, expired, invalid, or does not meet expectations.',
    'aws',
    ['material-length'],
  ],
  [
    "1 validation error detected: Value at 'encryptedKeyMaterial' failed to satisfy constraint: Member must have length less than or equal to 6144",
    'aws',
    ['blob-length'],
  ],
  ['ExpiredImportTokenException', 'aws', []],
  ['An error occurred (InvalidImportTokenException)', 'aws', []],
  ['A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES', 'aws', []],
];

const idsOf = (text: string, service?: string) =>
  explain({ text, service }).map(({ causes }) => causes.map(({ id }) => id));

describe.each([
  ['Google’s', google],
  ['OpenBao’s', transit],
  ['AWS’s', aws],
])('%s refusals', (_, cases) => {
  it.each(cases)('%j is known, and who says it', (text, service, first) => {
    const [explanation] = explain({ text });
    expect(explanation?.service).toBe(service);
    expect(explanation?.causes.map(({ id }) => id).slice(0, first.length)).toEqual(first);
    expect(explanation?.causes.length === 0).toBe(first.length === 0);
    expect(explanation?.next.length === 0).toBe(first.length === 0);
  });
});

it('every text of every service is recognised as itself, whatever number it contains', () => {
  for (const row of Object.values(services))
    for (const { text, causes } of row.says) {
      const given = `error: ${text.replace(/\bN\b/, '4711')}.`;
      const [found] = explain({ text: given, service: row.name });
      expect(found?.text).toBe(text);
      expect(found?.causes.map(({ id }) => id)).toEqual(causes);
    }
});

it('no text stands twice in a row, and no cause twice in a text', () => {
  for (const { says } of Object.values(services)) {
    expect(new Set(says.map(({ text }) => text)).size).toBe(says.length);
    for (const { causes } of says) expect(new Set(causes).size).toBe(causes.length);
  }
});

it('--service narrows a text to what that service says', () => {
  const text = 'gcp: Wrapped key is too short; vault: wrapped key size too small';
  expect(explain({ text }).map(({ service }) => service)).toEqual(['gcp', 'vault']);
  expect(explain({ text, service: 'openbao' })).toMatchObject([
    { service: 'openbao', text: 'wrapped key size too small' },
  ]);
});

it('services that say the same for the same reasons are told once', () => {
  expect(explain({ text: 'crypto/rsa: decryption error' })).toMatchObject([
    { service: 'vault', alsoSaidBy: ['openbao'] },
  ]);
  expect(explain({ text: 'InvalidCiphertextException' })).toMatchObject([
    { service: 'aws', alsoSaidBy: ['aws-cn'] },
  ]);
});

it('a text with two refusals has both', () => {
  const text = 'first InvalidImportTokenException, then IncorrectKeyMaterialException';
  expect(explain({ text, service: 'aws' }).map((one) => one.text)).toEqual([
    'IncorrectKeyMaterialException',
    'InvalidImportTokenException',
  ]);
});

it('a cause that the text names itself, as a rehearsal does, stands first', () => {
  expect(idsOf('InvalidCiphertextException: [kek-length] the AES key has 16 bytes')[0]?.[0]).toBe(
    'kek-length',
  );
});

it('causes are told in the words of the service', () => {
  const [gcp] = explain({
    text: 'couldn’t be unwrapped or wasn’t formatted correctly: The key material in the import request couldn’t be unwrapped or wasn’t formatted correctly',
    service: 'gcp',
  });
  for (const { fix, title, source } of gcp?.causes ?? [])
    expect([fix, title, source].join(' ')).not.toMatch(/GetParametersForImport|AWS|(?<!Cloud )\bKMS\b/);
  expect(gcp?.causes.length).toBeGreaterThan(10);
});

const refused = (text: string, service?: string) => {
  try {
    explain({ text, service });
  } catch (error) {
    if (error instanceof KmsKeywrapError) return error;
  }
  return undefined;
};

it('a text that is not known is refused with the nearest ones', () => {
  expect(refused('unwrap failed the integrity check')).toMatchObject({
    code: 'ERR_USAGE',
    hint: expect.stringContaining('"kwp: unwrap failed integrity check" (Vault)'),
  });
  expect(refused('zzz')).toMatchObject({
    code: 'ERR_USAGE',
    hint: '`kms-keywrap explain` without a text lists those that are known',
  });
});

it('a service whose refusals are not documented says so, and what to run instead', () => {
  expect(refused('Import failed', 'azure')).toMatchObject({
    message: expect.stringContaining('are not documented'),
    hint: expect.stringContaining('kms-keywrap audit key.byok --public-key KEK.pem --service azure'),
  });
  expect(refused('x', 'gpc')).toMatchObject({ hint: expect.stringContaining('did you mean gcp?') });
});

it('without a text every refusal is told', () => {
  const told = everyRefusal(undefined).map(({ text }) => text);
  for (const { says } of Object.values(services)) for (const { text } of says) expect(told).toContain(text);
  expect(everyRefusal('gcp')).toHaveLength(services.gcp.says.length);
});

it('any text is explained or refused with a hint', () => {
  assert(
    property(anyText, (text) => {
      const error = refused(text);
      const told = error === undefined ? explain({ text }).map((one) => one.meaning) : [error.hint ?? ''];
      expect(told.join('')).not.toBe('');
    }),
    { seed: 16, numRuns: 300 },
  );
});
