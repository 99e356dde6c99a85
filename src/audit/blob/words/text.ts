import type { TextLayer } from '../facts/text-forms.ts';

function describe(layer: TextLayer): string {
  switch (layer.form) {
    case 'pem':
      return `PEM with the label "${layer.label}"`;
    case 'hex':
    case 'base64': {
      if (layer.inside)
        return `${layer.characters} digits inside other text that stand for ${layer.bytes} bytes`;
      const alphabet = layer.form === 'hex' ? '' : ` of ${layer.urlSafe ? 'URL-safe base64' : 'base64'}`;
      return `${layer.characters} characters${alphabet} that stand for ${layer.bytes} bytes`;
    }
    case 'numbers':
      return `${layer.count} decimal numbers, one for each byte`;
    case 'json':
      return `field ${layer.path} of a JSON document`;
    case 'mangled':
      if (layer.encoding === 'ASCII') return 'no byte above 0x7F: the upper half was replaced or cut off';
      if (layer.lost !== undefined)
        return `${layer.encoding} with ${layer.lost} replacement characters: the bytes are lost`;
      return layer.codePage === undefined
        ? `${layer.encoding} text that no usual code page explains`
        : `${layer.encoding}, read as ${layer.codePage}`;
  }
}

/** A text form around a blob, in words. */
export const describeTextForm = (layer: TextLayer): string =>
  layer.wide ? `${describe(layer)}, in UTF-16` : describe(layer);
