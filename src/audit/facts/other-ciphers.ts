import { createDecipheriv, type CipherGCMTypes } from 'node:crypto';
import type { Context } from './context.ts';
import { pkcs7Length, type WrapReading } from './key-wrap.ts';
import { isPrivateKey, startsLikePrivateKey } from './recognise.ts';

/** The initial value of the recipe, filled up with zeros as openssl does for a cipher that wants more. */
const recipeIv = Buffer.concat([Buffer.from('a65959a6', 'hex'), Buffer.alloc(12)]);
const zeroIv = Buffer.alloc(16);

const streamModes = ['ctr', 'cfb', 'ofb', 'cfb8'] as const;

interface Layout {
  readonly iv: Buffer;
  readonly data: Buffer;
  readonly ivAt: string;
}

function layouts(wrapped: Buffer): Layout[] {
  return [
    { iv: zeroIv, data: wrapped, ivAt: 'zero IV' },
    { iv: recipeIv, data: wrapped, ivAt: 'IV A65959A6' },
    ...(wrapped.length > 16
      ? [{ iv: wrapped.subarray(0, 16), data: wrapped.subarray(16), ivAt: 'IV in front' }]
      : []),
  ];
}

function decrypt(cipher: string, kek: Buffer, iv: Buffer | null, data: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, kek, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

interface Attempt {
  readonly plain: Buffer;
  readonly detail: string;
  readonly block: boolean;
}

function* attempts(kek: Buffer, wrapped: Buffer): Generator<Attempt> {
  const aes = `aes-${kek.length * 8}`;
  for (const { iv, data, ivAt } of layouts(wrapped)) {
    const name = (mode: string) => `${aes}-${mode}`.toUpperCase();
    if (data.length % 16 === 0 && data.length > 0) {
      if (data === wrapped && iv === zeroIv)
        yield { plain: decrypt(`${aes}-ecb`, kek, null, data), detail: name('ecb'), block: true };
      yield { plain: decrypt(`${aes}-cbc`, kek, iv, data), detail: `${name('cbc')}, ${ivAt}`, block: true };
    }
    for (const mode of streamModes)
      yield {
        plain: decrypt(`${aes}-${mode}`, kek, iv, data),
        detail: `${name(mode)}, ${ivAt}`,
        block: false,
      };
  }
}

/**
 * Reads the wrapped part as some mode of AES that is no key wrap. A tag proves GCM. The others need plaintext that can
 * be recognised, else padding; random bytes of raw material without padding cannot be told from noise.
 */
export function readOtherCipher(kek: Buffer, wrapped: Buffer, context: Context): WrapReading | undefined {
  const gcm = readGcm(kek, wrapped);
  if (gcm !== undefined) return gcm;
  let begun: WrapReading | undefined;
  let padded: WrapReading | undefined;
  for (const { plain, detail, block } of attempts(kek, wrapped)) {
    const padding = block ? pkcs7Length(plain, context) : 0;
    const material = plain.subarray(0, plain.length - padding);
    const reading = { kind: 'other-cipher', material, detail } as const;
    if (context.reference?.equals(material) === true || isPrivateKey(material)) return reading;
    // ECB and CBC with a zero IV share their first block, which is enough to look like the beginning of a key.
    if (startsLikePrivateKey(material)) begun ??= reading;
    // A wrong IV spoils the first block only, so padding alone does not tell which one was used.
    const exact = padding >= 2 && material.length === context.rawBytes;
    if (exact || padding >= 4)
      padded =
        padded === undefined || (exact && padded.material.length !== context.rawBytes) ? reading : padded;
  }
  return begun ?? padded;
}

function readGcm(kek: Buffer, wrapped: Buffer): WrapReading | undefined {
  if (wrapped.length < 17) return undefined;
  const tag = wrapped.subarray(-16);
  const attempts = [
    {
      nonce: wrapped.subarray(0, 12),
      data: wrapped.subarray(12, -16),
      tag,
      at: 'nonce in front, tag behind',
    },
    {
      nonce: wrapped.subarray(0, 12),
      data: wrapped.subarray(28),
      tag: wrapped.subarray(12, 28),
      at: 'nonce and tag in front',
    },
    {
      nonce: wrapped.subarray(0, 16),
      data: wrapped.subarray(16, -16),
      tag,
      at: 'nonce of 16 bytes in front, tag behind',
    },
    { nonce: Buffer.alloc(12), data: wrapped.subarray(0, -16), tag, at: 'zero nonce, tag behind' },
    {
      nonce: recipeIv.subarray(0, 12),
      data: wrapped.subarray(0, -16),
      tag,
      at: 'nonce A65959A6, tag behind',
    },
    {
      nonce: Buffer.alloc(16),
      data: wrapped.subarray(0, -16),
      tag,
      at: 'zero nonce of 16 bytes, tag behind',
    },
  ];
  const cipher: CipherGCMTypes =
    kek.length === 16 ? 'aes-128-gcm' : kek.length === 24 ? 'aes-192-gcm' : 'aes-256-gcm';
  for (const { nonce, data, tag: authTag, at } of attempts) {
    if (data.length === 0 || authTag.length !== 16) continue;
    try {
      const decipher = createDecipheriv(cipher, kek, nonce).setAuthTag(authTag);
      const material = Buffer.concat([decipher.update(data), decipher.final()]);
      return { kind: 'other-cipher', material, detail: `AES-${kek.length * 8}-GCM, ${at}` };
    } catch {
      continue;
    }
  }
  return undefined;
}
