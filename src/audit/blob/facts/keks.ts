import { digest } from '../../../crypto/hash.ts';
import { decodedKeys, type KeyForm } from './kek-text.ts';
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

/** By which way the AES key comes out of the RSA block, or from elsewhere. Holds no byte of the key. */
export type KekWay =
  /** What the block holds, as it is. */
  | { readonly via: 'whole' }
  /** Decoded from what the block holds. `filled`: used with zero bytes after it. */
  | { readonly via: 'decoded'; readonly form: KeyForm; readonly wide: boolean; readonly filled: boolean }
  /** Characters of a text of what the block holds. */
  | {
      readonly via: 'characters';
      readonly count: number;
      readonly of: 'hexadecimal' | 'upper-case-hexadecimal' | 'base64';
    }
  /** SHA-256 of what the block holds, or of its hexadecimal text. */
  | { readonly via: 'digest'; readonly of: 'bytes' | 'hexadecimal' }
  | { readonly via: 'reversed' }
  /** What the block holds, zero bytes on one side, up to `to` bytes. */
  | {
      readonly via: 'filled';
      readonly zeros: 'before' | 'after';
      readonly bytes: number;
      readonly to: number;
    }
  /** `count` of `of` bytes. `filled`: with zero bytes after them. */
  | {
      readonly via: 'part';
      readonly from: 'start' | 'end';
      readonly count: number;
      readonly of: number;
      readonly filled: boolean;
    }
  /** Leading zero digits of its hexadecimal text lost, zeros after the rest. */
  | { readonly via: 'digits-lost' }
  /** A key that needs no guessing. */
  | { readonly via: 'degenerate'; readonly pattern: 'zeros' | 'one-value' | 'counting' | 'digits' };

export interface KekCandidate {
  readonly kek: Buffer;
  readonly use: KekUse;
  readonly way: KekWay;
}

type Pattern = Extract<KekWay, { via: 'degenerate' }>['pattern'];

const counting = (from: number) => Buffer.from(Array.from({ length: 32 }, (_, i) => (from + i) & 0xff));

const predictable = (kek: Buffer, pattern: Pattern): KekCandidate => ({
  kek,
  use: 'predictable',
  way: { via: 'degenerate', pattern },
});

const allZero = (bytes: number): KekCandidate => ({
  kek: Buffer.alloc(bytes),
  use: 'all-zero',
  way: { via: 'degenerate', pattern: 'zeros' },
});

/** Byte values that placeholders are made of: small numbers, doubled hexadecimal digits, common letters and digits. */
const placeholderBytes = [
  ...Array.from({ length: 16 }, (_, digit) => digit * 0x11).slice(1),
  ...Buffer.from('AXax01 *?#\x01\x02\x5a\xa5\x7f\xfe', 'latin1'),
];

/** Keys that need no guessing: all zero first, then one byte repeated, counting bytes, and digits in order. */
export const degenerateKeks: readonly KekCandidate[] = [
  ...[32, 16, 24].map(allZero),
  ...placeholderBytes.map((byte) => predictable(Buffer.alloc(32, byte), 'one-value')),
  ...[counting(0), counting(1), counting(0).reverse()].map((kek) => predictable(kek, 'counting')),
  ...[
    Buffer.from('0123456789abcdef0123456789abcdef'),
    Buffer.from('12345678901234567890123456789012'),
    Buffer.from('01234567890123456789012345678901'),
    Buffer.from('0123456789abcdef'.repeat(4), 'hex'),
  ].map((kek) => predictable(kek, 'digits')),
];

/** Whether a key is one of those that anyone would try. */
export function degenerateUse(kek: Buffer): KekCandidate | undefined {
  if (kek.every((byte) => byte === kek[0]))
    return kek[0] === 0 ? allZero(kek.length) : predictable(kek, 'one-value');
  return degenerateKeks.find((candidate) => candidate.kek.equals(kek));
}

const fill = (key: Buffer, bytes: number) => Buffer.concat([key, Buffer.alloc(bytes)]).subarray(0, bytes);

function zeroPadded(key: Buffer, bytes: number, way: KekWay): KekCandidate {
  return { kek: fill(key, bytes), use: 'zero-padded', way };
}

/** Every plausible AES key, given what the RSA block holds; the likeliest first. */
export function kekCandidates(message: Buffer): KekCandidate[] {
  const candidates: KekCandidate[] = [];
  if (isAesKeyLength(message.length)) candidates.push({ kek: message, use: 'as-is', way: { via: 'whole' } });
  candidates.push(...encodedForms(message));
  const bytes = message.length;
  if (bytes < 32) {
    candidates.push(zeroPadded(message, 32, { via: 'filled', zeros: 'after', bytes, to: 32 }), {
      kek: Buffer.concat([Buffer.alloc(32 - bytes), message]),
      use: 'zero-padded',
      way: { via: 'filled', zeros: 'before', bytes, to: 32 },
    });
    for (const to of [16, 24])
      if (bytes < to) candidates.push(zeroPadded(message, to, { via: 'filled', zeros: 'after', bytes, to }));
  }
  candidates.push(...degenerateKeks.slice(0, 3));
  candidates.push(...parts(message));
  return candidates;
}

/** Only the first n bytes of what the block holds, zeros after them; or n bytes of it as they are. */
function parts(message: Buffer): KekCandidate[] {
  const candidates: KekCandidate[] = [];
  const use = isPrintable(message) ? 'encoded' : 'part';
  const of = message.length;
  for (let count = Math.min(of, 32) - 1; count > 0; count--)
    candidates.push(
      zeroPadded(message.subarray(0, count), 32, { via: 'part', from: 'start', count, of, filled: true }),
    );
  for (const count of [16, 24, 32])
    if (of > count)
      candidates.push(
        {
          kek: message.subarray(0, count),
          use,
          way: { via: 'part', from: 'start', count, of, filled: false },
        },
        { kek: message.subarray(-count), use, way: { via: 'part', from: 'end', count, of, filled: false } },
      );
  // A big integer in hexadecimal loses leading zero digits, and openssl fills up at the other end.
  const digits = message.toString('hex').replace(/^0+/, '');
  if (digits.length < 2 * of && digits !== '')
    candidates.push(
      zeroPadded(Buffer.from(digits.padEnd(64, '0').slice(0, 64), 'hex'), 32, { via: 'digits-lost' }),
    );
  return candidates;
}

function encodedForms(message: Buffer): KekCandidate[] {
  const candidates: KekCandidate[] = [];
  const add = (kek: Buffer, way: KekWay) => candidates.push({ kek, use: 'encoded', way });
  for (const { kek, form, wide = false } of decodedKeys(message)) {
    add(kek, { via: 'decoded', form, wide, filled: false });
    if (kek.length < 32) add(fill(kek, 32), { via: 'decoded', form, wide, filled: true });
  }
  if (message.length === 0 || message.length > 128) return candidates;
  const texts = [
    [message.toString('hex'), 'hexadecimal'],
    [message.toString('hex').toUpperCase(), 'upper-case-hexadecimal'],
    [message.toString('base64'), 'base64'],
  ] as const;
  for (const [text, of] of texts)
    for (const count of [32, 24, 16])
      if (text.length >= count) add(Buffer.from(text.slice(0, count)), { via: 'characters', count, of });
  add(digest('sha256', message), { via: 'digest', of: 'bytes' });
  add(digest('sha256', Buffer.from(message.toString('hex'))), { via: 'digest', of: 'hexadecimal' });
  if (isAesKeyLength(message.length)) add(Buffer.from(message).reverse(), { via: 'reversed' });
  return candidates;
}
