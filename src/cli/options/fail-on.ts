import type { AuditResult } from '../../audit/result.ts';

/** Which findings make the exit status 1. */
export const failOnValues = ['error', 'warning'] as const;

export const failOnOption = {
  'fail-on': {
    type: 'string',
    requiresArg: true,
    default: 'error',
    values: failOnValues,
    describe: 'error, or warning: what makes the exit status 1',
  },
} as const;

export const hasWarning = ({ findings }: Pick<AuditResult, 'findings'>): boolean =>
  findings.some(({ severity }) => severity === 'warning');
