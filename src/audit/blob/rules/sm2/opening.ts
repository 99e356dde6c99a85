import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** What decrypting an SM2 ciphertext shows. */
export const sm2Opening: BlobRule = ({ sm2 }) => {
  if (sm2 === undefined) return undefined;
  if (sm2.pointOff) return finding('sm2-point', 'blob.sm2.c1', { expected: 'a point of the SM2 curve' });
  if (sm2.mismatch)
    return finding('wrapping-key-mismatch', 'blob.sm2', {
      expected: 'a ciphertext under the given SM2 key',
      found: 'C1 is on the curve, but neither hash nor plaintext makes sense under this key',
    });
  if (sm2.hash === undefined) return undefined;
  const found =
    sm2.hash === 'unknown' ? 'another value, though the plaintext makes sense' : `${sm2.hash} instead of SM3`;
  return finding('sm2-hash', 'blob.sm2.c3', { expected: 'SM3 of x2 ‖ plaintext ‖ y2', found });
};
