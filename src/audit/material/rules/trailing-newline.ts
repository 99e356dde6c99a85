import { finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

export const trailingNewline: MaterialRule = ({ newline, lengths }) =>
  newline
    ? finding('material-trailing-newline', 'material', {
        expected: lengths ? `${lengths.due} bytes` : 'nothing behind the private key',
        found: 'a line break at the end',
      })
    : undefined;
