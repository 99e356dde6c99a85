import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** Another padding than OAEP. Under the retired algorithm that is no fault of its own. */
export const padding: BlobRule = ({ rsa, context }) => {
  if (context.hash === undefined || rsa?.reading === undefined) return undefined;
  const { padding } = rsa.reading;
  if (padding === 'pkcs1v15')
    return finding('rsa-pkcs1v15', 'blob.rsa', { expected: 'OAEP', found: 'PKCS #1 v1.5' });
  return padding === 'none'
    ? finding('rsa-no-padding', 'blob.rsa', { expected: 'OAEP', found: 'no padding' })
    : undefined;
};
