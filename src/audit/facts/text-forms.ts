import { isUtf8 } from 'node:buffer';
import { decodePem } from '../../asn1/text.ts';
import { fromBase64Text } from '../../asn1/base64-text.ts';
import { fromHexText } from '../../asn1/hex-text.ts';
import { fromJsonText } from '../../asn1/json-text.ts';
import { isPrintable } from './recognise.ts';

/** A text form around a blob. `inner` is what the form holds; undefined when the bytes are lost. */
export interface TextLayer {
  readonly form: 'pem' | 'base64' | 'hex' | 'json' | 'mangled';
  /** In words: which variant, which field, which conversion. */
  readonly detail: string;
  readonly inner: Buffer | undefined;
}

/** Shortest run of bytes that is worth taking for a blob or key material inside text. */
const shortest = 16;

const bom = {
  utf8: Buffer.from('efbbbf', 'hex'),
  le: Buffer.from('fffe', 'hex'),
  be: Buffer.from('feff', 'hex'),
};
const startsWith = (bytes: Buffer, start: Buffer) => bytes.subarray(0, start.length).equals(start);

/** One text form taken off printable text. */
function fromPrintable(text: string): TextLayer | undefined {
  const json = fromJsonText(
    text,
    (value) => fromHexText(value) ?? fromBase64Text(value) ?? decodePem(value)?.bytes,
  );
  if (json !== undefined) return { form: 'json', ...json };
  const pem = decodePem(text);
  if (pem !== undefined)
    return { form: 'pem', detail: `PEM with the label "${pem.layer.label}"`, inner: pem.bytes };
  const hex = fromHexText(text);
  if (hex !== undefined)
    return {
      form: 'hex',
      detail: `${text.length} characters that stand for ${hex.length} bytes`,
      inner: hex,
    };
  const base64 = fromBase64Text(text);
  if (base64 === undefined) return fromRun(text);
  const alphabet = /[-_]/.test(text) ? 'URL-safe base64' : 'base64';
  return {
    form: 'base64',
    detail: `${text.length} characters of ${alphabet} that stand for ${base64.length} bytes`,
    inner: base64,
  };
}

/** The longest run of digits inside other text, such as a log line or an assignment. */
function fromRun(text: string): TextLayer | undefined {
  const runs = text.match(/[A-Za-z0-9+/_-]{64,}={0,2}/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  const hex = fromHexText(longest);
  const inner = hex ?? fromBase64Text(longest);
  if (inner === undefined) return undefined;
  return {
    form: hex === undefined ? 'base64' : 'hex',
    detail: `${longest.length} digits inside other text that stand for ${inner.length} bytes`,
    inner,
  };
}

/** Characters 0x80 to 0xff of the code pages that Windows consoles decode with. */
const codePages: readonly (readonly [name: string, characters: string])[] = [
  [
    'Windows-1252',
    new TextDecoder('windows-1252').decode(Buffer.from(Array.from({ length: 128 }, (_, i) => i + 128))),
  ],
  [
    'code page 437',
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  ],
];

/** The bytes that were read as this text, when one of the usual single-byte code pages explains every character. */
function encodeBack(text: string): { bytes: Buffer; codePage: string } | undefined {
  const units = Array.from(text);
  if (units.every((unit) => unit.codePointAt(0)! < 0x100))
    return { bytes: Buffer.from(text, 'latin1'), codePage: 'Latin-1' };
  for (const [codePage, characters] of codePages) {
    const bytes = units.map((unit) =>
      unit < '\x80' ? unit.codePointAt(0)! : 128 + characters.indexOf(unit),
    );
    if (!bytes.includes(127) || units.every((unit, i) => bytes[i] !== 127 || unit === '\x7f'))
      return { bytes: Buffer.from(bytes), codePage };
  }
  return undefined;
}

function mangled(encoding: string, text: string): TextLayer {
  const lost = text.split('\ufffd').length - 1;
  if (lost > 0)
    return {
      form: 'mangled',
      detail: `${encoding} with ${lost} replacement characters: the bytes are lost`,
      inner: undefined,
    };
  const back = encodeBack(text);
  if (back === undefined)
    return { form: 'mangled', detail: `${encoding} text that no usual code page explains`, inner: undefined };
  return { form: 'mangled', detail: `${encoding}, read as ${back.codePage}`, inner: back.bytes };
}

function decodeUtf16(bytes: Buffer): string | undefined {
  const whole = bytes.subarray(0, bytes.length & ~1);
  if (startsWith(bytes, bom.le)) return whole.toString('utf16le', 2);
  if (startsWith(bytes, bom.be)) return Buffer.from(whole).swap16().toString('utf16le', 2);
  // Without a mark: every other byte zero.
  const zeros = (from: number) => whole.every((byte, i) => i % 2 !== from || byte === 0);
  if (whole.length < 2 * shortest) return undefined;
  if (zeros(1)) return whole.toString('utf16le');
  return zeros(0) ? Buffer.from(whole).swap16().toString('utf16le') : undefined;
}

/** Too few zero or ASCII bytes in the high halves: binary that happens to begin like a byte order mark. */
const isWide = (text: string) => {
  const ascii = Array.from(text).filter((unit) => unit < '\x80').length;
  return ascii * 4 >= text.length;
};

/** The outermost text form of the bytes; undefined when they are binary. */
export function textLayer(bytes: Buffer): TextLayer | undefined {
  const wide = decodeUtf16(bytes);
  if (wide !== undefined && isWide(wide)) {
    const text = wide.replace(/^\ufeff/, '');
    const layer = isPrintable(Buffer.from(text)) ? fromPrintable(text) : undefined;
    return layer === undefined ? mangled('UTF-16', text) : { ...layer, detail: `${layer.detail}, in UTF-16` };
  }
  const bytesOnly = startsWith(bytes, bom.utf8) ? bytes.subarray(3) : bytes;
  if (bytesOnly.length < shortest) return undefined;
  if (isPrintable(bytesOnly)) return fromPrintable(bytesOnly.toString('latin1'));
  if (bytesOnly.length < 2 * shortest || !isUtf8(bytesOnly)) return undefined;
  if (bytesOnly.every((byte) => byte < 0x80))
    return {
      form: 'mangled',
      detail: 'no byte above 0x7F: the upper half was replaced or cut off',
      inner: undefined,
    };
  return mangled('UTF-8', bytesOnly.toString('utf8'));
}
