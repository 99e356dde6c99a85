import { curves } from '../../../tables/curves.ts';
import { knownKey } from '../../../tables/known-keys.ts';
import { sources } from '../../../tables/sources.ts';
import { finding } from '../../finding.ts';
import type { MaterialFacts } from '../facts/facts.ts';
import { predictability } from '../facts/randomness.ts';
import type { MaterialRule } from './rule.ts';

/** Bytes that a random source should have made: raw material, or a private number. */
function secret({ raw, ec, lengths }: MaterialFacts): { at: string; bytes: Buffer } | undefined {
  if (raw) {
    const fits = lengths && raw.length >= lengths.due && raw.length <= lengths.longest;
    return fits ? { at: 'material', bytes: raw } : undefined;
  }
  if (!ec?.spec || !ec.point) return undefined;
  const { fieldBytes } = curves[ec.spec];
  // The topmost bits of a P-521 number are zero and one, not random.
  const random = ec.spec === 'ECC_NIST_P521' ? fieldBytes - 2 : fieldBytes;
  const padded = Buffer.concat([Buffer.alloc(fieldBytes), ec.key.scalar]);
  return { at: 'material.ec.privateKey', bytes: padded.subarray(-random) };
}

const described = {
  constant: { id: 'material-constant', found: (bytes: number) => `${bytes} equal bytes` },
  text: { id: 'material-text', found: (bytes: number) => `${bytes} printable characters` },
  pattern: { id: 'material-low-entropy', found: () => 'a pattern of bytes' },
} as const;

/** A key that no random source makes. Of a wrong length it is to be replaced anyway. */
export const content: MaterialRule = (facts) => {
  const secretBytes = secret(facts);
  if (!secretBytes) return undefined;
  const { at, bytes } = secretBytes;
  const why = predictability(bytes);
  if (why === undefined) return undefined;
  const { id, found } = described[why];
  return finding(id, at, { expected: 'random bytes', found: found(bytes.length) });
};

/** A key whose private half is published. */
export const known: MaterialRule = ({ fingerprint }) => {
  const key = fingerprint === undefined ? undefined : knownKey(fingerprint);
  return (
    key && finding('material-known', 'material', { found: `${key.name} (${sources[key.source].title})` })
  );
};
