import type { Finding } from '../finding.ts';
import type { MaterialFacts } from './facts.ts';

/** Looks at the facts and names what it finds; undefined: nothing wrong, or not applicable. */
export type MaterialRule = (facts: MaterialFacts) => Finding | readonly Finding[] | undefined;
