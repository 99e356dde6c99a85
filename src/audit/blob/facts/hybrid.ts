import { kwpLength, kwpUnwrap } from '../../../crypto/aes-kw.ts';
import { longestBinary, type Budget } from '../../budgets.ts';
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

/** A wrapped part, and what may still be spent on it. */
interface Task {
  readonly wrapped: Buffer;
  readonly context: Context;
  readonly unwraps: Budget;
}

/** The checks that a wrap carries, by native ciphers: cheap enough for every candidate. */
const checked: readonly Reader[] = [readKwp, readKw];

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
  { wrapped, context, unwraps }: Task,
): Opened | undefined {
  if (!isWrapLength(wrapped.length)) return undefined;
  const under = (reader: Reader, candidate: KekCandidate): Opened | undefined => {
    if (!unwraps.spend(wrapped.length)) return undefined;
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
  { wrapped, context }: Omit<Task, 'unwraps'>,
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
function wrapEnd(kek: Buffer, { wrapped, unwraps }: Task, from: number, open: Unwrap): number {
  const last = Math.min(wrapped.length, from + longestPiece);
  for (let end = from + 16; end <= last && unwraps.spend(end - from); end += 8)
    if (open(kek, wrapped.subarray(from, end)) !== undefined) return end;
  return 0;
}

type Unwrap = (kek: Buffer, wrapped: Buffer) => Buffer | undefined;

/** Several wraps one after another under one AES key, or one with surplus bytes after it. */
function openPieces(
  { kek }: KekCandidate,
  task: Task,
  open: Unwrap,
): { wrap: WrapReading; end: number } | undefined {
  const { wrapped, context } = task;
  const pieces: Buffer[] = [];
  let end = 0;
  for (let next = wrapEnd(kek, task, 0, open); next > 0; next = wrapEnd(kek, task, end, open)) {
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
  task: Task,
  ways: readonly Unwrap[],
): Opened | undefined {
  for (const open of ways)
    for (const candidate of candidates) {
      const pieces = openPieces(candidate, task, open);
      if (pieces !== undefined) return { candidate, wrap: pieces.wrap, wrappedBytes: pieces.end };
    }
  return undefined;
}

/** The faulty readings for lengths that are likely: the usual one, and without a line end or a few bytes. */
function openPrefix(candidates: readonly KekCandidate[], task: Task): Opened | undefined {
  const { wrapped, context } = task;
  const usual = usualWrappedBytes(context);
  const ends = [usual, wrapped.length & ~7].filter(
    (end) => end !== undefined && end < wrapped.length && isWrapLength(end),
  );
  for (const end of ends) {
    const opened = openWhole(candidates, { ...task, wrapped: wrapped.subarray(0, end) });
    if (opened !== undefined) return opened;
  }
  return undefined;
}

/** Another cipher's output has any length: only a line end after it is looked for. */
function openBeforeLineEnd(
  candidates: readonly KekCandidate[],
  { wrapped, context }: Task,
): Opened | undefined {
  for (const bytes of [1, 2]) {
    const opened = isNewline(wrapped.subarray(-bytes))
      ? openOtherCipher(candidates, { wrapped: wrapped.subarray(0, -bytes), context })
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
export function openWrapped(
  message: Buffer,
  wrapped: Buffer,
  context: Context,
  unwraps: Budget,
): Opened | undefined {
  if (wrapped.length < 16 || wrapped.length > longestBinary) return undefined;
  const declared = openDeclared(message, wrapped);
  if (declared !== undefined) return declared;
  const task = { wrapped, context, unwraps };
  const candidates = kekCandidates(message);
  const likeliest = likely(candidates);
  return (
    openWhole(wrapped.length > longestPiece ? likeliest : candidates, task) ??
    openFirstPieces(likeliest.slice(0, 1), task, [kwpUnwrap]) ??
    openDegenerate(wrapped, context, unwraps) ??
    openOtherCipher(likeliest, task) ??
    openPrefix(candidates, task) ??
    openFirstPieces(likeliest.slice(0, 3), task, [kwpUnwrap, kwUnwrap]) ??
    openBeforeLineEnd(likeliest, task)
  );
}

/** Opens wrapped key material without knowing what the RSA block holds: only under keys that anyone would try. */
export function openDegenerate(wrapped: Buffer, context: Context, unwraps: Budget): Opened | undefined {
  if (wrapped.length < 16 || wrapped.length > longestBinary) return undefined;
  const zero = degenerateKeks.slice(0, 1);
  const task = { wrapped, context, unwraps };
  const whole = openWhole(wrapped.length > longestPiece ? zero : degenerateKeks, task);
  if (whole !== undefined) return whole;
  const ways = isWrapLength(wrapped.length) ? [] : [kwpUnwrap];
  return openFirstPieces(zero, task, ways) ?? openOtherCipher(zero, task);
}
