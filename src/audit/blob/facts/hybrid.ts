import { kwpLength, kwpUnwrap } from '../../../crypto/aes-kw.ts';
import type { Context } from './context.ts';
import { usualWrappedBytes } from './context.ts';
import { kekCandidates, degenerateKeks, type KekCandidate } from './keks.ts';
import { isWrapLength, kwUnwrap, readInverted, readKw, readKwp, type WrapReading } from './key-wrap.ts';
import { readOtherCipher } from './other-ciphers.ts';
import { isNewline } from './surplus.ts';

/** Wrapped key material that was opened, and with which AES key. */
export interface Opened {
  readonly candidate: KekCandidate;
  readonly wrap: WrapReading;
  /** Bytes of the wrapped part that the wrap took; what follows is surplus. */
  readonly wrappedBytes: number;
}

type Reader = (kek: Buffer, wrapped: Buffer, context: Context) => WrapReading | undefined;

/** The checks that a wrap carries, by native ciphers: cheap enough for every candidate. */
const checked: readonly Reader[] = [readKwp, readKw];

/** Longest wrapped part that is examined. KMS accepts blobs of 6144 bytes; several of them may stand in a file. */
const longestWrapped = 16 * 1024;

/** A line of `xxd -p` holds 30 bytes: the likeliest part of a key that `-K` was given. */
const xxdLine = 30;

/** Candidates for which the costlier readings are tried: two faults in one key are not searched for. */
function likely(candidates: readonly KekCandidate[]): KekCandidate[] {
  return candidates.filter(
    ({ kek, use, way }) =>
      use === 'as-is' ||
      (use === 'all-zero' && kek.length === 32) ||
      (use === 'zero-padded' && (way.via !== 'part' || way.count === xxdLine)) ||
      (use === 'encoded' && way.via === 'decoded'),
  );
}

