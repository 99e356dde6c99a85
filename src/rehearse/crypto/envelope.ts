import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/*
 * The ciphertext of a symmetric encryption key. KMS does not document its own; this one is
 *   magic (8 bytes) ‖ length of the key ID (1) ‖ key ID ‖ key material ID (32) ‖ IV (12) ‖ AES-GCM ciphertext ‖ tag (16)
 * under the imported bytes themselves. All before the IV, and the encryption context as JSON with sorted names, is
 * additional authenticated data.
 */
const magic = Buffer.from('kwrehrs\u0001');
const ivBytes = 12;
const tagBytes = 16;

export type EncryptionContext = Readonly<Record<string, string>>;

export interface Envelope {
  readonly keyId: string;
  /** 64 hex digits. */
  readonly materialId: string;
  readonly head: Buffer;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** China Regions have keys of 16 bytes, for SM4, which node's OpenSSL has no GCM of. */
const cipherOf = (material: Buffer) => (material.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm');

function authenticated(head: Buffer, context: EncryptionContext): Buffer {
  const sorted = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([head, Buffer.from(JSON.stringify(sorted))]);
}

/** Encrypts under key material of 32 or 16 bytes. */
export function sealEnvelope(
  { keyId, materialId, material }: { keyId: string; materialId: string; material: Buffer },
  plaintext: Buffer,
  context: EncryptionContext,
): Buffer {
  const id = Buffer.from(keyId);
  const head = Buffer.concat([magic, Buffer.from([id.length]), id, Buffer.from(materialId, 'hex')]);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(cipherOf(material), material, iv);
  cipher.setAAD(authenticated(head, context));
  return Buffer.concat([head, iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The parts of a ciphertext, or undefined when it does not have this form. */
export function readEnvelope(blob: Buffer): Envelope | undefined {
  const idBytes = blob[magic.length] ?? 0;
  const headBytes = magic.length + 1 + idBytes + 32;
  if (!blob.subarray(0, magic.length).equals(magic) || blob.length < headBytes + ivBytes + tagBytes)
    return undefined;
  const idAt = magic.length + 1;
  return {
    keyId: blob.subarray(idAt, idAt + idBytes).toString(),
    materialId: blob.subarray(idAt + idBytes, headBytes).toString('hex'),
    head: blob.subarray(0, headBytes),
    iv: blob.subarray(headBytes, headBytes + ivBytes),
    ciphertext: blob.subarray(headBytes + ivBytes, -tagBytes),
    tag: blob.subarray(-tagBytes),
  };
}

/** The plaintext, or undefined when ciphertext, key material or encryption context are others. */
export function openEnvelope(
  { head, iv, ciphertext, tag }: Envelope,
  material: Buffer,
  context: EncryptionContext,
): Buffer | undefined {
  const decipher = createDecipheriv(cipherOf(material), material, iv);
  decipher.setAAD(authenticated(head, context)).setAuthTag(tag);
  const plaintext = decipher.update(ciphertext);
  try {
    decipher.final();
    return plaintext;
  } catch {
    return undefined;
  }
}
