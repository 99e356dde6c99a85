import { fromBase64Text } from '../../../formats/text/base64.ts';
import { digitsInText, unescaped } from '../../../formats/text/digits.ts';
import { fromHexText } from '../../../formats/text/hex.ts';
import { fromJsonText } from '../../../formats/text/json.ts';
import { decodePem } from '../../../formats/text/layers.ts';

/** A text form around a blob. `inner` is what the form holds; undefined when the bytes are lost. */
export interface TextLayer {
  readonly form: 'pem' | 'base64' | 'hex' | 'json' | 'mangled';
  /** In words: which variant, which field, which conversion. */
  readonly detail: string;
  readonly inner: Buffer | undefined;
}

/** Documents in strings of documents that are looked into. */
const deepestDocument = 3;

/** One text form taken off printable text; undefined where nothing in it stands for bytes. */
export function fromPrintable(text: string): TextLayer | undefined {
  const json = fromJson(text, deepestDocument);
  return json === undefined
    ? fromPlain(text)
    : { form: 'json', detail: `field ${json.field.path} of a JSON document`, inner: json.inner };
}

function fromJson(text: string, deepest: number): ReturnType<typeof fromJsonText> {
  return fromJsonText(text, (value) => {
    const document = deepest > 0 ? fromJson(value, deepest - 1) : undefined;
    return (document ?? fromPlain(value))?.inner;
  });
}

/** Escapes that stand for bytes come before those that stand for line breaks and slashes. */
function fromPlain(escaped: string): TextLayer | undefined {
  const literal = fromDigits(escaped);
  if (literal !== undefined) return literal;
  const text = unescaped(escaped);
  const pem = decodePem(text);
  if (pem !== undefined)
    return { form: 'pem', detail: `PEM with the label "${pem.layer.label}"`, inner: pem.bytes };
  return fromDigits(text) ?? fromInside(text);
}

/** Digits and nothing else. */
function fromDigits(text: string): TextLayer | undefined {
  const hex = fromHexText(text);
  if (hex !== undefined)
    return {
      form: 'hex',
      detail: `${text.length} characters that stand for ${hex.length} bytes`,
      inner: hex,
    };
  const base64 = fromBase64Text(text);
  const alphabet = /[-_]/.test(text) ? 'URL-safe base64' : 'base64';
  return (
    base64 && {
      form: 'base64',
      detail: `${text.length} characters of ${alphabet} that stand for ${base64.length} bytes`,
      inner: base64,
    }
  );
}

/** Digits inside other text. */
function fromInside(text: string): TextLayer | undefined {
  const digits = digitsInText(text);
  const layer = digits === undefined ? undefined : fromDigits(digits);
  return (
    layer && {
      ...layer,
      detail: `${digits!.length} digits inside other text that stand for ${layer.inner?.length} bytes`,
    }
  );
}
