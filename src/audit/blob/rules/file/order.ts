import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** The parts are there, but not where they belong. */
export const order: BlobRule = ({ layout: { header, swapped } }) => {
  if (swapped) return finding('blob-parts-swapped', 'blob');
  return header === undefined
    ? undefined
    : finding('blob-header', 'blob', {
        expected: 'the blob at the first byte',
        found: `${header} ${header === 1 ? 'byte' : 'bytes'} in front of it`,
      });
};
