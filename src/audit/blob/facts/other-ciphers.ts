import { createDecipheriv } from 'node:crypto';
import { kwpLength } from '../../../crypto/aes-kw.ts';
import { readAuthenticated } from './authenticated-ciphers.ts';
import type { AesMode, IvPlace, OtherCipher } from './cipher.ts';
import type { Context } from './context.ts';
import { pkcs7Length, withoutZeros, type WrapReading } from './key-wrap.ts';
import { isPrintable, isPrivateKey, startsLikePrivateKey } from './recognise.ts';
import { restoreFirstBlock } from './unknown-iv.ts';

/** The initial value of the recipe, filled up with zeros as openssl does for a cipher that wants more. */
const recipeIv = Buffer.concat([Buffer.from('a65959a6', 'hex'), Buffer.alloc(12)]);
const zeroIv = Buffer.alloc(16);

/** Printable bytes that chance does not explain: once in 2^45. */
const shortestText = 32;

/** A stream of one repeated byte is not text, though it may print. */
const isText = (bytes: Buffer) =>
  bytes.length >= shortestText && isPrintable(bytes) && new Set(bytes).size >= 8;

const streamModes = ['ctr', 'cfb', 'ofb', 'cfb8'] as const;

interface Layout {
  readonly iv: Buffer;
  readonly data: Buffer;
  readonly ivAt: IvPlace;
}

/** A nonce of 12 bytes before the ciphertext and the block counter from a small number, as GCM and many CTR users do. */
function nonces(wrapped: Buffer): Layout[] {
  return [0, 1, 2].map((counter) => ({
    iv: Buffer.concat([wrapped.subarray(0, 12), Buffer.from([0, 0, 0, counter])]),
    data: wrapped.subarray(12),
    ivAt: 'nonce-front' as const,
  }));
}

function layouts(wrapped: Buffer): Layout[] {
  return [
    { iv: zeroIv, data: wrapped, ivAt: 'zero' },
    { iv: recipeIv, data: wrapped, ivAt: 'recipe' },
    ...(wrapped.length > 16
      ? [
          { iv: wrapped.subarray(0, 16), data: wrapped.subarray(16), ivAt: 'front' as const },
          { iv: wrapped.subarray(-16), data: wrapped.subarray(0, -16), ivAt: 'after' as const },
          ...nonces(wrapped),
        ]
      : []),
  ];
}

function decrypt(cipher: string, kek: Buffer, iv: Buffer | null, data: Buffer): Buffer {
  const decipher = createDecipheriv(cipher, kek, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

interface Attempt {
  readonly cipher: Extract<OtherCipher, { iv: IvPlace }>;
  /** Length of PKCS#7 padding at the end of a block mode's plaintext. */
  readonly padding: number;
  /** The plaintext without padding, or without the zeros that fill up its last block. */
  readonly content: Buffer;
}

function attempts(kek: Buffer, wrapped: Buffer, context: Context): Attempt[] {
  const bits = kek.length * 8;
  const made: Attempt[] = [];
  const add = (mode: AesMode, iv: Buffer | null, data: Buffer, ivAt: IvPlace, block: boolean) => {
    const plain = decrypt(`aes-${bits}-${mode}`, kek, iv, data);
    const padding = block ? pkcs7Length(plain, context) : 0;
    const unpadded = plain.subarray(0, plain.length - padding);
    const content = block && padding === 0 ? withoutZeros(plain, context) : unpadded;
    made.push({ cipher: { mode, bits, iv: ivAt }, padding, content });
  };
  for (const { iv, data, ivAt } of layouts(wrapped)) {
    const whole = data.length % 16 === 0 && data.length > 0;
    if (whole) add('cbc', iv, data, ivAt, true);
    if (whole && iv === zeroIv) add('ecb', null, data, 'none', true);
    for (const mode of streamModes) add(mode, iv, data, ivAt, false);
  }
  return made;
}

/**
 * Reads the wrapped part as an AES mode other than key wrap. A tag proves GCM and CCM. The others need plaintext that can
 * be recognised: modes share their first block, so its beginning alone does not tell them apart. Padding proves the
 * key, but not the IV.
 */
export function readOtherCipher(kek: Buffer, wrapped: Buffer, context: Context): WrapReading | undefined {
  const authenticated = readAuthenticated(kek, wrapped);
  if (authenticated !== undefined) return authenticated;
  const made = attempts(kek, wrapped, context);
  const known =
    made.find(({ content }) => isPrivateKey(content) || context.reference?.equals(content)) ??
    made.find(({ content }) => startsLikePrivateKey(content)) ??
    made.find(({ content }) => isText(content));
  if (known !== undefined) return { kind: 'other-cipher', material: known.content, cipher: known.cipher };
  const cbc = made.find(({ cipher }) => cipher.mode === 'cbc' && cipher.iv === 'zero');
  const restored = cbc && restoreFirstBlock(cbc.content);
  if (restored !== undefined)
    return { kind: 'other-cipher', material: restored, cipher: { ...cbc!.cipher, iv: 'not-in-blob' } };
  const padded =
    made.find(({ padding, content }) => padding >= 2 && content.length === context.rawBytes) ??
    made.find(({ padding }) => padding >= 4);
  return (
    padded && {
      kind: 'other-cipher',
      material: undefined,
      cipher: { ...padded.cipher, iv: padded.cipher.mode === 'ecb' ? 'none' : 'unknown', byPadding: true },
    }
  );
}

/** Bytes that a mode other than key wrap adds to unpadded raw material: none, a nonce, an IV or a tag, a nonce and a tag. */
const additions = [0, 12, 16, 28];

/**
 * A length that no wrap of this raw material has, but its encryption in a mode without padding. Which one cannot be told:
 * tokens encrypt raw keys so. A wrap that was cut by 8 bytes is as long as the material too, and rarer.
 */
export function hasOtherCipherLength(wrappedBytes: number, { rawBytes }: Context): boolean {
  if (rawBytes === undefined || wrappedBytes === kwpLength(rawBytes)) return false;
  return additions.includes(wrappedBytes - rawBytes);
}
