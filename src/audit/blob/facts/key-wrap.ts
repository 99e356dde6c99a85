import { createDecipheriv } from 'node:crypto';
import { kwInitialValue, kwInvert, kwpInitialValue, kwpUnwrap } from '../../../crypto/aes-kw.ts';
import type { Context } from './context.ts';
import type { OtherCipher } from './cipher.ts';
import { derLength, startsLikePrivateKey } from './recognise.ts';

/** How wrapped key material was wrapped, and where that departs from RFC 5649. */
export type WrapWay =
  | { readonly kind: 'kwp' }
  /** RFC 3394. `initial`: another initial value than its own, in hexadecimal. */
  | { readonly kind: 'kw'; readonly initial?: string }
  | { readonly kind: 'kw-pkcs7'; readonly padding: number; readonly initial?: string }
  /** `icv`: the alternative initial value, in hexadecimal. */
  | { readonly kind: 'kwp-icv'; readonly icv: string }
  /** The message length indicator, and the lengths that the wrap can hold. */
  | { readonly kind: 'kwp-length'; readonly indicator: number; readonly most: number }
  | { readonly kind: 'kwp-padding'; readonly padding: number }
  /** Lengths of the material in each wrap. */
  | { readonly kind: 'kwp-chunked'; readonly lengths: readonly number[] }
  | { readonly kind: 'other-cipher'; readonly cipher: OtherCipher };

export type WrapKind = WrapWay['kind'];

/** `material`: padding taken off as well as can be told; undefined when it cannot be distinguished from noise. */
export type WrapReading = WrapWay & { readonly material: Buffer | undefined };

/** Wrapped lengths that RFC 3394 or 5649 can give. */
export const isWrapLength = (bytes: number) => bytes >= 16 && bytes % 8 === 0;

/** RFC 3394 unwrapping; undefined when the integrity check fails. */
export function kwUnwrap(kek: Buffer, wrapped: Buffer): Buffer | undefined {
  if (!isWrapLength(wrapped.length) || wrapped.length < 24) return undefined;
  try {
    return createDecipheriv(`id-aes${kek.length * 8}-wrap`, kek, kwInitialValue).update(wrapped);
  } catch {
    return undefined;
  }
}

/** The documented wrap: RFC 5649. */
export function readKwp(kek: Buffer, wrapped: Buffer): WrapReading | undefined {
  const material = kwpUnwrap(kek, wrapped);
  return material && { kind: 'kwp', material };
}

/** RFC 3394, over padded material or not. */
export function readKw(kek: Buffer, wrapped: Buffer, context: Context): WrapReading | undefined {
  const body = kwUnwrap(kek, wrapped);
  return body && readKwBody(body, context);
}

function readKwBody(body: Buffer, context: Context): Extract<WrapReading, { kind: 'kw' | 'kw-pkcs7' }> {
  const padding = pkcs7Length(body, context);
  if (padding > 0) return { kind: 'kw-pkcs7', material: body.subarray(0, -padding), padding };
  return { kind: 'kw', material: withoutZeros(body, context) };
}

/** Length of PKCS#7 padding at the end, 0 where there is none or chance explains it. */
export function pkcs7Length(body: Buffer, { rawBytes, reference }: Context): number {
  const length = body.at(-1) ?? 0;
  if (length === 0 || length > 16 || length >= body.length) return 0;
  if (!body.subarray(-length).every((byte) => byte === length)) return 0;
  const rest = body.length - length;
  const exact = reference?.length ?? rawBytes ?? derLength(body);
  if (exact === rest) return length;
  return exact === body.length || length === 1 ? 0 : length;
}

/** Zero bytes that fill DER or raw material up to a multiple of 8 or 16, or by a whole block, come from the wrap or the cipher, not from the material. */
export function withoutZeros(body: Buffer, { rawBytes }: Context): Buffer {
  const end = startsLikePrivateKey(body) ? derLength(body) : rawBytes;
  if (end === undefined || body.length - end <= 0 || body.length - end > 16) return body;
  return body.subarray(end).every((byte) => byte === 0) ? body.subarray(0, end) : body;
}

/** What stands inside a wrap whose integrity check fails, if it makes sense: the wrong initial value, length or padding. */
export function readInverted(kek: Buffer, wrapped: Buffer, context: Context): WrapReading | undefined {
  const { initial, body } = kwInvert(kek, wrapped);
  const indicator = initial.readUInt32BE(4);
  const possible = indicator > body.length - 8 && indicator <= body.length;
  const padding = body.subarray(indicator);
  if (initial.subarray(0, 4).equals(kwpInitialValue)) {
    if (!possible)
      return {
        kind: 'kwp-length',
        material: withoutZeros(body, context),
        indicator,
        most: body.length,
      };
    return {
      kind: 'kwp-padding',
      material: body.subarray(0, indicator),
      padding: padding.length,
    };
  }
  if (possible && padding.every((byte) => byte === 0))
    return {
      kind: 'kwp-icv',
      material: body.subarray(0, indicator),
      icv: initial.toString('hex', 0, 4).toUpperCase(),
    };
  return readForeignInitial(initial, body, context);
}

/** Eight bytes of initial value that no standard knows: believed when they have a pattern or the body is a private key. */
function readForeignInitial(initial: Buffer, body: Buffer, context: Context): WrapReading | undefined {
  const constant = initial.every((byte) => byte === initial[0]);
  const { reference } = context;
  const known =
    startsLikePrivateKey(body) ||
    (reference !== undefined && reference.length > 8 && body.indexOf(reference) === 0);
  if (!constant && !known) return undefined;
  return { ...readKwBody(body, context), initial: initial.toString('hex').toUpperCase() };
}
