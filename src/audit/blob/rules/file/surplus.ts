import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** Something behind a blob that is complete without it. */
export const surplus: BlobRule = ({ layout: { surplus } }) => {
  if (surplus === undefined) return undefined;
  const found = surplus.detail ?? `${surplus.bytes} bytes`;
  if (surplus.kind === 'newline')
    return finding('blob-trailing-newline', 'blob', { expected: 'the blob alone', found });
  if (surplus.kind === 'bytes')
    return finding('blob-trailing-bytes', 'blob', { expected: 'the blob alone', found });
  return finding('blob-doubled', 'blob', {
    expected: 'one blob',
    found: `${surplus.bytes} bytes of another behind it`,
  });
};
