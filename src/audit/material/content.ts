import { keySpecs } from '../../spec/key-specs.ts';
import { finding } from '../finding.ts';
import type { MaterialFacts } from './facts.ts';
import { patternEvidence, textEvidence, thresholds } from './randomness.ts';
import type { MaterialRule } from './rule.ts';

/** Bytes that a random source should have made: raw material, or a private number. */
function secret({ raw, ec, lengths }: MaterialFacts): { at: string; bytes: Buffer } | undefined {
  if (raw) {
    const fits = lengths && raw.length >= lengths.due && raw.length <= lengths.longest;
    return fits ? { at: 'material', bytes: raw } : undefined;
  }
  if (!ec?.spec || !ec.point) return undefined;
  const { fieldBytes } = keySpecs[ec.spec];
  // The topmost bits of a P-521 number are zero and one, not random.
  const random = ec.spec === 'ECC_NIST_P521' ? fieldBytes - 2 : fieldBytes;
  const padded = Buffer.concat([Buffer.alloc(fieldBytes), ec.key.scalar]);
  return { at: 'material.ec.privateKey', bytes: padded.subarray(-random) };
}

/** A key that no random source makes: constant, text, or a pattern; the plainest of the three. Of a wrong length it is to be replaced anyway. */
export const content: MaterialRule = (facts) => {
  const found = secret(facts);
  if (!found) return undefined;
  const { at, bytes } = found;
  if (bytes.every((byte) => byte === bytes[0]))
    return finding('material-constant', at, {
      expected: 'random bytes',
      found: `${bytes.length} equal bytes`,
    });
  if (textEvidence(bytes) >= thresholds.text)
    return finding('material-text', at, {
      expected: 'random bytes',
      found: `${bytes.length} printable characters`,
    });
  return patternEvidence(bytes) >= thresholds.pattern
    ? finding('material-low-entropy', at, { expected: 'random bytes', found: 'a pattern of bytes' })
    : undefined;
};
