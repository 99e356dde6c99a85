import type { FindingId } from '../../../../tables/findings/index.ts';
import { degenerateUse, type KekCandidate } from '../../facts/keks.ts';
import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

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
    return { id: degenerate.use === 'all-zero' ? 'kek-all-zero' : 'kek-predictable', found: degenerate.how };
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
  const named = finding(ids[candidate.use], 'blob.kek', { expected: due, found: candidate.how });
  const short =
    candidate.use === 'encoded' && candidate.how.startsWith('the RSA block') && candidate.kek.length < 32;
  return short
    ? [
        named,
        finding('kek-length', 'blob.kek', { expected: '32 bytes', found: `${candidate.kek.length} bytes` }),
      ]
    : named;
};
