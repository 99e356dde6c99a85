import { formatRow } from '../../../tables/formats.ts';
import { finding } from '../../finding.ts';
import { type Context, usualWrappedBytes } from '../facts/context.ts';
import {
  describeLength,
  describePlaintext,
  describeSurplus,
  describeTruncation,
} from '../words/structure.ts';
import type { Truncation } from '../facts/types.ts';
import type { BlobRule } from './rule.ts';

/** Files that hold no blob at all. */
export const file: BlobRule = ({ file, message, wrap, rsa }) => {
  if (message !== undefined)
    return finding(message === 'jwe' ? 'blob-jwe' : 'blob-message', 'blob', {
      expected: 'wrapped key material, binary',
      found: formatRow(message).name,
    });
  if (file === 'empty')
    return finding('blob-empty', 'blob', { expected: '1 to 6144 bytes', found: '0 bytes' });
  if (file === 'public-key') return finding('blob-public-key', 'blob');
  if (file !== 'salted') return undefined;
  const at = rsa === undefined && wrap === undefined ? 'blob' : 'blob.kwp';
  return finding('blob-openssl-salted', at, { found: 'the marker "Salted__" of openssl enc' });
};

/** Key material that nothing protects. */
export const plaintext: BlobRule = ({ plaintext, bytes, context }) => {
  if (plaintext === undefined) return undefined;
  const form = describePlaintext(plaintext);
  const { why } = plaintext;
  const keySpec = context.request.due?.material.name ?? context.request.keySpec;
  if (why === 'length')
    return finding('blob-plaintext', 'blob', {
      message: `the file seems to be the key material itself, unencrypted: known by its length alone, the ${context.rawBytes} bytes of ${keySpec}`,
      found: `${bytes} bytes, ${form}`,
    });
  const what = why === 'reference' ? 'the reference key material' : 'a private key without a password';
  return finding('blob-plaintext', 'blob', { found: `${what}, ${form}` });
};

/** The parts are there, but not where they belong. */
export const order: BlobRule = ({ layout: { header, swapped } }) => {
  if (swapped) return finding('blob-parts-swapped', 'blob');
  return header === undefined
    ? undefined
    : finding('blob-header', 'blob', {
        expected: 'the blob at the first byte',
        found: `${header} ${header === 1 ? 'byte' : 'bytes'} before it`,
      });
};

/** Lengths that the algorithm gives under this key, in words. */
function dueLength(context: Context): string | undefined {
  const { rsa, hybrid, rawBytes } = context;
  if (rsa === undefined) return undefined;
  if (!hybrid) return `${rsa.k} bytes`;
  const usual = usualWrappedBytes(context);
  if (rawBytes !== undefined && usual !== undefined) return `${rsa.k + usual} bytes`;
  return `${rsa.k} bytes and a multiple of 8, at least 16`;
}

const isNothingWrapped = (truncated: Truncation) => truncated.of === 'missing-wrap' && truncated.bytes === 0;
const wrapAgain =
  'Check that the plaintext file is not empty: `openssl enc` of an empty file exits 0 and writes nothing. Make the key material again and wrap it again; if it is whole, join both parts: `cat aes-key-wrapped.bin key-material-wrapped.bin > EncryptedKeyMaterial.bin`.';

/** Too short, or of a length that nothing explains. */
export const length: BlobRule = ({ layout, context }) => {
  const due = dueLength(context);
  const expected = due === undefined ? {} : { expected: due };
  const most =
    context.request.due === undefined ? 'KMS accepts 6144 at most' : 'a blob of this kind has 6144 at most';
  if (layout.truncated !== undefined)
    return finding('blob-truncated', 'blob', {
      ...expected,
      found: describeTruncation(layout.truncated),
      ...(isNothingWrapped(layout.truncated) ? { fix: wrapAgain } : {}),
    });
  return layout.length === undefined
    ? undefined
    : finding('blob-length', 'blob', { ...expected, found: describeLength(layout.length, most) });
};

/** Something after a blob that is complete without it. */
export const surplus: BlobRule = ({ layout: { surplus } }) => {
  if (surplus === undefined) return undefined;
  if (surplus.kind === 'newline')
    return finding('blob-trailing-newline', 'blob', {
      expected: 'the blob alone',
      found: describeSurplus(surplus),
    });
  if (surplus.kind === 'bytes')
    return finding('blob-trailing-bytes', 'blob', {
      expected: 'the blob alone',
      found: describeSurplus(surplus),
    });
  return finding('blob-doubled', 'blob', {
    expected: 'one blob',
    found: `${surplus.bytes} bytes of another after it`,
  });
};
