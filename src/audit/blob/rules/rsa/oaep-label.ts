import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

export const oaepLabel: BlobRule = ({ rsa, context }) =>
  context.hash === undefined || rsa?.reading?.padding !== 'oaep' || rsa.reading.emptyLabel
    ? undefined
    : finding('oaep-label', 'blob.rsa.oaep.label', {
        expected: 'the empty label',
        found: 'a label hash of something else',
      });
