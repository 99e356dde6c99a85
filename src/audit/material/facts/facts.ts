import { readingsOf } from '../../../formats/readings.ts';
import { recognise, type Recognition } from '../../../formats/recognise.ts';
import { tags } from '../../../formats/der/tlv.ts';
import type { DerFacts } from '../../../formats/structure.ts';
import { misfits, type Misfit } from '../../../formats/der/grammar.ts';
import { privateKeyGrammars } from '../../../formats/keys/grammar.ts';
import type { KeyFacts, Structure } from '../../../formats/keys/facts.ts';
import type { Layer } from '../../../formats/text/layer.ts';
import { smallInteger } from '../../../formats/der/values.ts';
import type { ExpectedMac } from '../../../crypto/mac.ts';
import { isCurveSpec, type CurveSpec } from '../../../tables/curves.ts';
import {
  isRaw,
  keySpecRow,
  type KeySpec,
  type KeySpecRow,
  type RawKeySpecRow,
} from '../../../tables/key-specs.ts';
import type { Partition } from '../../../tables/partitions.ts';
import type { Material } from '../../../tables/services/types.ts';
import { ecFacts, type EcFacts } from './ec.ts';
import { acceptedForm } from './also.ts';
import { fingerprintOf } from './fingerprint.ts';
import { findScalar } from '../../raw-scalar.ts';
import { rsaFacts, type RsaFacts } from './rsa.ts';

/** What the material is meant to be, and what it is to be compared with. */
export interface MaterialContext {
  readonly keySpec: KeySpec;
  readonly partition: Partition;
  /** Of a service other than AWS: what is expected there, whose row `keySpec` names. */
  readonly due?: Material;
  /** The key that should be inside: DER, PEM, raw bytes, or its public key in any form. */
  readonly reference?: Buffer;
  /** What an HMAC key must give. */
  readonly expectedMac?: ExpectedMac;
  /**
   * Rounds of the Miller-Rabin test for each RSA prime (default 5). One costs as much as half a private operation, and finds all
   * but one in four of the worst composites, all but one in 2^100 of random ones.
   */
  readonly primalityRounds?: number;
}

/** Everything the rules look at, worked out once. */
export interface MaterialFacts {
  readonly context: MaterialContext;
  readonly due: KeySpecRow;
  /** Lengths in bytes that raw material may have; undefined where a private key is expected. */
  readonly lengths?: RawLengths;
  /** Layers around the content, outermost first. */
  readonly layers: readonly Layer[];
  /** What stands inside the text encodings. */
  readonly content: Buffer;
  readonly der: DerFacts;
  /** undefined: raw bytes, or nothing that can be read. */
  readonly structure?: Structure;
  /** Bytes after the structure, a line break excepted. */
  readonly trailing: Buffer;
  /** Right bytes, then a line break. */
  readonly newline: boolean;
  /** Raw material, where that is expected and the content is not a structure; without the line break. */
  readonly raw?: Buffer;
  /** The private key, where one is expected; of a key that is not due nothing more is looked at. */
  readonly key?: KeyFacts;
  readonly ec?: EcFacts;
  readonly rsa?: RsaFacts;
  /** Nodes of the private key that its grammar has no place for. */
  readonly misfits?: readonly Misfit[];
  readonly fingerprint?: string;
}

export interface RawLengths {
  readonly due: number;
  /** Above `due` for HMAC keys only: up to 1024 bits. */
  readonly longest: number;
}

/** Raw bytes are not read as DER. */
const unread: DerFacts = { end: 0, departures: [] };

/** Longest HMAC key that the requirements allow, in bytes. */
const longestHmac = 128;

/** Whether these bytes are a line break and nothing else: LF or CRLF, once or twice. */
function isLineBreak(bytes: Buffer): boolean {
  return bytes.length <= 4 && /^(?:\r?\n){1,2}$/.test(bytes.toString('latin1'));
}

