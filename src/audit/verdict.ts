import type { Finding } from './finding.ts';
import type { Verdict } from './result.ts';

/** `whole`: everything could be looked at; without that, nothing wrong seen means no more than that. */
export function verdictOf(findings: readonly Finding[], whole = true): Verdict {
  if (findings.some(({ severity }) => severity === 'error')) return 'reject';
  return whole ? 'accept' : 'undetermined';
}
