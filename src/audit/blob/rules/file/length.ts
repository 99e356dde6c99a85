import { finding } from '../../../finding.ts';
import { usualWrappedBytes, type Context } from '../../facts/context.ts';
import type { BlobRule } from '../rule.ts';

/** Lengths that the algorithm gives under this key, in words. */
function dueLength(context: Context): string | undefined {
  const { rsa, hybrid, rawBytes } = context;
  if (rsa === undefined) return undefined;
  if (!hybrid) return `${rsa.k} bytes`;
  const usual = usualWrappedBytes(context);
  if (rawBytes !== undefined && usual !== undefined) return `${rsa.k + usual} bytes`;
  return `${rsa.k} bytes and a multiple of 8, at least 16`;
}

/** Too short, or of a length that nothing explains. */
export const length: BlobRule = ({ layout, context }) => {
  const due = dueLength(context);
  const expected = due === undefined ? {} : { expected: due };
  if (layout.truncated !== undefined)
    return finding('blob-truncated', 'blob', { ...expected, found: layout.truncated });
  return layout.length === undefined
    ? undefined
    : finding('blob-length', 'blob', { ...expected, found: layout.length });
};
