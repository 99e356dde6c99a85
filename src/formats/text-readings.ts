import { readBase58Key, readHeading } from './containers/headings.ts';
import { readEncryptedDocument, readKeystore } from './containers/keystore.ts';
import { readJoseCompact, readJoseJson } from './containers/jose.ts';
import { readJwk } from './containers/jwk.ts';
import { readPutty } from './containers/putty.ts';
import { readXmlKey } from './containers/xml-key.ts';
import type { Structure } from './keys/facts.ts';
import type { Encoding, Layer, Loss, Place } from './text/layer.ts';
import type { Purpose } from './readings.ts';
import { readAssignments } from './text/assignments.ts';
import { readBase64 } from './text/base64.ts';
import { readDecimal } from './text/decimal.ts';
import { stretchesInText, unescaped } from './text/digits.ts';
import type { Dress, Dressed } from './text/dress.ts';
import { readHex } from './text/hex.ts';
import { isObject, likelihood, parseJson, valuesOf, type JsonValue, type Members } from './text/json.ts';
import { numbersIn } from './text/json-bytes.ts';
import { readLiteral } from './text/literal.ts';
import { isAlsoHex, readNumbers } from './text/numbers.ts';
import { readPem } from './text/lenient-pem.ts';

/** What a text holds in some layers: bytes to be looked at, a structure in text, or a loss. */
export type Within = { readonly layers: readonly Layer[] } & (
  | { readonly bytes: Buffer }
  | { readonly structure: Structure; readonly content?: Buffer }
  | { readonly lost: Loss }
);

/** Encodings of a whole text, in the order in which they are tried. The first that reads it ends the search, but for those named beside it. */
const dresses: readonly { readonly read: Dress; readonly goesOn?: (text: string) => boolean }[] = [
  { read: readLiteral },
  { read: readNumbers, goesOn: isAlsoHex },
  { read: readDecimal, goesOn: () => true },
  { read: readHex },
  { read: readBase64 },
];

/** Everything that a text can be taken for, the likeliest first. */
export function* readText(text: string, purpose: Purpose): Generator<Within> {
  const heading = readHeading(text) ?? readJoseCompact(text);
  if (heading) return yield { layers: [], structure: withNumbers(heading, text) };
  const document = parseJson(text);
  if (document !== undefined) return yield* readDocument(document, purpose);
  const base58 = readBase58Key(text);
  if (base58) yield { layers: [], structure: base58 };
  const blocks = readPem(text);
  if (blocks.length > 0) return yield* blocks.map(withinPem);
  const whole = readWhole(text);
  if (whole.length > 0) return yield* whole.map(withinDress);
  yield* readAround(text);
}

/** The numbers of formats that keep them in text. */
function withNumbers(structure: Structure, text: string): Structure {
  if (structure.form !== 'container') return structure;
  const key =
    structure.format === 'putty'
      ? readPutty(text.trimStart())
      : structure.format === 'xml-private'
        ? readXmlKey(text)
        : undefined;
  return key ? { ...structure, key } : structure;
}

function readWhole(text: string): Dressed[] {
  const found: Dressed[] = [];
  for (const { read, goesOn } of dresses) {
    const dressed = read(text);
    found.push(...dressed);
    if (dressed.length > 0 && goesOn?.(text) !== true) break;
  }
  return found;
}

const withinDress = (dressed: Dressed): Within =>
  'bytes' in dressed
    ? { layers: [dressed.layer], bytes: dressed.bytes }
    : { layers: [dressed.layer], lost: dressed.lost };

/** What the label or the headers of a PEM block say of content that its bytes do not say. */
function withinPem(dressed: Dressed): Within {
  const within = withinDress(dressed);
  const structure = labelled(dressed.layer);
  return structure && 'bytes' in within
    ? { layers: within.layers, structure, content: within.bytes }
    : within;
}

