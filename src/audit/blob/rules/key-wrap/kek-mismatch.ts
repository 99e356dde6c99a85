import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** Nothing that was tried opens the wrapped part. */
export const kekMismatch: BlobRule = ({ wrap, rsa }) => {
  if (wrap === undefined || wrap.candidate !== undefined) return undefined;
  return finding('kek-mismatch', 'blob.kwp', {
    expected: 'the integrity check value A65959A6',
    found: `noise under the ${rsa?.reading?.message.length ?? 0} bytes of the RSA block and every variant of them`,
  });
};
