import type { Reading } from '../../formats/readings.ts';
import type { Made } from './private-key.ts';

/** Raw material that a reading gives; undefined where it holds a structure instead. `due` is the length of the key spec. */
export function rawOf({ content, structure, layers, trailing }: Reading, due: number): Made | undefined {
  if (structure?.form === 'jwk-oct')
    return structure.raw.length > 0 ? { bytes: Buffer.from(structure.raw), changes: [] } : undefined;
  if (structure || trailing.length > 0) return undefined;
  const encoding = layers.at(-1);
  // Which digit is missing is not known, and the leading zeros of raw bytes count, unlike those of a number.
  if (encoding?.kind === 'decimal' || (encoding?.kind === 'hex' && encoding.odd)) return undefined;
  const end = content.toString('latin1', due, due + 4);
  if (layers.length === 0 && (end === '\n' || end === '\r\n'))
    return { bytes: content.subarray(0, due), changes: [{ kind: 'line-break-dropped' }] };
  return { bytes: Buffer.from(content), changes: [] };
}
