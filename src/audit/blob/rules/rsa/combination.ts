import { sources } from '../../../../tables/sources.ts';
import { finding } from '../../../finding.ts';
import type { BlobRule } from '../rule.ts';

/** What was asked for, whatever the bytes are. A retired algorithm has its own name. */
export const combination: BlobRule = ({ context }) => {
  const { support } = context;
  const { retired } = context.algorithm;
  if (retired !== undefined)
    return finding('wrapping-algorithm-retired', 'expected', { message: retired.reason });
  if (support === undefined || support.status === 'supported') return undefined;
  const id = support.status === 'unsupported' ? 'combination-unsupported' : 'combination-disputed';
  const named = finding(id, 'expected', support.reason === undefined ? {} : { message: support.reason });
  return { ...named, source: support.sources.map((source) => sources[source].title).join('; ') };
};