function labelled(layer: Encoding): Structure | undefined {
  if (layer.kind !== 'pem') return undefined;
  const { label } = layer;
  if (layer.encryption) return { form: 'encrypted', format: 'pem-encrypted' };
  if (label.startsWith('PGP ')) return { form: 'container', format: 'openpgp', label };
  if (label === 'AGE ENCRYPTED FILE') return { form: 'message', format: 'age-file' };
  const isForeign = label.startsWith('ENCRYPTED ') && label !== 'ENCRYPTED PRIVATE KEY';
  return isForeign ? { form: 'encrypted', format: 'armour-encrypted', label } : undefined;
}

/** Objects that are a structure as a whole: nothing is read out of their members. */
function recogniseObject(members: Members, purpose: Purpose): Structure | undefined {
  const any = readJoseJson(members) ?? readKeystore(members);
  if (any || purpose === 'blob') return any;
  return readJwk(members) ?? readEncryptedDocument(members);
}

/** A document's structures and fields, the likeliest first. */
function* readDocument(document: unknown, purpose: Purpose): Generator<Within> {
  const structures: { value: JsonValue; structure: Structure }[] = [];
  const fields: { value: JsonValue; rank: number }[] = [];
  const isLeaf = (value: JsonValue) => {
    if (numbersIn(value.value)) return true;
    const structure = isObject(value.value) ? recogniseObject(value.value, purpose) : undefined;
    if (structure) structures.push({ value, structure });
    return structure !== undefined;
  };
  for (const value of valuesOf(document, isLeaf)) {
    const size =
      typeof value.value === 'string'
        ? value.value.length
        : numbersIn(value.value)?.layer.kind === 'numbers'
          ? 1
          : 0;
    if (size > 0) fields.push({ value, rank: likelihood(value.path, size) });
  }
  const isPublic = ({ structure }: { structure: Structure }) => structure.form === 'public';
  for (const { value, structure } of [
    ...structures.filter((one) => !isPublic(one)),
    ...structures.filter(isPublic),
  ])
    yield {
      layers: placeOf(value.path),
      structure,
      ...(value.path === '.' ? {} : { content: Buffer.from(JSON.stringify(value.value)) }),
    };
  for (const { value } of fields.sort((a, b) => b.rank - a.rank)) yield* withinField(value);
}

const placeOf = (path: string): readonly Place[] => (path === '.' ? [] : [{ kind: 'json', path }]);

function* withinField({ path, value }: JsonValue): Generator<Within> {
  const place = { kind: 'json', path } as const;
  if (typeof value === 'string') yield { layers: [place], bytes: Buffer.from(value) };
  const numbers = numbersIn(value);
  if (numbers && 'bytes' in numbers) yield { layers: [place, numbers.layer], bytes: numbers.bytes };
}

/** Values inside a text that is not an encoding as a whole: those of names, else what stands after escapes, else any digits. */
function* readAround(text: string): Generator<Within> {
  let any = false;
  for (const { name, value } of readAssignments(text)) {
    const whole = value.length < text.length ? readValue(value) : [];
    any ||= whole.length > 0;
    for (const found of whole) yield { ...found, layers: [{ kind: 'assignment', name }, ...found.layers] };
  }
  if (any) return;
  const plain = unescaped(text);
  if (plain !== text)
    return yield {
      layers: [{ kind: 'escaped', style: text.includes('\\') ? 'backslash' : 'percent' }],
      bytes: Buffer.from(plain),
    };
  for (const { digits, offset } of stretchesInText(text))
    for (const dressed of readWhole(digits)) {
      const found = withinDress(dressed);
      yield { ...found, layers: [{ kind: 'inside', offset }, ...found.layers] };
    }
}

/** The value of a name: what stands after two names is not looked for. */
function readValue(value: string): Within[] {
  const base58 = readBase58Key(value);
  const document = parseJson(value);
  if (document !== undefined) return [{ layers: [], bytes: Buffer.from(value) }];
  return [...(base58 ? [{ layers: [], structure: base58 }] : []), ...readWhole(value).map(withinDress)];
}
