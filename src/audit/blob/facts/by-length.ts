import { wrappingKeySpecNames, wrappingKeySpecRow, type WrappingKeySpec } from '../../../tables/wrapping.ts';
import { isWrapLength } from './key-wrap.ts';
import { isPrintable } from './recognise.ts';
import { shortWrappedBytes, usualWrappedBytes, type Context } from './context.ts';
import {
  copies,
  isNewline,
  looksLikeFilling,
  looksLikeHeader,
  surplusOf,
  withoutCarriageReturns,
} from './surplus.ts';
import type { Layout, OtherMaker } from './types.ts';

/** What the length and the shape of the bytes alone say, when nothing could be decrypted. */
export interface ByLength {
  readonly layout: Layout;
  readonly scheme?: 'hybrid-for-direct';
  /** The length is that of another wrapping key's output. */
  readonly otherKey?: OtherMaker;
}

const plain = (layout: Layout): ByLength => ({ layout });

/** Whether a length is one that the algorithm gives under this key, and for raw material the only one. */
function fits(length: number, k: number, context: Context): boolean {
  if (!context.hybrid) return length === k;
  if (!isWrapLength(length - k)) return false;
  return context.rawBytes === undefined || length - k === usualWrappedBytes(context);
}

/** Another wrapping key under which material of the usual length gives a blob of just this length. */
function otherKeyOf(length: number, k: number, context: Context): WrappingKeySpec | undefined {
  const wraps = context.hybrid ? usualWraps(context) : [0];
  return wrappingKeySpecNames.find((name) => {
    const row = wrappingKeySpecRow(name);
    return row.kind === 'rsa' && row.bits !== 8 * k && wraps.includes(length - row.bits / 8);
  });
}

/** Wrapped lengths of material of this key spec: RSA keys vary by a semiblock, EC keys may lack their public half. */
export function usualWraps(context: Context): readonly number[] {
  const usual = usualWrappedBytes(context);
  if (usual === undefined) return [];
  const short = shortWrappedBytes(context);
  if (short !== undefined) return [usual, short];
  return context.rawBytes === undefined ? [usual, usual - 8, usual + 8] : [usual];
}

/** Layout of a blob of which no part could be opened. Empty when its length is right. */
export function byLength(bytes: Buffer, k: number, context: Context): ByLength {
  const n = copies(bytes);
  if (n > 1) return plain({ surplus: { kind: 'copies', bytes: bytes.length - bytes.length / n } });
  if (fits(bytes.length, k, context)) return sized(bytes, k, context);
  for (const tail of [1, 2, 3, 4])
    if (isNewline(bytes.subarray(-tail)) && fits(bytes.length - tail, k, context)) {
      const surplus = surplusOf(bytes.subarray(-tail), () => false);
      return plain(surplus === undefined ? {} : { surplus });
    }
  const unix = withoutCarriageReturns(bytes);
  if (unix !== undefined && fits(unix.length, k, context) && !/(?<!\r)\n/.test(bytes.toString('latin1')))
    return plain(convertedOrFilled(bytes, bytes.length - unix.length));
  const due = k + (context.hybrid ? (usualWrappedBytes(context) ?? 0) : 0);
  const isHybrid = !context.hybrid && usualWraps(context).includes(bytes.length - k);
  if (context.rsaPrivate === undefined && !isHybrid && areRuns(bytes, due, context)) return runs(bytes, due);
  const framed = looksFramed(bytes, due);
  // Material of another length explains the length of a hybrid blob as well, until the private key was tried without success.
  const explained = context.hybrid && isUntried(context) && isWrapLength(bytes.length - k);
  const other = framed || explained ? undefined : otherKeyOf(bytes.length, k, context);
  if (other !== undefined) return fromOtherKey(bytes.length, other);
  return context.hybrid ? hybridLength(bytes, k, context) : directLength(bytes, k, context);
}

/** As many CRLFs as there are bytes too many: converted line ends, unless as many filling bytes at the end explain them as well. */
const convertedOrFilled = (bytes: Buffer, extra: number): Layout =>
  looksLikeFilling(bytes.subarray(-extra))
    ? { length: { why: 'surplus', bytes: bytes.length, surplus: extra } }
    : { mangled: { to: 'crlf', extra } };

const fromOtherKey = (bytes: number, wrappingKeySpec: WrappingKeySpec): ByLength => ({
  layout: {},
  otherKey: { under: 'rsa', wrappingKeySpec, bytes },
});

const isUntried = ({ rsaPrivate }: Context) => rsaPrivate === undefined;

