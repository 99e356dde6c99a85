import { readHeading, readLabel, readMagic } from './containers/magic.ts';
import { readDer, type DerFacts } from './structure.ts';
import { readJwk } from './containers/jwk.ts';
import type { Structure } from './keys/facts.ts';
import { asText, decodeText, type TextLayer } from './text/layers.ts';

/** What bytes are that should be key material, whatever key spec they are meant for. */
export interface Recognition {
  /** Text encodings around the content, outermost first. */
  readonly layers: readonly TextLayer[];
  /** What stands inside all layers; the bytes themselves where there is none. */
  readonly content: Buffer;
  readonly der: DerFacts;
  /** undefined where the content is nothing known: raw bytes perhaps. */
  readonly structure?: Structure;
  /** Bytes of the content behind the structure's end. */
  readonly trailing: Buffer;
}

/** Text within text within text is as far as people go. */
const maxLayers = 3;
const nothing = Buffer.alloc(0);
const unread: DerFacts = { end: 0, departures: [] };

/** Finds text layers, then the structure inside. Never throws; linear in the length, and in little more than the length of memory. */
export function recognise(bytes: Buffer): Recognition {
  const layers: TextLayer[] = [];
  let content = bytes;
  for (;;) {
    const structure = readMagic(content);
    if (structure) return { layers, content, der: unread, structure, trailing: nothing };
    const der = readDer(content);
    if (der.structure)
      return { layers, content, der, structure: der.structure, trailing: content.subarray(der.end) };

    const text = layers.length < maxLayers ? asText(content) : undefined;
    const other = text === undefined ? undefined : (readJwk(text) ?? readHeading(text));
    if (other) return { layers, content, der: unread, structure: other, trailing: nothing };
    const decoded = text === undefined ? undefined : decodeText(text);
    if (!decoded) return { layers, content, der, trailing: nothing };

    layers.push(decoded.layer);
    content = decoded.bytes;
    const labelled = readLabel(decoded.layer);
    if (labelled) return { layers, content, der: unread, structure: labelled, trailing: nothing };
  }
}
