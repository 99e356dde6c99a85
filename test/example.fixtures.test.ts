// An example to copy: holds an importer (here: a strict unwrap) against blobs whose verdict is known beforehand.
// In a project of your own the import below is `from 'kms-keywrap'`.
import { describe, expect, it } from 'vitest';
import { fixtures, unwrap } from '../src/index.ts';

// Symmetric and HMAC keys under one wrapping key: fast, for there are no RSA keys to make.
const keySpec = ['SYMMETRIC_DEFAULT', 'HMAC_256'] as const;
const sound = [...fixtures({ seed: 'c0ffee', partition: 'aws', keySpec, wrappingKeySpec: 'RSA_2048' })];

describe('the importer under test opens what KMS accepts', () => {
  it.each(sound.map((fixture) => [fixture.id, fixture] as const))('%s', async (_, fixture) => {
    const { blob, privateKey, wrappingAlgorithm, keyMaterial } = fixture;
    const opened = await unwrap({ encryptedKeyMaterial: blob, privateKey, wrappingAlgorithm });
    expect(opened.keyMaterial).toEqual(keyMaterial);
  });
});

it('the same seed gives the same bytes, another seed others', () => {
  const again = [...fixtures({ seed: 'C0FFEE', partition: 'aws', keySpec, wrappingKeySpec: 'RSA_2048' })];
  const other = [...fixtures({ seed: 'decaf0', partition: 'aws', keySpec, wrappingKeySpec: 'RSA_2048' })];
  expect(again).toEqual(sound);
  expect(other.map(({ id }) => id)).toEqual(sound.map(({ id }) => id));
  for (const [index, { blob, keyMaterial }] of other.entries()) {
    expect(blob).not.toEqual(sound[index]!.blob);
    expect(keyMaterial).not.toEqual(sound[index]!.keyMaterial);
  }
});
