import { finding } from '../../finding.ts';
import { describeTextLayer } from '../words/text.ts';
import type { MaterialRule } from './rule.ts';

const ids = { pem: 'material-pem', base64: 'material-base64', hex: 'material-hex' } as const;

/** Text where bytes are due: one finding for each layer. */
export const textEncoding: MaterialRule = ({ layers, lengths }) => {
  if (layers.length === 0) return undefined;
  return layers.map((layer) =>
    finding(ids[layer.kind], 'material', {
      expected: lengths ? `${lengths.due} raw bytes` : 'PKCS #8, DER',
      found: describeTextLayer(layer),
    }),
  );
};
