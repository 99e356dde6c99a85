import type { FindingId } from '../../../tables/findings/index.ts';
import { finding } from '../../finding.ts';
import type { TextLayer } from '../facts/text-forms.ts';
import { describeConversion } from '../words/structure.ts';
import { describeTextForm } from '../words/text.ts';
import type { BlobRule } from './rule.ts';

const ids = {
  pem: 'blob-pem',
  base64: 'blob-base64',
  hex: 'blob-hex',
  json: 'blob-json',
  numbers: 'blob-numbers',
  mangled: 'blob-text-mangled',
} as const satisfies Record<TextLayer['form'], FindingId>;

/** Text where binary is expected: one finding a form, however often it was applied. */
export const textForms: BlobRule = ({ layers, layout }) => {
  if (layers.length === 0 && layout.mangled === undefined) return undefined;
  const found = layers.map((layer) =>
    finding(ids[layer.form], 'blob', { expected: 'binary', found: describeTextForm(layer) }),
  );
  if (layout.mangled !== undefined && !layers.some(({ form }) => form === 'mangled'))
    found.push(
      finding('blob-text-mangled', 'blob', {
        expected: 'binary, untouched',
        found: describeConversion(layout.mangled),
      }),
    );
  return found.filter((one, i) => found.findIndex(({ id }) => id === one.id) === i);
};
