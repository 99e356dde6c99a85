import { fromBase64Text } from '../../../formats/text/base64.ts';
import { digitsInText, unescaped } from '../../../formats/text/digits.ts';
import { fromHexText } from '../../../formats/text/hex.ts';
import { fromJsonText } from '../../../formats/text/json.ts';
import { isAlsoHex, readNumbers } from '../../../formats/text/numbers.ts';
import { decodePem } from '../../../formats/text/lenient-pem.ts';

/** Which variant of a text form, which field, which conversion. */
export type TextForm =
  | { readonly form: 'pem'; readonly label: string | undefined }
  /** `inside`: only these digits, among other text. */
  | {
      readonly form: 'hex' | 'base64';
      readonly characters: number;
      readonly bytes: number;
      readonly urlSafe?: true;
      readonly inside?: true;
    }
  /** A list of decimal numbers, one a byte. */
  | { readonly form: 'numbers'; readonly count: number }
  | { readonly form: 'json'; readonly path: string }
  /** Read as text and written again. `lost`: replacement characters; `codePage`: the one that explains every character. */
  | {
      readonly form: 'mangled';
      readonly encoding: 'UTF-8' | 'UTF-16';
      readonly lost?: number;
      readonly codePage?: string;
    }
  /** The upper half of the byte values was replaced or cut off. */
  | { readonly form: 'mangled'; readonly encoding: 'ASCII' };

/** A text form around a blob. `inner` is what it contains; undefined when the bytes are lost. `wide`: itself in UTF-16. */
export type TextLayer = TextForm & { readonly inner: Buffer | undefined; readonly wide?: true };

/** Documents in strings of documents that are looked into. */
const deepestDocument = 3;

/** One text form taken off printable text; undefined where nothing in it stands for bytes. */
export function fromPrintable(text: string): TextLayer | undefined {
  const json = fromJson(text, deepestDocument);
  return json === undefined ? fromPlain(text) : { form: 'json', path: json.field.path, inner: json.inner };
}

function fromJson(text: string, deepest: number): ReturnType<typeof fromJsonText> {
  return fromJsonText(text, (value) => {
    const document = deepest > 0 ? fromJson(value, deepest - 1) : undefined;
    return (document ?? fromPlain(value))?.inner;
  });
}

/** Escapes that stand for bytes come before those that stand for line breaks and slashes. */
function fromPlain(escaped: string): TextLayer | undefined {
  const numbers = fromNumbers(escaped);
  if (numbers !== undefined) return numbers;
  const literal = fromDigits(escaped);
  if (literal !== undefined) return literal;
  const text = unescaped(escaped);
  const pem = decodePem(text);
  if (pem !== undefined) return { form: 'pem', label: pem.layer.label, inner: pem.bytes };
  return fromDigits(text) ?? fromInside(text);
}

/** Numbers of which each is a byte; digits in pairs may be hexadecimal as well, and are taken for that. */
function fromNumbers(text: string): TextLayer | undefined {
  if (isAlsoHex(text)) return undefined;
  const [read] = readNumbers(text);
  return read && 'bytes' in read
    ? { form: 'numbers', count: read.bytes.length, inner: read.bytes }
    : undefined;
}

type Digits = TextLayer & { readonly form: 'hex' | 'base64' };

/** Digits and nothing else. */
function fromDigits(text: string): Digits | undefined {
  const characters = text.length;
  const hex = fromHexText(text);
  if (hex !== undefined) return { form: 'hex', characters, bytes: hex.length, inner: hex };
  const base64 = fromBase64Text(text);
  if (base64 === undefined) return undefined;
  const layer = { form: 'base64', characters, bytes: base64.length, inner: base64 } as const;
  return /[-_]/.test(text) ? { ...layer, urlSafe: true } : layer;
}

/** Digits inside other text. */
function fromInside(text: string): TextLayer | undefined {
  const digits = digitsInText(text);
  const layer = digits === undefined ? undefined : fromDigits(digits);
  return layer && { ...layer, inside: true };
}
