import { integer, string } from 'fast-check';

/**
 * Text of any code points, lone surrogates included. fast-check's own unit `binary` comes close, but lists every code point
 * once for each property before the first draw.
 */
export const anyText = string({
  unit: integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
});
