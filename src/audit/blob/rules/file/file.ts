import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** Files that hold no blob at all. */
export const file: BlobRule = ({ file, wrap, rsa }) => {
  if (file === 'empty')
    return finding('blob-empty', 'blob', { expected: '1 to 6144 bytes', found: '0 bytes' });
  if (file === 'public-key') return finding('blob-public-key', 'blob');
  if (file !== 'salted') return undefined;
  const at = rsa === undefined && wrap === undefined ? 'blob' : 'blob.kwp';
  return finding('blob-openssl-salted', at, { found: 'the marker "Salted__" of openssl enc' });
};
