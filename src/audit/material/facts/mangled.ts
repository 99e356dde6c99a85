import { longestMangled } from '../../budgets.ts';
import { textEvidence, thresholds } from './randomness.ts';
import { textLayer, type TextLayer } from '../../blob/facts/text-forms.ts';

export type MangledText = Extract<TextLayer, { form: 'mangled' }>;

/** What a pipe that took the bytes for text did to them; undefined where they do not bear its marks. */
export function throughText(bytes: Buffer): MangledText | undefined {
  const layer = bytes.length <= longestMangled && !isText(bytes) ? textLayer(bytes) : undefined;
  return layer?.form === 'mangled' ? layer : undefined;
}

/** Text that was text from the start, a passphrase in UTF-8 perhaps: without control and replacement characters. */
const isText = (bytes: Buffer) =>
  textEvidence(bytes) >= thresholds.text && !bytes.includes(Buffer.from('\ufffd'));
