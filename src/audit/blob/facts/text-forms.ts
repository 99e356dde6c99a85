import { isUtf8 } from 'node:buffer';
import { fromPrintable, type TextLayer } from './printable.ts';
import { isPrintable } from './recognise.ts';

export type { TextLayer } from './printable.ts';

/** Shortest run of bytes that is worth taking for a blob or key material inside text. */
const shortest = 16;

const bom = {
  utf8: Buffer.from('efbbbf', 'hex'),
  le: Buffer.from('fffe', 'hex'),
  be: Buffer.from('feff', 'hex'),
};
const startsWith = (bytes: Buffer, start: Buffer) => bytes.subarray(0, start.length).equals(start);

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

function mangled(encoding: 'UTF-8' | 'UTF-16', text: string): TextLayer {
  const lost = text.split('\ufffd').length - 1;
  if (lost > 0) return { form: 'mangled', encoding, lost, inner: undefined };
  const back = encodeBack(text);
  return back === undefined
    ? { form: 'mangled', encoding, inner: undefined }
    : { form: 'mangled', encoding, codePage: back.codePage, inner: back.bytes };
}

function decodeUtf16(bytes: Buffer): string | undefined {
  const whole = bytes.subarray(0, bytes.length & ~1);
  if (startsWith(bytes, bom.le)) return whole.toString('utf16le', 2);
  if (startsWith(bytes, bom.be)) return Buffer.from(whole).swap16().toString('utf16le', 2);
  if (whole.length < 2 * shortest) return undefined;
  // Without a mark the ASCII characters tell, of which every other byte is zero.
  return [whole, Buffer.from(whole).swap16()].map((from) => from.toString('utf16le')).find(isWide);
}

/** Whether there is as much ASCII as in text: else it is binary, whatever it begins with. */
function isWide(text: string): boolean {
  const ascii = Array.from(text).filter((unit) => unit > '\0' && unit < '\x80').length;
  return ascii * 4 >= text.length;
}

/** A string of C may have been written with the zero byte that ends it. */
const withoutZeros = (bytes: Buffer) => bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);

/** The form of printable text; undefined where the bytes do not all print. */
function textOf(bytes: Buffer): TextLayer | undefined {
  const string = withoutZeros(bytes);
  return isPrintable(string) ? fromPrintable(string.toString('latin1')) : undefined;
}

/** The outermost text form of the bytes; undefined when they are binary. */
export function textLayer(bytes: Buffer): TextLayer | undefined {
  const wide = decodeUtf16(bytes);
  if (wide !== undefined && isWide(wide)) {
    const text = wide.replace(/^\ufeff/, '');
    const layer = textOf(Buffer.from(text));
    return layer === undefined ? mangled('UTF-16', text) : { ...layer, wide: true };
  }
  const bytesOnly = startsWith(bytes, bom.utf8) ? bytes.subarray(3) : bytes;
  if (bytesOnly.length < shortest) return undefined;
  if (isPrintable(withoutZeros(bytesOnly))) return textOf(bytesOnly);
  if (bytesOnly.length < 2 * shortest || !isUtf8(bytesOnly)) return undefined;
  if (bytesOnly.every((byte) => byte < 0x80) && new Set(bytesOnly).size >= shortest)
    return { form: 'mangled', encoding: 'ASCII', inner: undefined };
  return mangled('UTF-8', bytesOnly.toString('utf8'));
}
