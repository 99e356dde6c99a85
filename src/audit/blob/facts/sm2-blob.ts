import { sm2FromDer, sm2FromRaw, sm2RawPoints, type Sm2RawPoint } from '../../../crypto/sm2-ciphertext.ts';
import { sm2FromDevice } from '../../../crypto/sm2-device.ts';
import { sm2PointFrom, sm2Shared, sm2Unmask, type Sm2Parts } from '../../../crypto/sm2.ts';
import { longestHeader } from '../../budgets.ts';
import type { Context } from './context.ts';
import { isCertainlyMaterial } from './recognise.ts';
import { copies, isNewline, surplusOf, withCarriageReturn, withoutCarriageReturns } from './surplus.ts';
import type { Examined, Layout, Sm2Facts } from './types.ts';
import type { HashName } from '../../../tables/hashes.ts';

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

interface RawReading {
  readonly order: (typeof orders)[number];
  readonly point: Sm2RawPoint;
  /** Bytes of line end after it. */
  readonly tail: number;
  /** Undefined where C1 is on the curve and nothing more is known. */
  readonly opened: Opened | undefined;
}

/** Every way to read a raw ciphertext whose C1 is on the curve. */
function* rawReadings(bytes: Buffer, context: Context): Generator<RawReading> {
  for (const tail of [0, 1, 2].filter((n) => n === 0 || isNewline(bytes.subarray(-n))))
    for (const point of sm2RawPoints)
      for (const order of orders) {
        const parts = sm2FromRaw(bytes.subarray(0, bytes.length - tail), order, point);
        if (parts === undefined || sm2PointFrom(parts.c1) === undefined) continue;
        const opened = open(parts, context);
        // Every other x is that of a point, so a compressed one says nothing by itself.
        if (opened !== undefined || point !== 'compressed') yield { order, point, tail, opened };
      }
}

/** Raw forms: the reading whose hash matches, else one whose plaintext makes sense, else the first. */
function examineRaw(bytes: Buffer, context: Context): Examined | undefined {
  const readings = [...rawReadings(bytes, context)];
  const best =
    readings.find(({ opened }) => opened?.hash !== undefined) ??
    readings.find(({ opened }) => opened !== undefined) ??
    readings[0];
  if (best === undefined) return undefined;
  const { order, point, tail, opened } = best;
  const form = { form: order, ...(point === 'uncompressed' ? {} : { point }) };
  if (opened === undefined)
    return { layout: {}, sm2: context.sm2Private === undefined ? form : { ...form, mismatch: true } };
  const surplus = surplusOf(bytes.subarray(bytes.length - tail), () => false);
  return {
    layout: surplus === undefined ? {} : { surplus },
    sm2: { ...form, ...hashFacts(opened) },
    material: opened.material,
  };
}

/** The C structure of a device: the reading that opens, else the first. */
function examineDevice(bytes: Buffer, context: Context): Examined | undefined {
  const readings = [0, 1, 2]
    .filter((tail) => tail === 0 || isNewline(bytes.subarray(-tail)))
    .flatMap((tail) =>
      [...sm2FromDevice(bytes.subarray(0, bytes.length - tail))].map(({ parts, layout }) => ({
        tail,
        device: layout,
        opened: open(parts, context),
      })),
    );
  const best =
    readings.find(({ opened }) => opened?.hash !== undefined) ??
    readings.find(({ opened }) => opened !== undefined) ??
    readings.find(({ device }) => device.length !== 'absent') ??
    readings[0];
  if (best === undefined) return undefined;
  const { device, opened, tail } = best;
  const surplus = surplusOf(bytes.subarray(bytes.length - tail), () => false);
  const layout: Layout = surplus === undefined ? {} : { surplus };
  const form = { form: 'device', device } as const;
  if (opened !== undefined)
    return { layout, sm2: { ...form, ...hashFacts(opened) }, material: opened.material };
  return { layout, sm2: context.sm2Private === undefined ? form : { ...form, mismatch: true } };
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

/** A SEQUENCE further on that is an SM2 ciphertext: up to the end of the file, or one that opens. */
function behindHeader(bytes: Buffer, context: Context): Examined | undefined {
  for (let at = bytes.indexOf(0x30, 1); at > 0 && at <= longestHeader; at = bytes.indexOf(0x30, at + 1)) {
    const der = sm2FromDer(bytes.subarray(at));
    const inner = der && examineDer(bytes.subarray(at), context);
    if (inner === undefined || (der!.trailingBytes > 2 && inner.material === undefined)) continue;
    return { ...inner, layout: { ...inner.layout, header: at } };
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
  return { layout: { truncated: { of: 'sequence', bytes: bytes.length, due } } };
}

/** A ciphertext that is sound once its line ends are what they were; only decryption shows where a CRLF has become LF. */
function throughTextMode(bytes: Buffer, context: Context): Examined | undefined {
  const lone = /(?<!\r)\n/.test(bytes.toString('latin1'));
  const unix = lone ? undefined : withoutCarriageReturns(bytes);
  const found = unix && examineDer(unix, context);
  if (isSound(found)) return { ...found, layout: { mangled: { to: 'crlf' } } };
  if (context.sm2Private === undefined) return undefined;
  for (const restored of withCarriageReturn(bytes, bytes.length)) {
    const before = examineDer(restored, context);
    if (before?.material !== undefined && isSound(before))
      return { ...before, layout: { mangled: { to: 'lf' } } };
  }
  return undefined;
}

/** In DER and whole; decrypted, where that could be tried. */
function isSound(found: Examined | undefined): found is Examined {
  if (found?.sm2 === undefined || found.layout.surplus !== undefined) return false;
  return Object.keys(found.sm2).every((name) => name === 'form');
}

/** Examines the binary of a blob that should be SM2PKE output; undefined when it is nothing of the kind. */
export function examineSm2(bytes: Buffer, context: Context): Examined | undefined {
  if (context.sm2 === undefined) return undefined;
  const inPlace = examineDer(bytes, context);
  if (isSound(inPlace)) return inPlace;
  return (
    throughTextMode(bytes, context) ??
    inPlace ??
    examineDevice(bytes, context) ??
    examineRaw(bytes, context) ??
    behindHeader(bytes, context) ??
    cutShort(bytes)
  );
}

/** What is left to say of bytes that are not SM2 ciphertext in any form. */
export function examineUnopenedSm2(bytes: Buffer): Examined {
  const n = copies(bytes);
  if (n > 1) return { layout: { surplus: { kind: 'copies', bytes: bytes.length - bytes.length / n } } };
  return { layout: { length: { why: 'not-sm2', bytes: bytes.length } } };
}
