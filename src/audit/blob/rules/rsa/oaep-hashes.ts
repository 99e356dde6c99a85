import { finding } from '../../../finding.ts';
import type { RsaReading } from '../../facts/rsa-block.ts';
import type { BlobRule } from '../rule.ts';
import type { HashName } from '../../../../tables/hashes.ts';

type OaepReading = Extract<RsaReading, { padding: 'oaep' }>;

/** The OAEP hash. Where a label hides which one of its length it was, the one that MGF1 uses is the likeliest. */
export function oaepHashOf({ hashes, mgf1Hash }: OaepReading): HashName {
  return hashes.includes(mgf1Hash) ? mgf1Hash : hashes[0]!;
}

const pair = (hash: HashName, mgf1Hash: HashName) => `OAEP hash ${hash}, MGF1 hash ${mgf1Hash}`;

/** Both hashes against the algorithm's: one other hash in both places, or two that differ. */
export const oaepHashes: BlobRule = ({ rsa, context: { hash } }) => {
  if (hash === undefined || rsa?.reading?.padding !== 'oaep') return undefined;
  const used = oaepHashOf(rsa.reading);
  const { mgf1Hash } = rsa.reading;
  const detail = { expected: pair(hash, hash), found: pair(used, mgf1Hash) };
  if (used !== mgf1Hash) return finding('oaep-mgf1-hash', 'blob.rsa.oaep.mgf1', detail);
  return used === hash ? undefined : finding('oaep-hash', 'blob.rsa.oaep', detail);
};
