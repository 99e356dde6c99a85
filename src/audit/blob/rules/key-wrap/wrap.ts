import type { FindingId } from '../../../../tables/findings/index.ts';
import type { WrapKind } from '../../facts/key-wrap.ts';
import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

const rows: Readonly<
  Record<Exclude<WrapKind, 'kwp'>, { id: FindingId; at: string; expected: string; found: string }>
> = {
  'kw': { id: 'kw-not-kwp', at: 'blob.kwp.icv', expected: 'RFC 5649', found: 'RFC 3394' },
  'kw-pkcs7': {
    id: 'kw-pkcs7',
    at: 'blob.kwp.icv',
    expected: 'RFC 5649',
    found: 'RFC 3394 over padded key material',
  },
  'kwp-icv': { id: 'kwp-icv', at: 'blob.kwp.icv', expected: 'A65959A6', found: '' },
  'kwp-length': {
    id: 'kwp-length',
    at: 'blob.kwp.length',
    expected: 'the length of the key material in bytes',
    found: '',
  },
  'kwp-padding': { id: 'kwp-padding', at: 'blob.kwp.padding', expected: 'zero bytes', found: '' },
  'kwp-chunked': { id: 'kwp-chunked', at: 'blob.kwp', expected: 'one wrap of the whole', found: '' },
  'other-cipher': {
    id: 'kwp-other-cipher',
    at: 'blob.kwp',
    expected: 'AES-256 key wrap with padding',
    found: '',
  },
};

/** Another wrap than RFC 5649 with its own initial value, length and padding. */
export const wrap: BlobRule = ({ wrap }) => {
  const reading = wrap?.reading;
  if (reading === undefined || reading.kind === 'kwp') return undefined;
  const { id, at, expected, found } = rows[reading.kind];
  return finding(id, at, { expected, found: [found, reading.detail].filter(Boolean).join(', ') });
};
