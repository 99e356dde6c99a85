import { digest } from '../../../crypto/hash.ts';
import { decodedKeys } from './kek-text.ts';
import { isPrintable } from './recognise.ts';
import { isAesKeyLength } from './rsa-block.ts';

/** How the AES key that opens the wrap comes out of what the RSA block holds. */
export type KekUse =
  /** The same bytes in both places. */
  | 'as-is'
  /** Shorter, or only its first bytes, filled up with zero bytes. */
  | 'zero-padded'
  /** Text or another encoding in one place, the bytes in the other. */
  | 'encoded'
  /** A part of it, without zeros. */
  | 'part'
  /** Not out of the block at all. */
  | 'all-zero'
  | 'predictable';

export interface KekCandidate {
  readonly kek: Buffer;
  readonly use: KekUse;
  /** In words, without a byte of the key. */
  readonly how: string;
}

const counting = (from: number) => Buffer.from(Array.from({ length: 32 }, (_, i) => (from + i) & 0xff));

const predictable = (kek: Buffer, how: string): KekCandidate => ({ kek, use: 'predictable', how });

/** Byte values that placeholders are made of: small numbers, doubled hexadecimal digits, common letters and digits. */
const placeholderBytes = [
  ...Array.from({ length: 16 }, (_, digit) => digit * 0x11).slice(1),
  ...Buffer.from('AXax01 *?#\x01\x02\x5a\xa5\x7f\xfe', 'latin1'),
];

/** Keys that need no guessing: all zero first, then one byte repeated, counting bytes, and digits in order. */
export const degenerateKeks: readonly KekCandidate[] = [
  ...[32, 16, 24].map((bytes) => ({
    kek: Buffer.alloc(bytes),
    use: 'all-zero' as const,
    how: `${bytes} zero bytes`,
  })),
  ...placeholderBytes.map((byte) => predictable(Buffer.alloc(32, byte), 'one byte value 32 times')),
  ...[counting(0), counting(1), counting(0).reverse()].map((kek) =>
    predictable(kek, 'bytes that count up or down'),
  ),
  ...[
    Buffer.from('0123456789abcdef0123456789abcdef'),
    Buffer.from('12345678901234567890123456789012'),
    Buffer.from('01234567890123456789012345678901'),
    Buffer.from('0123456789abcdef'.repeat(4), 'hex'),
  ].map((kek) => predictable(kek, 'digits in order')),
];

/** Whether a key is one of those that anyone would try. */
export function degenerateUse(kek: Buffer): KekCandidate | undefined {
  if (kek.every((byte) => byte === kek[0]))
    return kek[0] === 0
      ? { kek, use: 'all-zero', how: `${kek.length} zero bytes` }
      : predictable(kek, 'one byte value repeated');
  return degenerateKeks.find((candidate) => candidate.kek.equals(kek));
}

function zeroPadded(key: Buffer, bytes: number, how: string): KekCandidate {
  return { kek: Buffer.concat([key, Buffer.alloc(bytes)]).subarray(0, bytes), use: 'zero-padded', how };
}

/** Every plausible AES key, given what the RSA block holds; the likeliest first. */
export function kekCandidates(message: Buffer): KekCandidate[] {
  const candidates: KekCandidate[] = [];
  if (isAesKeyLength(message.length))
    candidates.push({ kek: message, use: 'as-is', how: `${message.length} bytes` });
  candidates.push(...encodedForms(message));
  if (message.length < 32) {
    candidates.push(zeroPadded(message, 32, `${message.length} bytes and zeros behind them`), {
      kek: Buffer.concat([Buffer.alloc(32 - message.length), message]),
      use: 'zero-padded',
      how: `zeros and ${message.length} bytes behind them`,
    });
    for (const bytes of [16, 24])
      if (message.length < bytes)
        candidates.push(zeroPadded(message, bytes, `${message.length} bytes, zeros up to ${bytes}`));
  }
  candidates.push(...degenerateKeks.slice(0, 3));
  candidates.push(...parts(message));
  return candidates;
}

/** Only the first n bytes of what the block holds, zeros behind them; or n bytes of it as they are. */
function parts(message: Buffer): KekCandidate[] {
  const candidates: KekCandidate[] = [];
  const use = isPrintable(message) ? 'encoded' : 'part';
  for (let n = Math.min(message.length, 32) - 1; n > 0; n--)
    candidates.push(
      zeroPadded(message.subarray(0, n), 32, `the first ${n} of ${message.length} bytes, zeros behind them`),
    );
  for (const n of [16, 24, 32])
    if (message.length > n) {
      candidates.push({
        kek: message.subarray(0, n),
        use,
        how: `the first ${n} of ${message.length} bytes`,
      });
      candidates.push({
        kek: message.subarray(-n),
        use,
        how: `the last ${n} of ${message.length} bytes`,
      });
    }
  // A big integer in hexadecimal loses leading zero digits, and openssl fills up at the other end.
  const digits = message.toString('hex').replace(/^0+/, '');
  if (digits.length < 2 * message.length && digits !== '')
    candidates.push(
      zeroPadded(
        Buffer.from(digits.padEnd(64, '0').slice(0, 64), 'hex'),
        32,
        'leading zero digits lost, zeros behind the rest',
      ),
    );
  return candidates;
}

function encodedForms(message: Buffer): KekCandidate[] {
  const candidates: KekCandidate[] = [];
  for (const { kek, how } of decodedKeys(message)) {
    candidates.push({ kek, use: 'encoded', how: `the RSA block holds ${how}` });
    if (kek.length < 32)
      candidates.push({
        ...zeroPadded(kek, 32, ''),
        use: 'encoded',
        how: `the RSA block holds ${how}, used with zeros behind it`,
      });
  }
  if (message.length === 0 || message.length > 128) return candidates;
  const texts = [
    [message.toString('hex'), 'hexadecimal text'],
    [message.toString('hex').toUpperCase(), 'upper-case hexadecimal text'],
    [message.toString('base64'), 'base64 text'],
  ] as const;
  for (const [text, what] of texts)
    for (const bytes of [32, 24, 16])
      if (text.length >= bytes)
        candidates.push({
          kek: Buffer.from(text.slice(0, bytes)),
          use: 'encoded',
          how: `the wrap uses ${bytes} characters of the ${what} of what the RSA block holds`,
        });
  candidates.push({
    kek: digest('sha256', message),
    use: 'encoded',
    how: 'the wrap uses the SHA-256 digest of what the RSA block holds',
  });
  candidates.push({
    kek: digest('sha256', Buffer.from(message.toString('hex'))),
    use: 'encoded',
    how: 'the wrap uses the SHA-256 digest of its hexadecimal text',
  });
  if (isAesKeyLength(message.length))
    candidates.push({
      kek: Buffer.from(message).reverse(),
      use: 'encoded',
      how: 'the wrap uses the bytes in reverse order',
    });
  return candidates;
}