export function materialFacts(material: Buffer, context: MaterialContext): MaterialFacts {
  const due = keySpecRow(context.keySpec);
  const facts = isRaw(due)
    ? rawFacts(material, context, due, rawLengths(material, context, due))
    : keyFacts(material, context, due);
  const fingerprint = fingerprintOf(facts);
  // A literal that begins with a spread and then adds a property gets a hidden class of its own each time: V8 of node 20.
  return fingerprint === undefined ? facts : { fingerprint, ...facts };
}

function rawFacts(
  material: Buffer,
  context: MaterialContext,
  row: KeySpecRow,
  lengths: RawLengths,
): MaterialFacts {
  const { due } = lengths;
  const asRaw = (raw: Buffer, more: Partial<MaterialFacts> = {}): MaterialFacts => ({
    context,
    due: row,
    lengths,
    layers: [],
    content: raw,
    der: unread,
    trailing: Buffer.alloc(0),
    newline: false,
    raw,
    ...more,
  });
  if (material.length === due && material[0] !== tags.sequence) return asRaw(material);

  const recognition = recogniseRaw(material, due);
  const { structure, der } = recognition;
  const base = { context, due: row, lengths, der, trailing: recognition.trailing, newline: false };
  const whole = structure && recognition.layers.length === 0 && recognition.trailing.length === 0;
  if (material.length === due) return whole ? { ...base, ...recognition } : asRaw(material);
  if (structure) return structuredFacts(material, { ...base, ...recognition });

  const { layers, content } = recognition;
  const decodesWell = layers.length > 0 && content.length === due;
  if (material.length > due && isLineBreak(material.subarray(due)) && !decodesWell)
    return asRaw(material.subarray(0, due), { newline: true });
  if (layers.length > 0) return asRaw(content, { layers });
  // The first byte of a compressed point does not prove it: a longer HMAC key may begin so.
  const point = isCompressed(material) ? undefined : findScalar(material, undefined);
  return point ? { ...base, layers, content: material, structure: point } : asRaw(material);
}

/** The lengths that are expected. Of several ones it is the material's own, or the least. */
function rawLengths(material: Buffer, context: MaterialContext, row: RawKeySpecRow): RawLengths {
  const lengths = context.due?.lengths;
  if (lengths === undefined) {
    const due = row.bytes[context.partition];
    return { due, longest: row.kind === 'hmac' ? longestHmac : due };
  }
  const fits = 'least' in lengths ? isBetween(material.length, lengths) : lengths.includes(material.length);
  const [first = 0] = 'least' in lengths ? [lengths.least] : lengths;
  const due = fits ? material.length : first;
  return { due, longest: due };
}

const isBetween = (length: number, { least, most }: { least: number; most: number }) =>
  length >= least && length <= most;

/** Octets of the due length inside an OCTET STRING are more likely meant than the whole. */
function recogniseRaw(material: Buffer, due: number): Recognition {
  let first: Recognition | undefined;
  for (const reading of readingsOf(material)) {
    if (reading.lost) continue;
    if (reading.content.length === due && reading.layers.at(-1)?.kind === 'octet-string') return reading;
    first ??= reading;
    if (first.layers.length > 0 || first.structure) return first;
  }
  return first ?? recognise(material);
}

const isCompressed = (bytes: Buffer) =>
  (bytes[0] === 2 || bytes[0] === 3) && [33, 49, 67].includes(bytes.length);

/** A structure with whatever follows it: a line break is told apart from other bytes. */
function structuredFacts(material: Buffer, facts: MaterialFacts): MaterialFacts {
  const { trailing } = facts;
  const newline = !facts.lengths && isLineBreak(trailing);
  const { structure } = facts;
  if (structure?.form === 'jwk-oct' && facts.lengths) return { ...facts, raw: structure.raw };
  return { ...facts, newline, trailing: newline ? material.subarray(0, 0) : trailing };
}

