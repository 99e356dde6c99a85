import { sm2FromDer } from '../../../crypto/sm2-ciphertext.ts';
import type { RsaPublicKey } from '../../../crypto/wrapping-key.ts';
import type { Context } from './context.ts';
import { usualWrappedBytes } from './context.ts';
import { byLength, usualWraps } from './by-length.ts';
import { asIs, openDeclared, openDegenerate, openWrapped, type Opened } from './hybrid.ts';
import { isWrapLength } from './key-wrap.ts';
import { hasOtherCipherLength } from './other-ciphers.ts';
import { decodedKeys } from './kek-text.ts';
import { isCertainlyMaterial } from './recognise.ts';
import { isAesKeyLength, type BlobOpener } from './rsa-block.ts';
import { locateRsaBlock, type Located } from './rsa-layer.ts';
import {
  copies,
  looksLikeFilling,
  surplusOf,
  withCarriageReturn,
  withoutCarriageReturns,
} from './surplus.ts';
import type { Examined, Layout } from './types.ts';

/** Whether bytes begin with another block that opens. */
const beginsWithBlock = (k: number, open: BlobOpener) => (rest: Buffer) =>
  open.block(rest.subarray(0, k)) !== undefined;

function withSurplus(layout: Layout, rest: Buffer, k: number, open: BlobOpener): Layout {
  const surplus = surplusOf(rest, beginsWithBlock(k, open));
  return surplus === undefined ? layout : { ...layout, surplus };
}

/** Facts of a wrapped part that opened. */
function unwrapped(opened: Opened): Pick<Examined, 'wrap' | 'material'> {
  const { candidate, wrap } = opened;
  const { material } = wrap;
  return { wrap: { candidate, reading: wrap }, ...(material === undefined ? {} : { material }) };
}

/** The material stands under RSA itself, and that is expected. */
function direct(
  { reading, rest, layout, rsa }: Located,
  k: number,
  context: Context,
  open: BlobOpener,
): Examined {
  const { message } = reading;
  if (rest.length >= 16 && !looksLikeFilling(rest) && !isCertainlyMaterial(message, context)) {
    const opened = openWrapped(message, rest, context, open.unwraps);
    if (opened !== undefined && opened.candidate.use !== 'zero-padded')
      return {
        layout: withSurplus(layout, rest.subarray(opened.wrappedBytes), k, open),
        scheme: 'hybrid-for-direct',
        rsa,
        ...unwrapped(opened),
      };
    const couldWrap =
      isAesKeyLength(message.length) && message.length !== context.rawBytes && isWrapLength(rest.length);
    if (couldWrap) return { layout, scheme: 'hybrid-for-direct', rsa, wrap: {} };
  }
  return { layout: withSurplus(layout, rest, k, open), rsa, material: message };
}

/** Whether the block holds key material rather than an AES key. */
function holdsMaterial(message: Buffer, context: Context): boolean {
  if (isCertainlyMaterial(message, context)) return true;
  return (
    !isAesKeyLength(message.length) &&
    (message.length === context.rawBytes || decodedKeys(message).length === 0)
  );
}

/** An AES key stands under RSA, the wrapped material after it; or so it should be. */
function hybrid(located: Located, k: number, context: Context, open: BlobOpener): Examined {
  const { reading, rest, layout, rsa } = located;
  const { message } = reading;
  const opened = openWrapped(message, rest, context, open.unwraps);
  if (opened !== undefined)
    return {
      layout: withSurplus(layout, rest.subarray(opened.wrappedBytes), k, open),
      rsa,
      ...unwrapped(opened),
    };
  const fixed = layout.mangled === undefined ? throughTextMode(message, rest, context, open) : undefined;
  if (fixed !== undefined)
    return { layout: { ...layout, mangled: fixed.mangled }, rsa, ...unwrapped(fixed.opened) };
  const tooShort = rest.length < 16;
  if (isCertainlyMaterial(message, context) || (tooShort && holdsMaterial(message, context)))
    return {
      layout: withSurplus(layout, rest, k, open),
      scheme: 'direct-for-hybrid',
      rsa,
      material: message,
    };
  if (tooShort)
    return {
      layout: {
        ...layout,
        truncated: { of: 'missing-wrap', bytes: rest.length },
      },
      rsa,
    };
  if (rest.subarray(0, 8).toString('latin1') === 'Salted__') return { layout, rsa, file: 'salted' };
  if (isCertainlyMaterial(rest, context))
    return { layout, rsa, plaintext: { why: 'structure', forms: [], around: 'encrypted-key-before' } };
  if (hasOtherCipherLength(rest.length, context) && isAesKeyLength(message.length)) {
    const cipher = { mode: 'unpadded', orCut: rest.length === context.rawBytes } as const;
    return {
      layout,
      rsa,
      wrap: { candidate: asIs(message), reading: { kind: 'other-cipher', material: undefined, cipher } },
    };
  }
  // Bytes that a conversion changed in the block were changed after it too.
  if (layout.mangled !== undefined) return { layout, rsa };
  return isWrapLength(rest.length)
    ? { layout, rsa, wrap: {} }
    : { layout: { ...layout, ...oddLength(rest, context) }, rsa };
}

