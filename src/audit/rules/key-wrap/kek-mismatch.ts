import { finding } from '../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** Nothing that was tried opens the wrapped part. */
export const kekMismatch: BlobRule = ({ wrap, rsa, context }) => {
  if (wrap === undefined || wrap.candidate !== undefined) return undefined;
  const noise = `noise under the ${rsa?.reading?.message.length ?? 0} bytes of the RSA block and every variant of them`;
  const asLongAsMaterial = wrap.unopenedBytes === context.rawBytes;
  return finding('kek-mismatch', 'blob.kwp', {
    expected: 'the integrity check value A65959A6',
    found: asLongAsMaterial
      ? `${noise}, as long as the material itself: cut by 8 bytes, or AES in a mode without padding`
      : noise,
  });
};