function keyFacts(material: Buffer, context: MaterialContext, due: KeySpecRow): MaterialFacts {
  const curve = isCurveSpec(due.name) ? due.name : undefined;
  const recognition = recognise(material);
  const base = { context, due, ...recognition, newline: false };
  if (!recognition.structure) {
    if (isCutKey(recognition)) return base;
    const scalar = findScalar(recognition.content, curve) ?? scalarBeforeLineBreak(material, curve);
    if (scalar) return examined({ ...base, structure: scalar }, curve);
    const readable = recognition.layers.some((layer) => layer.kind === 'pem') || isLikeDer(recognition.der);
    return readable ? base : { ...base, layers: [], content: material };
  }
  return examined(structuredFacts(material, base), curve);
}

function scalarBeforeLineBreak(material: Buffer, curve: CurveSpec | undefined): Structure | undefined {
  const length = [1, 2].find((breaks) => isLineBreak(material.subarray(-breaks)));
  return length === undefined ? undefined : findScalar(material.subarray(0, -length), curve);
}

function examined(facts: MaterialFacts, curve: CurveSpec | undefined): MaterialFacts {
  const { structure } = facts;
  const stated = structure && 'key' in structure ? structure.key : undefined;
  if (!stated) return facts;
  const key = acceptedForm(stated, facts.context.due);
  if (key.type === 'other') return { key, ...facts };
  const found = misfitsOf(facts, key.type).filter(({ at }) => key === stated || !isOfAlgorithm(at));
  // Of a structure with an element too many, or without one, it is not known which number is which.
  if (found.some((misfit) => isSpoiling(misfit, key.type))) return { key, misfits: found, ...facts };
  return key.type === 'ec'
    ? { key, ec: ecFacts(key, curve), misfits: found, ...facts }
    : { key, rsa: rsaFacts(key, facts.context.primalityRounds ?? 5), misfits: found, ...facts };
}

const isOfAlgorithm = (at: string) => at.startsWith('material.pkcs8.algorithm');

/** Places whose elements say which key it is. */
const telling = /^material\.(?:rsa|ec|pkcs8\.algorithm)(?:\.|$)/;

function isSpoiling({ at, why }: Misfit, type: 'rsa' | 'ec'): boolean {
  if (why === 'null-content') return type === 'ec';
  if (why !== 'unexpected' && why !== 'missing' && why !== 'type' && why !== 'oid-invalid') return false;
  return telling.test(at) && !(at === 'material.pkcs8.algorithm.parameters' && why === 'missing');
}

const noMisfits: readonly Misfit[] = [];

/** A structure in BER against its grammar; a JWK and a bare scalar have none. */
function misfitsOf({ structure, der, content }: MaterialFacts, kind: 'rsa' | 'ec'): readonly Misfit[] {
  const place =
    structure?.form === 'pkcs8'
      ? privateKeyGrammars.pkcs8[kind]
      : structure?.form === 'pkcs1'
        ? privateKeyGrammars.pkcs1.rsa
        : structure?.form === 'sec1'
          ? privateKeyGrammars.sec1.ec
          : undefined;
  return place && der.root ? misfits(content, der.root, place) : noMisfits;
}

/** The beginning of a private key that ends too soon: a SEQUENCE, then version 0 or 1. One random scalar in 2^31 looks so. */
function isCutKey({ content, der: { root, failure } }: Recognition): boolean {
  const version = smallInteger(content, root?.children[0]);
  return root?.id === tags.sequence && failure?.kind === 'truncated' && (version === 0 || version === 1);
}

/** The beginning of a SEQUENCE whose first element is an INTEGER or a SEQUENCE: cut short or changed, but once DER. */
export function isLikeDer({ root }: DerFacts): boolean {
  const first = root?.children[0];
  return root?.id === 0x30 && (first?.id === 0x02 || first?.id === 0x30);
}