/** A wrapped part whose line ends were converted, either way. */
function throughTextMode(message: Buffer, rest: Buffer, context: Context, open: BlobOpener) {
  const unix = withoutCarriageReturns(rest);
  const opened = unix && openWrapped(message, unix, context, open.unwraps);
  if (opened !== undefined) return { opened, mangled: { to: 'crlf' } as const };
  if (!isWrapLength(rest.length + 1)) return undefined;
  for (const restored of withCarriageReturn(rest, rest.length)) {
    const opened = openDeclared(message, restored);
    if (opened !== undefined) return { opened, mangled: { to: 'lf' } as const };
  }
  return undefined;
}

/** A wrapped part that opens under nothing and has a length that no wrap has. */
function oddLength(rest: Buffer, context: Context): Layout {
  const usual = usualWrappedBytes(context);
  const bytes = rest.length;
  return usual !== undefined && bytes > usual + 64
    ? { length: { why: 'semiblocks', bytes } }
    : { truncated: { of: 'semiblocks', bytes } };
}

/** Nothing opened, or there is not a private key: lengths, shapes, the modulus, and AES keys that anyone would try. */
export function examineUnopenedRsa(bytes: Buffer, context: Context, open: BlobOpener): Examined {
  if (context.rsa === undefined) return { layout: {} };
  if (sm2FromDer(bytes)?.trailingBytes === 0)
    return { layout: {}, rsa: { fault: 'mismatch', made: { under: 'sm2' } } };
  const { k } = context.rsa;
  const { layout, scheme, otherKey } = byLength(bytes, k, context);
  const start = layout.header ?? 0;
  const sound = Object.keys(layout).length === 0;
  const opened =
    context.hybrid || scheme === 'hybrid-for-direct'
      ? openDegenerate(
          bytes.subarray(start + k, bytes.length - (layout.surplus?.bytes ?? 0)),
          context,
          open.unwraps,
        )
      : undefined;
  const known = opened === undefined ? {} : unwrapped(opened);
  const base: Examined = { layout, ...(scheme === undefined ? {} : { scheme }), ...known };
  if (otherKey !== undefined) return { ...base, rsa: { fault: 'mismatch', made: otherKey } };
  if (!sound) return base;
  if (bytes.subarray(0, k).compare(context.rsa.modulus) >= 0)
    return looksSwapped(bytes, context.rsa, context)
      ? { ...base, layout: { swapped: true } }
      : { ...base, rsa: { fault: 'out-of-range' } };
  return context.rsaPrivate === undefined ? base : { ...base, rsa: { fault: 'mismatch' } };
}

/**
 * Without the private key: the first block cannot be RSA output, but the last one can, and the first looks random rather
 * than made to be too large.
 */
function looksSwapped(bytes: Buffer, { k, modulus }: RsaPublicKey, context: Context): boolean {
  if (!context.hybrid || context.rsaPrivate !== undefined) return false;
  if (!usualWraps(context).includes(bytes.length - k)) return false;
  const madeLarge = bytes[0] === 0xff || bytes.subarray(0, 4).equals(modulus.subarray(0, 4));
  return !madeLarge && bytes.subarray(-k).compare(modulus) < 0;
}

/** Examines the binary of a blob that should be RSA output; undefined when no block opens. */
export function examineRsa(bytes: Buffer, context: Context, open: BlobOpener): Examined | undefined {
  if (context.rsaPrivate === undefined) return undefined;
  const { k } = context.rsaPrivate;
  const n = bytes.length > k ? copies(bytes) : 1;
  const one = n === 1 ? bytes : bytes.subarray(0, bytes.length / n);
  const located = locateRsaBlock(one, context, open);
  if (located === undefined) return undefined;
  const examined = context.hybrid ? hybrid(located, k, context, open) : direct(located, k, context, open);
  if (n === 1) return examined;
  return {
    ...examined,
    layout: { ...examined.layout, surplus: { kind: 'copies', bytes: bytes.length - one.length } },
  };
}
