import type { Finding } from './finding.ts';

/** Looks at facts and names what it finds; undefined: nothing wrong, or not applicable. */
export type Rule<Facts> = (facts: Facts) => Finding | readonly Finding[] | undefined;

/** What the rules find, in their order. */
export function applyRules<Facts>(rules: readonly Rule<Facts>[], facts: Facts): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    const found = rule(facts);
    if (found === undefined) continue;
    if ('id' in found) findings.push(found);
    else findings.push(...found);
  }
  return findings;
}
