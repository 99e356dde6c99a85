import { readingsOf } from './readings.ts';
import type { DerFacts } from './structure.ts';
import type { Structure } from './keys/facts.ts';
import type { Layer } from './text/layer.ts';

/** What bytes are that should be key material, whatever key spec they are meant for. */
export interface Recognition {
  /** Layers around the content, outermost first. */
  readonly layers: readonly Layer[];
  /** What stands inside all layers; the bytes themselves where there is no layer. */
  readonly content: Buffer;
  readonly der: DerFacts;
  /** undefined where the content is nothing known: raw bytes perhaps. */
  readonly structure?: Structure;
  /** Bytes of the content after the structure's end. */
  readonly trailing: Buffer;
}

/** The likeliest reading of the bytes. Never throws; linear in the length, and in little more than the length of memory. */
export function recognise(bytes: Buffer): Recognition {
  for (const reading of readingsOf(bytes)) if (!reading.lost) return reading;
  return { layers: [], content: bytes, der: { end: 0, departures: [] }, trailing: bytes.subarray(0, 0) };
}
