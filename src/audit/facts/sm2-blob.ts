import { sm2FromDer, sm2FromRaw } from '../../crypto/sm2-ciphertext.ts';
import { sm2PointFrom, sm2Shared, sm2Unmask, type Sm2Parts } from '../../crypto/sm2.ts';
import type { HashName } from '../../spec/wrapping.ts';
import type { Context } from './context.ts';
import { isCertainlyMaterial } from './recognise.ts';
import { copies, isNewline, surplusOf } from './surplus.ts';
import type { Examined, Layout, Sm2Facts } from './types.ts';

interface Opened {
  readonly material: Buffer;
  /** `sm3` in a sound ciphertext; another hash; or undefined when none matches but the plaintext makes sense. */
  readonly hash: HashName | undefined;
}

/** The standard's choice first, then one other hash everywhere, then another in C3 alone. */
const hashChoices: readonly { readonly kdf: HashName; readonly hash: HashName }[] = [
  { kdf: 'sm3', hash: 'sm3' },
  ...(['sha256', 'sha1', 'sha384', 'sha512'] as const).flatMap((hash) => [
    { kdf: hash, hash },
    { kdf: 'sm3' as const, hash },
  ]),
];

/** Decrypts under every choice of hashes; then looks whether the plaintext makes sense by itself. */
function open(parts: Sm2Parts, context: Context): Opened | undefined {
  const shared = context.sm2Private && sm2Shared(context.sm2Private.scalar, parts.c1);
  if (shared === undefined || parts.ciphertext.length === 0) return undefined;
  try {
    for (const hashes of hashChoices) {
      const { plaintext, hashMatches } = sm2Unmask(shared, parts, hashes);
      if (hashMatches) return { material: plaintext, hash: hashes.hash };
    }
    const { plaintext } = sm2Unmask(shared, parts);
    return isCertainlyMaterial(plaintext, context) ? { material: plaintext, hash: undefined } : undefined;
  } finally {
    shared.fill(0);
  }
}

const orders = ['c1c3c2', 'c1c2c3'] as const;

/** Raw forms, with the leading 04 or without it. */
function examineRaw(bytes: Buffer, context: Context): Examined | undefined {
  let onCurve = false;
  for (const end of isNewline(bytes.subarray(-1)) ? [bytes.length, bytes.length - 1] : [bytes.length])
    for (const prefixed of [true, false])
      for (const order of orders) {
        const parts = sm2FromRaw(bytes.subarray(0, end), order, prefixed);
        if (parts === undefined || sm2PointFrom(parts.c1) === undefined) continue;
        onCurve = true;
        const opened = open(parts, context);
        if (opened === undefined) continue;
        const layout: Layout = end === bytes.length ? {} : { surplus: { kind: 'newline', bytes: 1 } };
        return { layout, sm2: { form: order, ...hashFacts(opened) }, material: opened.material };
      }
  if (!onCurve) return undefined;
  const mismatch = context.sm2Private === undefined ? {} : { mismatch: true };
  return { layout: {}, sm2: { form: 'c1c3c2', ...mismatch } };
}

function hashFacts({ hash }: Opened): Pick<Sm2Facts, 'hash'> {
  return hash === 'sm3' ? {} : { hash: hash ?? 'unknown' };
}

/** Both readings of the two OCTET STRINGs; the order is only in doubt when both are 32 bytes long. */
function examineDer(bytes: Buffer, context: Context): Examined | undefined {
  const der = sm2FromDer(bytes);
  if (der === undefined) return undefined;
  const rest = bytes.subarray(bytes.length - der.trailingBytes);
  const surplus = surplusOf(rest, (more) => sm2FromDer(more) !== undefined);
  const layout: Layout = surplus?.kind === 'newline' || surplus?.kind === 'copies' ? { surplus } : {};
  const departures: Partial<Sm2Facts> = {
    ...(der.notDer.length > 0 ? { notDer: der.notDer } : {}),
    ...(surplus?.kind === 'bytes' ? { trailing: surplus.bytes } : {}),
  };
  const base = { form: 'der', ...departures } as const;
  if (der.ciphertext.length === 0) return { layout, sm2: { ...base, empty: true } };
  if (sm2PointFrom(der.c1) === undefined) return { layout, sm2: { ...base, pointOff: true } };
  const exchanged = { c1: der.c1, hash: der.ciphertext, ciphertext: der.hash };
  const inOrder = open(der, context);
  const swapped =
    inOrder === undefined && der.ciphertext.length === 32 ? open(exchanged, context) : undefined;
  const opened = inOrder ?? swapped;
  const order = !der.hashFirst || swapped !== undefined ? ({ order: 'swapped' } as const) : {};
  const facts: Sm2Facts = { ...base, ...order };
  if (opened !== undefined)
    return { layout, sm2: { ...facts, ...hashFacts(opened) }, material: opened.material };
  return { layout, sm2: context.sm2Private === undefined ? facts : { ...facts, mismatch: true } };
}

/** Longest header in front of the SEQUENCE that is looked for, in bytes. */
const longestHeader = 1024;

/** A SEQUENCE further on that is an SM2 ciphertext up to the end of the file. */
function behindHeader(bytes: Buffer, context: Context): Examined | undefined {
  for (let at = bytes.indexOf(0x30, 1); at > 0 && at <= longestHeader; at = bytes.indexOf(0x30, at + 1)) {
    const der = sm2FromDer(bytes.subarray(at));
    if (der === undefined || der.trailingBytes > 2) continue;
    const inner = examineDer(bytes.subarray(at), context);
    if (inner !== undefined) return { ...inner, layout: { ...inner.layout, header: at } };
  }
  return undefined;
}

/** The SEQUENCE says that it is longer than the file. */
function cutShort(bytes: Buffer): Examined | undefined {
  if (bytes[0] !== 0x30 || bytes.length < 2) return undefined;
  const first = bytes[1]!;
  const lengthBytes = first > 0x80 && first <= 0x82 ? first - 0x80 : 0;
  if (first > 0x82 || first === 0x80 || bytes.length < 2 + lengthBytes) return undefined;
  const due = 2 + lengthBytes + (lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes));
  if (due <= bytes.length || (bytes.length > 2 + lengthBytes && bytes[2 + lengthBytes] !== 0x02))
    return undefined;
  return { layout: { truncated: `${bytes.length} of ${due} bytes that the SEQUENCE announces` } };
}

/** Examines the binary of a blob that should be SM2PKE output; undefined when it is nothing of the kind. */
export function examineSm2(bytes: Buffer, context: Context): Examined | undefined {
  if (context.sm2 === undefined) return undefined;
  return (
    examineDer(bytes, context) ??
    examineRaw(bytes, context) ??
    behindHeader(bytes, context) ??
    cutShort(bytes)
  );
}

/** What is left to say of bytes that are no SM2 ciphertext in any form. */
export function examineUnopenedSm2(bytes: Buffer): Examined {
  const n = copies(bytes);
  if (n > 1) return { layout: { surplus: { kind: 'copies', bytes: bytes.length - bytes.length / n } } };
  return { layout: { length: `${bytes.length} bytes that are no SM2 ciphertext in any form` } };
}
