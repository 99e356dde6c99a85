import type { Rule } from '../../rule.ts';
import type { MaterialFacts } from '../facts/facts.ts';

/** A rule on key material. */
export type MaterialRule = Rule<MaterialFacts>;
