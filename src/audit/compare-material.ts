import type { Finding } from './finding.ts';
import { outline } from './material/outline.ts';
import type { ReferenceComparison } from './result.ts';

/**
 * Key material held against the plaintext that it should equal. Where the findings say that it is the same key in
 * another encoding, the outlines of both show in what they differ.
 */
export function compareMaterial(
  material: Buffer,
  reference: { readonly path: string; readonly bytes: Buffer },
  findings: readonly Finding[],
): ReferenceComparison {
  const encoding = findings.some(({ id }) => id === 'reference-encoding');
  const other = findings.find(({ id }) => id === 'reference-mismatch');
  const size = (bytes: Buffer) => `${bytes.length} bytes`;
  const differences = encoding
    ? [{ at: 'material', subject: size(material), reference: size(reference.bytes) }]
    : other === undefined
      ? []
      : [
          {
            at: other.at,
            subject: other.found ?? 'another key',
            reference: other.expected ?? 'the reference',
          },
        ];
  return {
    path: reference.path,
    kind: 'material',
    differences,
    ...(encoding ? { outlines: { subject: outline(material), reference: outline(reference.bytes) } } : {}),
  };
}
