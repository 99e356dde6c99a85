import type { BlobFacts } from '../facts/types.ts';
import type { Rule } from '../../rule.ts';

/** A rule on a blob. */
export type BlobRule = Rule<BlobFacts>;
