import { readCapiKey, readCngKey } from './containers/windows-blobs.ts';
import { readMagic } from './containers/magic.ts';
import { readOpenssh } from './containers/openssh.ts';
import type { Recognition } from './recognise.ts';
import { readDer, type DerFacts } from './structure.ts';
import type { Structure } from './keys/facts.ts';
import { isEncoding, type Layer, type Loss } from './text/layer.ts';
import { tags } from './der/tlv.ts';
import { octetString } from './der/values.ts';
import { charactersOf } from './text/characters.ts';
import { readText, type Within } from './text-readings.ts';

/** One way to read bytes: the layers around the content, and what the content is. */
export interface Reading extends Recognition {
  /** The innermost layer was meant to hold bytes, but they cannot be had. */
  readonly lost?: Loss;
}

/** What bytes are looked at for: the names of fields that may hold it differ, and ciphertext is not a key material. */
export type Purpose = 'material' | 'blob';

/** Text within text within text is as far as people go; the places between them are free, to a bound. */
const mostEncodings = 4;
const mostLayers = 10;
/** Contents that are looked at in all. */
const mostContents = 1000;

const nothing = Buffer.alloc(0);
const unread: DerFacts = { end: 0, departures: [] };

/** Shortest octets inside an OCTET STRING that are looked at. */
const shortestOctets = 16;

interface Search {
  readonly purpose: Purpose;
  contents: number;
}

/**
 * Every reading of the bytes, the likeliest first: layers are taken off in every way that makes sense, and what stands inside is
 * recognised. The last is always the bytes as they are. Never throws.
 */
export function readingsOf(bytes: Buffer, purpose: Purpose = 'material'): Generator<Reading> {
  return look(bytes, [], { purpose, contents: 0 });
}

function* look(content: Buffer, layers: readonly Layer[], search: Search): Generator<Reading> {
  search.contents += 1;
  const leaf = (structure: Structure): Reading => ({
    layers,
    content,
    der: unread,
    structure,
    trailing: nothing,
  });
  const binary = readBinary(content);
  if (binary) return yield leaf(binary);

  const der = readDer(content);
  if (der.structure) {
    const inner = pkcs8Inside(content, der);
    if (inner) yield* look(inner, [...layers, { kind: 'pkcs8' }], search);
    else yield { layers, content, der, structure: der.structure, trailing: content.subarray(der.end) };
    return;
  }

  if (canGoOn(layers, search)) yield* readCharacters(content, layers, search);
  const octets = octetsInside(content, der);
  const inside = octets ? [...look(octets, [...layers, { kind: 'octet-string' }], search)] : [];
  const structured = inside.filter(({ structure }) => structure !== undefined);
  yield* structured;
  // Bytes of which only the place is known are text, and no encoding of anything.
  const last = layers.at(-1);
  if (!last || isEncoding(last)) yield { layers, content, der, trailing: nothing };
  yield* inside.filter(({ structure }) => structure === undefined);
}

const canGoOn = (layers: readonly Layer[], { contents }: Search) =>
  layers.length < mostLayers && layers.filter(isEncoding).length < mostEncodings && contents < mostContents;

/** Binary formats that are not DER. */
function readBinary(content: Buffer): Structure | undefined {
  const structure = readMagic(content) ?? readOpenssh(content);
  if (structure?.form !== 'container') return structure;
  const key =
    structure.format === 'cng-private'
      ? readCngKey(content)
      : structure.format === 'capi-private'
        ? readCapiKey(content)
        : undefined;
  return key ? { ...structure, key } : structure;
}

function* readCharacters(content: Buffer, layers: readonly Layer[], search: Search): Generator<Reading> {
  const characters = charactersOf(content);
  if (!characters) return;
  const { text, place } = characters;
  const outer = place ? [...layers, place] : layers;
  for (const found of readText(text, search.purpose)) yield* within(found, content, outer, search);
}

function* within(
  found: Within,
  content: Buffer,
  outer: readonly Layer[],
  search: Search,
): Generator<Reading> {
  const layers = found.layers.length > 0 ? [...outer, ...found.layers] : outer;
  if ('structure' in found)
    yield {
      layers,
      content: found.content ?? content,
      der: unread,
      structure: found.structure,
      trailing: nothing,
    };
  else if ('lost' in found)
    yield { layers, content: nothing, der: unread, trailing: nothing, lost: found.lost };
  else yield* look(found.bytes, layers, search);
}

/** The octets of a private key that is a PKCS#8 structure of its own. */
function pkcs8Inside(content: Buffer, { root, structure }: DerFacts): Buffer | undefined {
  if (structure?.form !== 'pkcs8' || structure.key) return undefined;
  const octets = octetString(content, root?.children[2]);
  return octets && readDer(octets).structure?.form === 'pkcs8' ? octets : undefined;
}

/** The content of one OCTET STRING that is all there is. */
function octetsInside(content: Buffer, { root, failure }: DerFacts): Buffer | undefined {
  if (!root || failure || root.id !== tags.octetString || root.end !== content.length) return undefined;
  const octets = octetString(content, root);
  return octets && octets.length >= shortestOctets ? octets : undefined;
}
