import { readdirSync } from 'node:fs';
import { createPrivateKey, generateKeyPairSync, privateDecrypt, constants } from 'node:crypto';
import { expect, it } from 'vitest';
import { generationRecipe } from '../../src/recipe/generation.ts';
import { unwrappingRecipe } from '../../src/recipe/unwrapping.ts';
import { wrappingRecipe } from '../../src/recipe/wrapping.ts';
import { findOpenssl } from '../../src/run/find.ts';
import { runRecipe } from '../../src/run/recipe.ts';
import { withWorkspace } from '../../src/run/workspace.ts';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';
import { keySpecs } from '../../src/tables/key-specs.ts';

const openssl = findOpenssl();
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
});

it('a generated key goes through the hybrid wrap and back, and nothing stays behind', async () => {
  let path = '';
  const lines: string[] = [];
  await withWorkspace(async (workspace) => {
    path = workspace.path;
    const context = { openssl, workspace, trace: (line: string) => lines.push(line) };
    const made = await runRecipe(generationRecipe(keySpecs.ECC_NIST_P521, 'aws'), {}, context);
    const material = made['ECC_NIST_P521_PrivateKey.der'] ?? Buffer.alloc(0);
    expect(material.length).toBe(241);
    const wrapped = await runRecipe(
      wrappingRecipe(wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256),
      { 'PlaintextKeyMaterial.bin': material, 'WrappingPublicKey.bin': publicKey },
      context,
    );
    expect(Object.keys(wrapped)).toEqual([
      'aes-key.bin',
      'key-material-wrapped.bin',
      'aes-key-wrapped.bin',
      'EncryptedKeyMaterial.bin',
    ]);
    const aesKey = wrapped['aes-key.bin'] ?? Buffer.alloc(0);
    const opened = privateDecrypt(
      {
        key: createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }),
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        oaepHash: 'sha256',
      },
      wrapped['aes-key-wrapped.bin'] ?? Buffer.alloc(0),
    );
    expect(opened).toEqual(aesKey);
    expect(lines.join('\n')).not.toContain(aesKey.toString('hex'));
    expect(lines.join('\n')).toContain('-K ****');
    const back = await runRecipe(
      unwrappingRecipe(wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256, 256),
      {
        'EncryptedKeyMaterial.bin': wrapped['EncryptedKeyMaterial.bin'] ?? Buffer.alloc(0),
        'WrappingPrivateKey.bin': privateKey,
      },
      context,
    );
    expect(back['PlaintextKeyMaterial.bin']).toEqual(material);
    expect(readdirSync(path)).toEqual([]);
  });
  expect(() => readdirSync(path)).toThrow('ENOENT');
});
