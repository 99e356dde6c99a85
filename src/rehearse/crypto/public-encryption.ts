import { constants, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto';
import { KmsKeywrapError } from '../../errors.ts';
import { unwrapBlob } from '../../crypto/unwrap.ts';
import { wrapMaterial } from '../../crypto/wrap.ts';
import { loadWrappingPrivateKey, loadWrappingPublicKey } from '../../crypto/wrapping-key.ts';
import { hashes } from '../../tables/hashes.ts';
import { keySpecRow, type KeySpec } from '../../tables/key-specs.ts';
import { wrappingAlgorithms } from '../../tables/wrapping.ts';

/** The hash of each RSAES-OAEP encryption algorithm, and of its MGF1. */
const oaepHashes = { RSAES_OAEP_SHA_1: 'sha1', RSAES_OAEP_SHA_256: 'sha256' } as const;

export type PublicEncryption = keyof typeof oaepHashes | 'SM2PKE';

/** The longest plaintext in bytes (AWS KMS API Reference, Encrypt, `Plaintext`). */
export function longestPlaintext(keySpec: KeySpec, algorithm: PublicEncryption): number {
  const row = keySpecRow(keySpec);
  if (algorithm === 'SM2PKE' || row.kind !== 'rsa') return 1024;
  return row.modulusBits / 8 - 2 * hashes[oaepHashes[algorithm]].bytes - 2;
}

/** @param spki of the KMS key */
export function encryptUnder(spki: Buffer, algorithm: PublicEncryption, plaintext: Buffer): Buffer {
  if (algorithm === 'SM2PKE')
    return wrapMaterial({
      material: plaintext,
      publicKey: loadWrappingPublicKey(spki),
      wrappingAlgorithm: wrappingAlgorithms.SM2PKE,
    });
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key, padding, oaepHash: oaepHashes[algorithm] }, plaintext);
}

/**
 * The plaintext, or undefined when the ciphertext does not open.
 * @param pkcs8 key material of the KMS key
 */
export function decryptUnder(
  pkcs8: Buffer,
  algorithm: PublicEncryption,
  ciphertext: Buffer,
): Buffer | undefined {
  if (algorithm === 'SM2PKE') return openSm2(pkcs8, ciphertext);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  try {
    return privateDecrypt({ key, padding, oaepHash: oaepHashes[algorithm] }, ciphertext);
  } catch {
    return undefined;
  }
}

function openSm2(pkcs8: Buffer, blob: Buffer): Buffer | undefined {
  const privateKey = loadWrappingPrivateKey(pkcs8);
  try {
    return unwrapBlob({ blob, privateKey, wrappingAlgorithm: wrappingAlgorithms.SM2PKE }).material;
  } catch (error) {
    if (error instanceof KmsKeywrapError && error.code === 'ERR_UNWRAP') return undefined;
    throw error;
  }
}
