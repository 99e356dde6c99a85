import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** The RSA block as a number, and whether it was made under this key at all. */
export const block: BlobRule = ({ rsa, context }) => {
  if (rsa === undefined) return undefined;
  const expected =
    context.rsa === undefined
      ? {}
      : { expected: `RSA output under the given ${context.rsa.modulusBits}-bit key` };
  if (rsa.fault === 'out-of-range')
    return finding('rsa-out-of-range', 'blob.rsa', { expected: 'a number below the modulus' });
  if (rsa.fault === 'mismatch')
    return finding('wrapping-key-mismatch', 'blob.rsa', {
      ...expected,
      found: rsa.detail ?? 'no padding of any kind under this key',
    });
  return rsa.littleEndian
    ? finding('rsa-byte-order', 'blob.rsa', {
        expected: 'most significant byte first',
        found: 'least significant byte first',
      })
    : undefined;
};
