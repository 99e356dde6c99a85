import { KmsKeywrapError } from '../errors.ts';
import type { CaseStatus, Check, VerifyCase } from './result.ts';

/** How a case ended. */
export type Outcome = Pick<VerifyCase, 'status' | 'reason' | 'checks'>;

/** Passed when every check holds; `told` is what is to be said of a case that passed. */
export function judged(checks: readonly Check[], told?: string): Outcome {
  const bad = checks.filter(({ ok }) => !ok);
  const status: CaseStatus = bad.length === 0 ? 'passed' : 'failed';
  const reason =
    bad.length === 0
      ? told
      : bad.map(({ name, detail }) => (detail === undefined ? name : `${name}: ${detail}`)).join('; ');
  return { status, checks, ...(reason === undefined ? {} : { reason }) };
}

/** What a single case can be blamed for; anything else ends the run. */
export function failedCase(error: unknown): Outcome {
  if (!(error instanceof KmsKeywrapError)) throw error;
  if (error.code === 'ERR_ABORTED' || error.code === 'ERR_ENVIRONMENT') throw error;
  return {
    status: 'failed',
    reason: error.message,
    checks: [{ name: 'ran to the end', ok: false, detail: error.code }],
  };
}
