import { keySpecs } from '../../spec/key-specs.ts';
import { finding } from '../finding.ts';
import type { MaterialFacts } from './facts.ts';
import { patternEvidence, textEvidence, thresholds } from './randomness.ts';
import type { MaterialRule } from './rule.ts';

/** Shortest and longest key whose content is judged, in bytes. */
const judged = { least: 8, most: 1024 };

/** Bytes that a random source should have made: raw material, or a private number. */
function secret({ raw, ec }: MaterialFacts): { at: string; bytes: Buffer } | undefined {
  if (raw) return { at: 'material', bytes: raw };
  if (!ec?.spec || !ec.point) return undefined;
  const { fieldBytes } = keySpecs[ec.spec];
  // The topmost bits of a P-521 number are zero and one, not random.
  const random = ec.spec === 'ECC_NIST_P521' ? fieldBytes - 2 : fieldBytes;
  const padded = Buffer.concat([Buffer.alloc(fieldBytes), ec.key.scalar]);
  return { at: 'material.ec.privateKey', bytes: padded.subarray(-random) };
}

/** A key that no random source makes: constant, text, or a pattern; the plainest of the three. */
export const content: MaterialRule = (facts) => {
  const found = secret(facts);
  if (!found || found.bytes.length < judged.least || found.bytes.length > judged.most) return undefined;
  const { at, bytes } = found;
  const { lengths } = facts;
  if (bytes.every((byte) => byte === bytes[0]))
    return finding('material-constant', at, { found: `${bytes.length} equal bytes` });
  const due = !lengths || (bytes.length >= lengths.due && bytes.length <= lengths.longest);
  if (due && textEvidence(bytes) >= thresholds.text)
    return finding('material-text', at, {
      expected: 'random bytes',
      found: `${bytes.length} printable characters`,
    });
  return patternEvidence(bytes) >= thresholds.pattern
    ? finding('material-low-entropy', at, { expected: 'random bytes', found: 'a pattern of bytes' })
    : undefined;
};
