import { isEncoding, type Encoding, type Layer, type Place } from '../../../formats/text/layer.ts';
import { describeTextForm } from '../../blob/words/text.ts';
import type { PlacedEncoding } from '../facts/encodings.ts';
import type { MangledText } from '../facts/mangled.ts';

const unicode = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 (little-endian)', 'utf-16be': 'UTF-16 (big-endian)' };

/** Where encoded bytes stood, in words. */
function describePlace(place: Place): string {
  switch (place.kind) {
    case 'unicode':
      return `${unicode[place.encoding]} text${place.mark ? ' with a byte order mark' : ''}`;
    case 'json':
      return `field ${place.path} of a JSON document`;
    case 'assignment':
      return `the value of ${place.name}`;
    case 'escaped':
      return place.style === 'percent' ? 'text with percent escapes' : 'text with backslash escapes';
    case 'inside':
      return 'the middle of other text';
  }
}

const lineBreaks = {
  kept: '',
  escaped: ', its line breaks spelled out as \\n',
  gone: ', on one line: its line breaks are gone',
};

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** How bytes were encoded, in words. */
function describeEncoding(layer: Encoding): string {
  switch (layer.kind) {
    case 'pem': {
      const which = layer.blocks > 1 ? ` (block ${layer.block} of ${layer.blocks})` : '';
      const missing = layer.missing
        ? `, without its ${layer.missing === 'begin' ? 'first' : 'last'} line`
        : '';
      return `PEM, label ${layer.label}${which}${lineBreaks[layer.lineBreaks]}${missing}`;
    }
    case 'base64':
      return layer.alphabet === 'url' ? 'base64url text' : 'base64 text';
    case 'hex': {
      const digits = counted(layer.digits, 'digit');
      const odd = layer.odd ? `, an odd number: a leading zero was not printed, or a digit was lost` : '';
      return `hex text (${layer.style === 'dump' ? 'a dump, ' : ''}${digits}${odd})`;
    }
    case 'numbers':
      return `a list of ${layer.count} decimal numbers${layer.signed ? ' with signs' : ''}`;
    case 'literal':
      return `a string literal${layer.language === 'python' ? ' of Python' : ''} with ${counted(layer.escapes, 'escape')}`;
    case 'decimal':
      return `one decimal number of ${layer.digits} digits`;
    case 'octet-string':
      return 'a DER OCTET STRING around the bytes';
    case 'pkcs8':
      return 'a PKCS#8 structure whose private key is another PKCS#8 structure';
  }
}

/** A layer in words, as it stands after "found". */
export const describeLayer = (layer: Layer): string =>
  isEncoding(layer) ? describeEncoding(layer) : describePlace(layer);

/** An encoding and the places in which it stood. */
export const describePlaced = ({ layer, within }: PlacedEncoding): string =>
  [describeEncoding(layer), ...within.map(describePlace)].join(' in ');

/** What to add to a description of bytes that a text pipe changed; empty where none did. */
export const describeTextPipe = (mangled: MangledText | undefined): string =>
  mangled === undefined ? '' : `; they went through a text pipe (${describeTextForm(mangled)})`;
