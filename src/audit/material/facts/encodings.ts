import { isEncoding, type Encoding, type Layer, type Place } from '../../../formats/text/layer.ts';

/** An encoding around key material, and the places in which it stood, innermost first. */
export interface PlacedEncoding {
  readonly layer: Encoding;
  readonly within: readonly Place[];
}

/** Each encoding with the places before it. */
export function placedEncodings(layers: readonly Layer[]): readonly PlacedEncoding[] {
  const placed: PlacedEncoding[] = [];
  let within: Place[] = [];
  for (const layer of layers)
    if (isEncoding(layer)) {
      placed.push({ layer, within: within.reverse() });
      within = [];
    } else within.push(layer);
  return placed;
}
