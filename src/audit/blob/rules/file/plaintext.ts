import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** Key material that nothing protects. */
export const plaintext: BlobRule = ({ plaintext, bytes, context }) => {
  if (plaintext === undefined) return undefined;
  const { why, form } = plaintext;
  const { keySpec } = context.request;
  if (why === 'length')
    return finding('blob-plaintext', 'blob', {
      message: `the file seems to be the key material itself, unencrypted: known by its length alone, the ${context.rawBytes} bytes of ${keySpec}`,
      found: `${bytes} bytes, ${form}`,
    });
  const what = why === 'reference' ? 'the reference key material' : 'a private key without a password';
  return finding('blob-plaintext', 'blob', { found: `${what}, ${form}` });
};
