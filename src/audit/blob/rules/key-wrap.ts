import type { FindingId } from '../../../tables/findings/index.ts';
import { finding } from '../../finding.ts';
import { type KekCandidate, degenerateUse } from '../facts/keks.ts';
import type { WrapKind } from '../facts/key-wrap.ts';
import { describeKek } from '../words/kek.ts';
import { describeWrap, expectedWrap } from '../words/wrap.ts';
import type { BlobRule } from './rule.ts';

const due = 'an AES key of 32 random bytes, the same in both places';

const ids = {
  'zero-padded': 'kek-zero-padded',
  'encoded': 'kek-encoded',
  'part': 'kek-length',
  'all-zero': 'kek-all-zero',
  'predictable': 'kek-predictable',
} as const satisfies Record<Exclude<KekCandidate['use'], 'as-is'>, FindingId>;

/** Zero bytes at one end of a key that chance does not explain: once in 2^64. */
const suspiciousZeros = 8;

function zerosAtAnEnd(kek: Buffer): number {
  const first = kek.findIndex((byte) => byte !== 0);
  const last = kek.findLastIndex((byte) => byte !== 0);
  return Math.max(first, kek.length - 1 - last);
}

/** A key that is the same in RSA block and wrap, looked at by itself. */
function asIs({ kek }: KekCandidate): { id: FindingId; found: string } | undefined {
  const degenerate = degenerateUse(kek);
  if (degenerate !== undefined && degenerate.use !== 'as-is' && degenerate.use in ids)
    return {
      id: degenerate.use === 'all-zero' ? 'kek-all-zero' : 'kek-predictable',
      found: describeKek(degenerate),
    };
  if (kek.length !== 32) return { id: 'kek-length', found: `${kek.length} bytes` };
  const zeros = zerosAtAnEnd(kek);
  return zeros >= suspiciousZeros
    ? { id: 'kek-zero-padded', found: `${zeros} zero bytes at one end, in both places` }
    : undefined;
}

/** The AES key: its length, its making, and how it got from one place to the other. */
export const kek: BlobRule = ({ wrap }) => {
  const candidate = wrap?.candidate;
  if (candidate === undefined) return undefined;
  if (candidate.kek.every((byte) => byte === 0))
    return finding('kek-all-zero', 'blob.kek', {
      expected: due,
      found: `${candidate.kek.length} zero bytes`,
    });
  if (candidate.use === 'as-is') {
    const fault = asIs(candidate);
    return fault && finding(fault.id, 'blob.kek', { expected: due, found: fault.found });
  }
  const named = finding(ids[candidate.use], 'blob.kek', { expected: due, found: describeKek(candidate) });
  const short = candidate.use === 'encoded' && candidate.way.via === 'decoded' && candidate.kek.length < 32;
  return short
    ? [
        named,
        finding('kek-length', 'blob.kek', { expected: '32 bytes', found: `${candidate.kek.length} bytes` }),
      ]
    : named;
};

/** Nothing that was tried opens the wrapped part. */
export const kekMismatch: BlobRule = ({ wrap, rsa }) => {
  if (wrap === undefined || wrap.candidate !== undefined) return undefined;
  return finding('kek-mismatch', 'blob.kwp', {
    expected: 'the integrity check value A65959A6',
    found: `noise under the ${rsa?.reading?.message.length ?? 0} bytes of the RSA block and every variant of them`,
  });
};

const rows = {
  'kw': { id: 'kw-not-kwp', at: 'blob.kwp.icv' },
  'kw-pkcs7': { id: 'kw-pkcs7', at: 'blob.kwp.icv' },
  'kwp-icv': { id: 'kwp-icv', at: 'blob.kwp.icv' },
  'kwp-length': { id: 'kwp-length', at: 'blob.kwp.length' },
  'kwp-padding': { id: 'kwp-padding', at: 'blob.kwp.padding' },
  'kwp-chunked': { id: 'kwp-chunked', at: 'blob.kwp' },
  'other-cipher': { id: 'kwp-other-cipher', at: 'blob.kwp' },
} as const satisfies Record<Exclude<WrapKind, 'kwp'>, { id: FindingId; at: string }>;

/** Another wrap than RFC 5649 with its own initial value, length and padding. */
export const wrap: BlobRule = ({ wrap }) => {
  const reading = wrap?.reading;
  if (reading === undefined || reading.kind === 'kwp') return undefined;
  const { id, at } = rows[reading.kind];
  return finding(id, at, { expected: expectedWrap[reading.kind], found: describeWrap(reading) });
};