/** Opens the whole wrapped part, trying the likeliest reading under every candidate before the next reading. */
function openWhole(
  candidates: readonly KekCandidate[],
  wrapped: Buffer,
  context: Context,
): Opened | undefined {
  if (!isWrapLength(wrapped.length)) return undefined;
  const under = (reader: Reader, candidate: KekCandidate): Opened | undefined => {
    const wrap = reader(candidate.kek, wrapped, context);
    return wrap && { candidate, wrap, wrappedBytes: wrapped.length };
  };
  for (const reader of checked)
    for (const candidate of candidates) {
      const opened = under(reader, candidate);
      if (opened !== undefined) return opened;
    }
  for (const candidate of likely(candidates)) {
    const opened = under(readInverted, candidate);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

function openOtherCipher(
  candidates: readonly KekCandidate[],
  wrapped: Buffer,
  context: Context,
): Opened | undefined {
  for (const candidate of likely(candidates)) {
    const wrap = readOtherCipher(candidate.kek, wrapped, context);
    if (wrap !== undefined) return { candidate, wrap, wrappedBytes: wrapped.length };
  }
  return undefined;
}

/** Longest wrap that is looked for among others: what `openssl enc` makes of a full buffer of 4096 bytes. */
const longestPiece = kwpLength(4096);

/** End of the shortest wrap that opens at `from`, 0 where none does. */
function wrapEnd(kek: Buffer, wrapped: Buffer, from: number, open: Unwrap): number {
  const last = Math.min(wrapped.length, from + longestPiece);
  for (let end = from + 16; end <= last; end += 8)
    if (open(kek, wrapped.subarray(from, end)) !== undefined) return end;
  return 0;
}

type Unwrap = (kek: Buffer, wrapped: Buffer) => Buffer | undefined;

/** Several wraps one after another under one AES key, or one with surplus bytes after it. */
function openPieces(
  { kek }: KekCandidate,
  wrapped: Buffer,
  context: Context,
  open: Unwrap,
): { wrap: WrapReading; end: number } | undefined {
  const pieces: Buffer[] = [];
  let end = 0;
  for (let next = wrapEnd(kek, wrapped, 0, open); next > 0; next = wrapEnd(kek, wrapped, end, open)) {
    pieces.push(open(kek, wrapped.subarray(end, next))!);
    end = next;
  }
  if (pieces.length === 0) return undefined;
  if (pieces.length > 1) {
    const lengths = pieces.map((piece) => piece.length);
    return { wrap: { kind: 'kwp-chunked', material: Buffer.concat(pieces), lengths }, end };
  }
  const single = wrapped.subarray(0, end);
  const wrap = readKwp(kek, single) ?? readKw(kek, single, context);
  return wrap && { wrap, end };
}

function openFirstPieces(
  candidates: readonly KekCandidate[],
  wrapped: Buffer,
  context: Context,
  unwraps: readonly Unwrap[],
): Opened | undefined {
  for (const open of unwraps)
    for (const candidate of candidates) {
      const pieces = openPieces(candidate, wrapped, context, open);
      if (pieces !== undefined) return { candidate, wrap: pieces.wrap, wrappedBytes: pieces.end };
    }
  return undefined;
}

/** The faulty readings for lengths that are likely: the usual one, and without a line end or a few bytes. */
function openPrefix(
  candidates: readonly KekCandidate[],
  wrapped: Buffer,
  context: Context,
): Opened | undefined {
  const usual = usualWrappedBytes(context);
  const ends = [usual, wrapped.length & ~7].filter(
    (end) => end !== undefined && end < wrapped.length && isWrapLength(end),
  );
  for (const end of ends) {
    const opened = openWhole(candidates, wrapped.subarray(0, end), context);
    if (opened !== undefined) return opened;
  }
  return undefined;
}

/** Another cipher's output has any length: only a line end after it is looked for. */
function openBeforeLineEnd(
  candidates: readonly KekCandidate[],
  wrapped: Buffer,
  context: Context,
): Opened | undefined {
  for (const bytes of [1, 2]) {
    const opened = isNewline(wrapped.subarray(-bytes))
      ? openOtherCipher(candidates, wrapped.subarray(0, -bytes), context)
      : undefined;
    if (opened !== undefined) return opened;
  }
  return undefined;
}

/** The AES key of the RSA block as it is. */
export const asIs = (kek: Buffer): KekCandidate => ({ kek, use: 'as-is', way: { via: 'whole' } });

/** Opens a sound wrapped part, and no other: one attempt. */
export function openDeclared(message: Buffer, wrapped: Buffer): Opened | undefined {
  const wrap = message.length === 32 ? readKwp(message, wrapped) : undefined;
  return wrap && { candidate: asIs(message), wrap, wrappedBytes: wrapped.length };
}

/**
 * Opens wrapped key material given what the RSA block holds: under every plausible AES key, as every kind of wrap.
 * A sound one opens at the first attempt.
 */
export function openWrapped(message: Buffer, wrapped: Buffer, context: Context): Opened | undefined {
  if (wrapped.length < 16 || wrapped.length > longestWrapped) return undefined;
  const declared = openDeclared(message, wrapped);
  if (declared !== undefined) return declared;
  const candidates = kekCandidates(message);
  const likeliest = likely(candidates);
  return (
    openWhole(candidates, wrapped, context) ??
    openFirstPieces(likeliest.slice(0, 1), wrapped, context, [kwpUnwrap]) ??
    openDegenerate(wrapped, context) ??
    openFirstPieces(likeliest.slice(0, 3), wrapped, context, [kwpUnwrap, kwUnwrap]) ??
    openOtherCipher(likeliest, wrapped, context) ??
    openPrefix(candidates, wrapped, context) ??
    openBeforeLineEnd(likeliest, wrapped, context)
  );
}

/** Opens wrapped key material without knowing what the RSA block holds: only under keys that anyone would try. */
export function openDegenerate(wrapped: Buffer, context: Context): Opened | undefined {
  if (wrapped.length < 16 || wrapped.length > longestWrapped) return undefined;
  const zero = degenerateKeks.slice(0, 1);
  const whole = openWhole(degenerateKeks, wrapped, context);
  if (whole !== undefined) return whole;
  const pieces = isWrapLength(wrapped.length) ? [] : [kwpUnwrap];
  return openFirstPieces(zero, wrapped, context, pieces) ?? openOtherCipher(zero, wrapped, context);
}
