import type { BlobFacts } from '../facts/types.ts';
import type { Finding } from '../finding.ts';

/** Looks at the facts and names what it finds; undefined when nothing is wrong or the rule does not apply. */
export type BlobRule = (facts: BlobFacts) => Finding | readonly Finding[] | undefined;
