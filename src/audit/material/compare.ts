import { findings as catalogue } from '../../tables/findings/index.ts';
import type { Finding } from '../finding.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import { publicReference } from '../public-reference.ts';
import { outline } from './facts/outline.ts';
import type { ReferenceComparison } from '../result.ts';

export interface Reference {
  readonly path: string;
  readonly kind: ReferenceComparison['kind'];
  /** The plaintext: of a reference that is a blob, what is inside. */
  readonly bytes: Buffer;
}

/** What a reference is that is not a blob. */
export const referenceKind = (bytes: Buffer, keySpec: KeySpec): 'material' | 'public-key' =>
  publicReference(bytes, keySpec) ? 'public-key' : 'material';

/**
 * Key material held against the plaintext that it should equal, in the words of the findings. Where they say that it is
 * the same key in another encoding, the outlines of both show in what they differ.
 */
export function compareMaterial(
  material: Buffer,
  { path, kind, bytes }: Reference,
  findings: readonly Finding[],
): ReferenceComparison {
  const encoding = findings.some(({ id }) => id === 'reference-encoding');
  const differences = findings
    .filter(({ id }) => catalogue[id].compares)
    .map(({ id, at, expected, found }) =>
      id === 'reference-encoding'
        ? { at, subject: `${material.length} bytes`, reference: `${bytes.length} bytes` }
        : { at, subject: found ?? 'another key', reference: expected ?? 'the reference' },
    );
  const outlines = encoding ? { outlines: { subject: outline(material), reference: outline(bytes) } } : {};
  return { path, kind, differences, ...outlines };
}
