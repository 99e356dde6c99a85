import { openEnvelope, readEnvelope, sealEnvelope, type EncryptionContext } from '../crypto/envelope.ts';
import {
  decryptUnder,
  encryptUnder,
  longestPlaintext,
  type PublicEncryption,
} from '../crypto/public-encryption.ts';
import { KmsException } from '../model/exceptions.ts';
import type { Call } from './call.ts';
import { findKey, type Found } from './find-key.ts';
import { requireState, statesFor } from './key-state.ts';
import { requireUsage } from './key-usage.ts';
import { currentBytes, materialBytes } from './material.ts';
import { currentMaterial } from './metadata.ts';

export const encryptionAlgorithms = [
  'SYMMETRIC_DEFAULT',
  'RSAES_OAEP_SHA_1',
  'RSAES_OAEP_SHA_256',
  'SM2PKE',
] as const;
export type EncryptionAlgorithm = (typeof encryptionAlgorithms)[number];

export interface Encrypted {
  readonly blob: Buffer;
  /** Of a symmetric encryption key. */
  readonly materialId?: string;
}

export interface Decrypted {
  readonly found: Found;
  readonly plaintext: Buffer;
  readonly materialId?: string;
}

function requireNoContext(context: EncryptionContext | undefined): void {
  if (context !== undefined && Object.keys(context).length > 0)
    throw new KmsException('ValidationException', {
      detail: 'An encryption context goes with symmetric encryption keys alone.',
      undocumented: 'which exception KMS gives for it',
    });
}

/** The public key of a key that has had key material. */
export function publicKeyBytes({ key }: Found): Buffer {
  return Buffer.from(key.publicKey ?? '', 'base64');
}

function encryptPublic(found: Found, algorithm: PublicEncryption, plaintext: Buffer): Buffer {
  const { keySpec } = found.key;
  const longest = longestPlaintext(keySpec, algorithm);
  if (plaintext.length > longest)
    throw new KmsException('ValidationException', {
      text: `Algorithm ${algorithm} and key spec ${keySpec} cannot encrypt data larger than ${longest} bytes.`,
    });
  return encryptUnder(publicKeyBytes(found), algorithm, plaintext);
}

/**
 * Encrypts under a key whose state was found to be Enabled.
 * @throws KmsException `InvalidKeyUsageException`, `ValidationException`
 */
export function encrypt(
  call: Call,
  found: Found,
  plaintext: Buffer,
  algorithm: EncryptionAlgorithm = 'SYMMETRIC_DEFAULT',
  context?: EncryptionContext,
): Encrypted {
  requireUsage(call, found, 'ENCRYPT_DECRYPT', algorithm);
  if (algorithm !== 'SYMMETRIC_DEFAULT') {
    requireNoContext(context);
    return { blob: encryptPublic(found, algorithm, plaintext) };
  }
  const { id: materialId = '' } = currentMaterial(found.key) ?? {};
  const material = currentBytes(found);
  return {
    materialId,
    blob: sealEnvelope({ keyId: found.key.id, materialId, material }, plaintext, context ?? {}),
  };
}

const invalidCiphertext = (detail: string) => new KmsException('InvalidCiphertextException', { detail });

/** What is to be decrypted. Symmetric ciphertexts name their key themselves. */
export interface Ciphertext {
  readonly blob: Buffer | undefined;
  readonly keyName: string | undefined;
  readonly algorithm: EncryptionAlgorithm | undefined;
  readonly context: EncryptionContext | undefined;
  /** The ciphertext is not looked at: a dry run asked for that. */
  readonly ignored: boolean;
}

function decryptSymmetric(call: Call, { blob, keyName, context }: Ciphertext & { blob: Buffer }): Decrypted {
  const envelope = readEnvelope(blob);
  const named = keyName === undefined ? undefined : findKey(call, keyName, { alias: true });
  if (envelope === undefined) {
    if (named !== undefined) {
      requireState(named.arn, named.state, statesFor.use);
      requireUsage(call, named, 'ENCRYPT_DECRYPT', 'SYMMETRIC_DEFAULT');
    }
    throw invalidCiphertext('This is not a ciphertext of a symmetric encryption key of this endpoint.');
  }
  if (named !== undefined && named.key.id !== envelope.keyId)
    throw new KmsException('IncorrectKeyException', {
      text: 'The key ID in the request does not identify a CMK that can perform this operation.',
    });
  const found = findKey(call, envelope.keyId, { states: statesFor.use });
  const material = materialBytes(found, envelope.materialId);
  const plaintext = material && openEnvelope(envelope, material, context ?? {});
  if (plaintext === undefined)
    throw invalidCiphertext(
      'The ciphertext does not open: bytes of it were changed, or the encryption context is another one.',
    );
  return { found, plaintext, materialId: envelope.materialId };
}

/**
 * Decrypts what was encrypted under one of this endpoint's keys, or under the public key of an asymmetric one.
 * @throws KmsException
 */
export function decrypt(call: Call, ciphertext: Ciphertext): Decrypted {
  const { blob, keyName, algorithm = 'SYMMETRIC_DEFAULT', context, ignored } = ciphertext;
  if (!ignored && blob === undefined)
    throw new KmsException('ValidationException', {
      text: "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: Member must not be null",
    });
  if (!ignored && algorithm === 'SYMMETRIC_DEFAULT' && blob !== undefined)
    return decryptSymmetric(call, { ...ciphertext, blob });
  if (keyName === undefined)
    throw new KmsException('ValidationException', {
      detail: ignored
        ? 'Without a ciphertext only the KeyId says which key is meant.'
        : `A ciphertext of ${algorithm} does not name its key: the request has to.`,
      undocumented: 'which exception KMS gives for it',
    });
  const found = findKey(call, keyName, { alias: true, states: statesFor.use });
  requireUsage(call, found, 'ENCRYPT_DECRYPT', algorithm);
  if (ignored || blob === undefined || algorithm === 'SYMMETRIC_DEFAULT')
    return { found, plaintext: Buffer.alloc(0) };
  requireNoContext(context);
  const plaintext = decryptUnder(currentBytes(found), algorithm, blob);
  if (plaintext === undefined)
    throw invalidCiphertext(`The ciphertext does not open as ${algorithm} under this key.`);
  return { found, plaintext };
}

/** @throws KmsException `UnsupportedOperationException` for what needs an AWS Nitro enclave */
export function requireNoRecipient(recipient: object | undefined): void {
  if (recipient !== undefined)
    throw new KmsException('UnsupportedOperationException', {
      detail: 'A rehearsal checks no attestation documents: it answers requests without Recipient alone.',
    });
}
