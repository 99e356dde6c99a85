import type { HashName } from '../../../tables/hashes.ts';
import { keySpecRow } from '../../../tables/key-specs.ts';
import { finding } from '../../finding.ts';
import type { RsaReading } from '../facts/rsa-block.ts';
import { describeMaker } from '../words/rsa.ts';
import type { BlobRule } from './rule.ts';

/** What was asked for, whatever the bytes are. A retired algorithm has its own name. */
export const combination: BlobRule = ({ context }) => {
  const { support } = context;
  const { retired } = context.algorithm;
  if (retired !== undefined)
    return finding('wrapping-algorithm-retired', 'expected', { message: retired.reason });
  if (support === undefined || support.status === 'supported') return undefined;
  const id = support.status === 'unsupported' ? 'combination-unsupported' : 'combination-disputed';
  const named = finding(id, 'expected', support.reason === undefined ? {} : { message: support.reason });
  return { ...named, source: support.sources.map(({ title }) => title).join('; ') };
};

/** A wrapping key that parses, but that KMS would never hand out. */
export const wrappingKey: BlobRule = ({ context: { key, wrappingKey: due } }) => {
  if (key === undefined || due.known) return undefined;
  const found =
    key.kind === 'rsa'
      ? `RSA of ${key.modulusBits} bits`
      : `a key of type ${key.kind === 'other' ? key.type : key.kind}`;
  return finding('wrapping-key-spec', 'wrappingKey', { expected: due.names, found });
};

/** Hybrid and direct encryption mixed up. An RSA key fits no direct one: then the combination is the fault. */
export const scheme: BlobRule = ({ scheme, context: { request, algorithm } }) => {
  if (scheme === 'hybrid-for-direct' && keySpecRow(request.keySpec).kind === 'rsa') return undefined;
  const expected = algorithm.name;
  if (scheme === 'hybrid-for-direct')
    return finding(scheme, 'blob', { expected, found: 'an encrypted AES key and wrapped key material' });
  return scheme && finding(scheme, 'blob.rsa', { expected, found: 'the key material itself under RSA' });
};

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
      found: describeMaker(rsa.made),
    });
  return rsa.littleEndian
    ? finding('rsa-byte-order', 'blob.rsa', {
        expected: 'most significant byte first',
        found: 'least significant byte first',
      })
    : undefined;
};

/** Another padding than OAEP. Under the retired algorithm that is not a fault of its own. */
export const padding: BlobRule = ({ rsa, context }) => {
  if (context.hash === undefined || rsa?.reading === undefined) return undefined;
  const { padding } = rsa.reading;
  if (padding === 'pkcs1v15')
    return finding('rsa-pkcs1v15', 'blob.rsa', { expected: 'OAEP', found: 'PKCS#1 v1.5' });
  return padding === 'none'
    ? finding('rsa-no-padding', 'blob.rsa', { expected: 'OAEP', found: 'no padding' })
    : undefined;
};

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

export const oaepLabel: BlobRule = ({ rsa, context }) =>
  context.hash === undefined || rsa?.reading?.padding !== 'oaep' || rsa.reading.emptyLabel
    ? undefined
    : finding('oaep-label', 'blob.rsa.oaep.label', {
        expected: 'the empty label',
        found: 'a label hash of something else',
      });