/** A length that is right for this key can be righter for another: private keys have lengths of their own. */
function sized(bytes: Buffer, k: number, context: Context): ByLength {
  const usual = !context.hybrid || isUntried(context) || usualWraps(context).includes(bytes.length - k);
  const other = usual ? undefined : otherKeyOf(bytes.length, k, context);
  return other === undefined ? plain({}) : fromOtherKey(bytes.length, other);
}

/** Whether what is more than expected, before or after, looks like anything but ciphertext. */
function looksFramed(bytes: Buffer, due: number): boolean {
  const surplus = bytes.length - due;
  return (
    surplus > 0 && (looksLikeHeader(bytes.subarray(0, surplus), bytes.length) || isQuiet(bytes.subarray(due)))
  );
}

/** Filling or text. */
const isQuiet = (bytes: Buffer) => looksLikeFilling(bytes) || isPrintable(bytes);

/** Whether every part of `part` bytes can begin with a block under this key, and is as noisy as one. */
function areRuns(bytes: Buffer, part: number, { rsa }: Context): boolean {
  const count = bytes.length / part;
  return (
    Number.isInteger(count) &&
    count > 1 &&
    Array.from({ length: count }, (_, i) => bytes.subarray(i * part, (i + 1) * part)).every(
      (run) => !isQuiet(run) && (rsa === undefined || run.subarray(0, rsa.k).compare(rsa.modulus) < 0),
    )
  );
}

const runs = (bytes: Buffer, part: number) =>
  plain({ surplus: { kind: 'copies', bytes: bytes.length - part } });

function directLength(bytes: Buffer, k: number, context: Context): ByLength {
  const surplus = bytes.length - k;
  if (surplus < 0) return plain({ truncated: { of: 'blob', bytes: bytes.length, due: k } });
  for (const tail of [0, 1, 2]) {
    const end = bytes.length - tail;
    if (!usualWraps(context).includes(surplus - tail) || (tail > 0 && !isNewline(bytes.subarray(end))))
      continue;
    if (looksFramed(bytes.subarray(0, end), k)) continue;
    const newline = surplusOf(bytes.subarray(end), () => false);
    return { layout: newline === undefined ? {} : { surplus: newline }, scheme: 'hybrid-for-direct' };
  }
  return plain(tooLong(bytes, k, context));
}

/** Too many bytes: their shape, or where a block below the modulus can stand, may say which are foreign. */
function tooLong(bytes: Buffer, due: number, context: Context): Layout {
  const surplus = bytes.length - due;
  const after = bytes.subarray(due);
  const { rsa, rsaPrivate, hybrid, rawBytes } = context;
  // Where the private key was tried without success, or the due length is a guess, the range says nothing.
  const telling = rsaPrivate === undefined && (!hybrid || rawBytes !== undefined);
  const canStartAt = (at: number) =>
    rsa === undefined || !telling || bytes.subarray(at, at + rsa.k).compare(rsa.modulus) < 0;
  const inFront = !canStartAt(0) && canStartAt(surplus);
  if (inFront) return { header: surplus };
  // The first bytes of a ciphertext look like a header once in some hundred blobs; no ciphertext ends in two filling bytes so often.
  const header = looksLikeHeader(bytes.subarray(0, surplus), bytes.length);
  const filling = looksLikeFilling(after);
  const found = header && !(filling && surplus > 1) ? undefined : surplusOf(after, () => false);
  if (found !== undefined && (filling || !canStartAt(surplus))) return { surplus: found };
  if (header && !filling) return { header: surplus };
  return { length: { why: 'surplus', bytes: bytes.length, surplus } };
}

function hybridLength(bytes: Buffer, k: number, context: Context): ByLength {
  const wrapped = bytes.length - k;
  const usual = usualWrappedBytes(context);
  if (wrapped < 16) return plain({ truncated: { of: 'encrypted-key', bytes: bytes.length, due: k } });
  if (usual === undefined) return plain({});
  if (areRuns(bytes, k + usual, context)) return runs(bytes, k + usual);
  // Private keys vary in length, and HMAC keys may be longer; so may raw material that is wrong in itself.
  if (isWrapLength(wrapped) && (context.rawBytes === undefined || context.rsaPrivate !== undefined))
    return plain({});
  if (isWrapLength(wrapped) && wrapped > usual && wrapped <= longestHmacWrapped && isHmac(context))
    return plain({});
  const short = shortWrappedBytes(context);
  if (short !== undefined && wrapped > short && wrapped <= short + 16)
    return plain(tooLong(bytes, k + short, context));
  if (wrapped < usual) return plain({ truncated: { of: 'wrap', bytes: wrapped, due: usual } });
  return plain(tooLong(bytes, k + usual, context));
}

/** HMAC keys of up to 1024 bits are allowed by one of AWS's two documents. */
const longestHmacWrapped = 136;
const isHmac = ({ request }: Context) => request.keySpec.startsWith('HMAC_');
