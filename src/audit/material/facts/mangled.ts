import { textEvidence, thresholds } from './randomness.ts';
import { textLayer } from '../../blob/facts/text-forms.ts';
import { describeTextForm } from '../../blob/words/text.ts';

/** Longest material that is looked at, in bytes: four times the longest key. */
const longest = 1 << 14;

/** What to add where bytes bear the marks of a pipe that took them for text; empty where they do not. */
export function throughText(bytes: Buffer): string {
  const layer = bytes.length <= longest && !isText(bytes) ? textLayer(bytes) : undefined;
  return layer?.form === 'mangled' ? `; they went through a text pipe (${describeTextForm(layer)})` : '';
}

/** Text that was text from the start, a passphrase in UTF-8 perhaps: without control and replacement characters. */
const isText = (bytes: Buffer) =>
  textEvidence(bytes) >= thresholds.text && !bytes.includes(Buffer.from('\ufffd'));
