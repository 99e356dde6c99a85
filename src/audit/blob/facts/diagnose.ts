import { pkcs8Heads } from '../../../formats/keys/heads.ts';
import { longestBinary, longestText, mostTextForms } from '../../budgets.ts';
import type { Context } from './context.ts';
import { isPrintable, otherFile, recognise, startsLikePrivateKey } from './recognise.ts';
import { examineRsa, examineUnopenedRsa } from './rsa-blob.ts';
import { blobOpener, type BlobOpener } from './rsa-block.ts';
import { examineSm2, examineUnopenedSm2 } from './sm2-blob.ts';
import { isNewline, withoutCarriageReturns } from './surplus.ts';
import { textLayer, type TextLayer } from './text-forms.ts';
import type { BlobFacts, Examined } from './types.ts';

/** Whether the bytes are key material in the clear. Raw material may have a line end after it. */
function plaintextOf(bytes: Buffer, context: Context, layers: readonly TextLayer[]): Examined['plaintext'] {
  const forms = layers.map(({ form }) => form);
  const why = recognise(bytes, context);
  if (why !== undefined) return { why, forms, around: 'nothing' };
  for (const end of [1, 2])
    if (bytes.length > 16 && isNewline(bytes.subarray(-end))) {
      const before = recognise(bytes.subarray(0, -end), context);
      if (before !== undefined) return { why: before, forms, around: 'line-end' };
    }
  const { reference } = context;
  if (reference !== undefined && reference.length >= 16 && bytes.includes(reference))
    return { why: 'reference', forms, around: 'other-bytes' };
  return privateKeyInside(bytes) ? { why: 'structure', forms, around: 'bytes-before' } : undefined;
}

function privateKeyInside(bytes: Buffer): boolean {
  return pkcs8Heads.some((mark) => {
    const at = bytes.indexOf(mark);
    return [2, 3, 4].some((head) => at > head && startsLikePrivateKey(bytes.subarray(at - head)));
  });
}

/** What the binary holds when its blob opens: no text form needs to be thought of then. */
function opened(bytes: Buffer, context: Context, open: BlobOpener): Examined | undefined {
  if (bytes.length > longestBinary) return undefined;
  return context.sm2 === undefined ? examineRsa(bytes, context, open) : examineSm2(bytes, context);
}

function unopened(bytes: Buffer, context: Context, open: BlobOpener): Examined {
  if (context.sm2 !== undefined) return examineUnopenedSm2(bytes);
  return examineUnopenedRsa(bytes, context, open);
}

/** Whether the block at the start opens, or an SM2 ciphertext stands there: one operation, before anything else is tried. */
function startsSound(bytes: Buffer, context: Context, open: BlobOpener): boolean {
  if (context.rsaPrivate !== undefined)
    return open.block(bytes.subarray(0, context.rsaPrivate.k)) !== undefined;
  return context.sm2 !== undefined && bytes[0] === 0x30 && examineSm2(bytes, context)?.sm2?.form === 'der';
}

function examine(bytes: Buffer, context: Context): Examined & { layers: readonly TextLayer[] } {
  if (bytes.length === 0) return { layers: [], layout: {}, file: 'empty' };
  const open = blobOpener(context);
  const layers: TextLayer[] = [];
  let current = bytes;
  for (;;) {
    if (startsSound(current, context, open)) break;
    if (current.subarray(0, 8).toString('latin1') === 'Salted__')
      return { layers, layout: {}, file: 'salted' };
    const plaintext = current.length > longestText ? undefined : plaintextOf(current, context, layers);
    if (plaintext !== undefined) return { layers: [], layout: {}, plaintext };
    const other = current.length <= longestText ? otherFile(current) : undefined;
    if (other === 'public-key') return { layers: [], layout: {}, file: other };
    if (other !== undefined) return { layers: [], layout: {}, message: other.message };
    const layer =
      current.length <= longestText && layers.length < mostTextForms ? textLayer(current) : undefined;
    if (layer === undefined) break;
    layers.push(layer);
    if (layer.inner === undefined) return { layers, layout: {} };
    current = layer.inner;
  }
  return { layers, ...inside(current, context, open, layers) };
}

/** Whether key material was reached, or its wrap opened, without a departure that changed bytes would explain. */
function isWhole({ material, wrap, sm2 }: Examined): boolean {
  return (
    (material ?? wrap?.reading) !== undefined &&
    sm2?.hash === undefined &&
    sm2?.notDer === undefined &&
    sm2?.trailing === undefined
  );
}

/** After a conversion that changes bytes a failure says nothing more. */
function inside(bytes: Buffer, context: Context, open: BlobOpener, layers: readonly TextLayer[]): Examined {
  if (layers.some((layer) => layer.form === 'mangled')) {
    const restored = [bytes, withoutCarriageReturns(bytes) ?? bytes].map((from) =>
      opened(from, context, open),
    );
    return withoutLineEnd(restored.find((found) => found !== undefined && isWhole(found)));
  }
  const found = opened(bytes, context, open);
  if (found !== undefined) return found;
  if (bytes.length > longestBinary) return { layout: { length: { why: 'too-long', bytes: bytes.length } } };
  if (isPrintable(bytes)) return { layout: { length: { why: 'text', characters: bytes.length } } };
  return unopened(bytes, context, open);
}

/** What takes bytes for text ends what it writes with a line end. */
function withoutLineEnd(found: Examined = { layout: {} }): Examined {
  const { surplus, ...layout } = found.layout;
  return surplus?.kind === 'newline' ? { ...found, layout } : found;
}

/** Looks at a blob once and works out everything that the rules ask for. Never throws on any bytes; bounded in time and memory. */
export function diagnose(blob: Buffer, context: Context): BlobFacts {
  return { context, bytes: blob.length, ...examine(blob, context) };
}
