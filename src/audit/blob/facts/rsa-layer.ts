import { longestHeader, shortHeader } from '../../budgets.ts';
import type { Context } from './context.ts';
import { usualWrappedBytes } from './context.ts';
import { openWrapped } from './hybrid.ts';
import { isWrapLength } from './key-wrap.ts';
import { isAesKeyLength, type BlobOpener, type RsaReading } from './rsa-block.ts';
import { withCarriageReturn, withoutCarriageReturns } from './surplus.ts';
import type { Layout, RsaFacts } from './types.ts';

/** Where an RSA block was found and what it holds. `rest` is what stands after the block, or before it when swapped. */
export interface Located {
  readonly reading: RsaReading;
  readonly rest: Buffer;
  readonly layout: Layout;
  readonly rsa: RsaFacts;
}

interface Place {
  readonly bytes: Buffer;
  readonly k: number;
  readonly context: Context;
  readonly open: BlobOpener;
}

/** A block at the very start: the rule. */
function atStart({ bytes, k, open }: Place, layout: Layout = {}): Located | undefined {
  const reading = open.block(bytes.subarray(0, k));
  return reading && { reading, rest: bytes.subarray(k), layout, rsa: { reading } };
}

/** Bytes before the block: the block is the last one of the file, or the length that is expected says where it starts. */
function behindHeader(place: Place): Located | undefined {
  const { bytes, context } = place;
  for (const header of headerLengths(place)) {
    const found = atStart({ ...place, bytes: bytes.subarray(header) }, { header });
    if (found === undefined) continue;
    const before = bytes.subarray(0, header);
    const swapped = context.hybrid && found.rest.length === 0 && header >= 16;
    return swapped && isSwapped(found.reading.message, before, place)
      ? { ...found, rest: before, layout: { swapped: true } }
      : found;
  }
  return undefined;
}

/** The block that ends the file holds an AES key, or something that opens what stands before it. */
function isSwapped(message: Buffer, before: Buffer, { context, open }: Place): boolean {
  return isAesKeyLength(message.length) || openWrapped(message, before, context, open.unwraps) !== undefined;
}

function* headerLengths({ bytes, k, context }: Place): Generator<number> {
  const fits = context.hybrid && isWrapLength(bytes.length - k);
  const most = Math.min(bytes.length - k, fits ? longestHeader / 2 : longestHeader);
  const last = bytes.length - k;
  const usual = usualWrappedBytes(context);
  const due =
    context.hybrid && usual !== undefined ? [last - usual, last - usual - 8, last - usual + 8, last] : [last];
  for (const header of due) if (header > 0) yield header;
  // A hybrid blob after a header still ends on a multiple of eight.
  for (let header = ((last - 1) % 8) + 1; header <= most && context.hybrid; header += 8) yield header;
  for (let header = 1; header <= Math.min(most, fits ? shortHeader : most); header++) yield header;
}

/** Line ends that were converted, either way. */
function throughTextMode(place: Place): Located | undefined {
  const unix = withoutCarriageReturns(place.bytes);
  const found = unix && atStart({ ...place, bytes: unix }, { mangled: { to: 'crlf' } });
  if (found !== undefined) return found;
  if (place.bytes.length >= place.k && !place.context.hybrid) return undefined;
  for (const restored of withCarriageReturn(place.bytes, place.k)) {
    const before = atStart({ ...place, bytes: restored }, { mangled: { to: 'lf' } });
    if (before !== undefined) return before;
  }
  return undefined;
}

/** A big-integer type that dropped leading zero bytes of the block. */
function withoutLeadingZeros(place: Place): Located | undefined {
  for (const zeros of [1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(zeros), place.bytes]);
    const found = atStart({ ...place, bytes: padded }, { truncated: { of: 'leading-zeros', zeros } });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** At the start, or after a header of the length that the blob's own length suggests. */
function leastSignificantFirst({ bytes, k, open, context }: Place): Located | undefined {
  const last = bytes.length - k;
  const header = last - (context.hybrid ? (usualWrappedBytes(context) ?? 0) : 0);
  for (const at of new Set([0, header])) {
    if (at < 0 || at > last) continue;
    const reading = open.block(Buffer.from(bytes.subarray(at, at + k)).reverse());
    const layout = at === 0 ? {} : { header: at };
    if (reading !== undefined)
      return { reading, rest: bytes.subarray(at + k), layout, rsa: { reading, littleEndian: true } };
  }
  return undefined;
}

/** Finds the RSA block, at the start first, then wherever a known mishap would have put it. */
export function locateRsaBlock(bytes: Buffer, context: Context, open: BlobOpener): Located | undefined {
  if (context.rsaPrivate === undefined) return undefined;
  const place: Place = { bytes, k: context.rsaPrivate.k, context, open };
  return (
    atStart(place) ??
    throughTextMode(place) ??
    withoutLeadingZeros(place) ??
    leastSignificantFirst(place) ??
    behindHeader(place)
  );
}
